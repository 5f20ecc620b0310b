// Search over measures and councils, from the lists of find.js; and what is folded, printed open.
// Without this script the same lists are pages: index.html and measures.html.
(() => {
  const { root, council: here } = document.body.dataset;
  const found = window.FIND;
  const form = document.querySelector("form[role=search]");
  const box = document.getElementById("found");
  const field = document.getElementById("find");
  const MOST = 12;

  const norm = (text) =>
    text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase().replace(/[^a-z0-9]+/g, " ").trim();

  // Words that begin a word of the name come before those found anywhere in what is said of it.
  const score = (words, name, more) => {
    const parts = name.split(" ");
    let points = 0;
    for (const word of words) {
      if (parts.includes(word)) points += 4;
      else if (parts.some((part) => part.startsWith(word))) points += 3;
      else if (more.includes(word)) points += 1;
      else return 0;
    }
    return points / words.length - parts.length / 1000;
  };

  const best = (list, words) =>
    list
      .map((each) => ({ each, points: score(words, each.name, each.more) }))
      .filter(({ points }) => points > 0)
      .sort((a, b) => b.points - a.points)
      .slice(0, MOST)
      .map(({ each }) => each);

  const prepared = () => {
    const councils = found.councils.map(([slug, label]) => ({ slug, label, name: norm(label), more: "" }));
    const measures = found.measures.map(([label, text, path]) => ({ label, path, name: norm(label), more: norm(text) }));
    const wards = found.wards.map(([label, path]) => ({ label, path, name: norm(label), more: "" }));
    return { councils, measures, wards };
  };

  // Words of a query may name a council and a measure at once: "leeds agency".
  const search = ({ councils, measures, wards }, query) => {
    const words = norm(query).split(" ").filter(Boolean);
    if (!words.length) return [];
    const results = best(councils, words).map((c) => [`${c.label}: at a glance`, `${c.slug}/index.html`]);
    const home = councils.find((c) => c.slug === (here || found.home));
    results.push(...best(measures, words).map((m) => [`${m.label} · ${home.label}`, `${home.slug}/${m.path}`]));
    results.push(...best(wards, words).map((w) => [w.label, w.path]));
    for (let cut = words.length - 1; cut > 0 && results.length < MOST; cut -= 1) {
      for (const [of, what] of [[words.slice(0, cut), words.slice(cut)], [words.slice(cut), words.slice(0, cut)]]) {
        const named = councils.filter((c) => ` ${c.name} `.includes(` ${of.join(" ")} `) || c.name.startsWith(of.join(" ")));
        for (const c of named.slice(0, 3))
          results.push(...best(measures, what).slice(0, 4).map((m) => [`${m.label} · ${c.label}`, `${c.slug}/${m.path}`]));
      }
    }
    const once = new Map(results.map(([label, path]) => [path, label]));
    return [...once].slice(0, MOST).map(([path, label]) => [label, path]);
  };

  const tell = (results, query) => {
    const list = box.querySelector("ul");
    list.replaceChildren();
    for (const [label, path] of results) {
      const link = document.createElement("a");
      link.href = root + path;
      link.textContent = label;
      list.appendChild(document.createElement("li")).appendChild(link);
    }
    box.querySelector("[role=status]").textContent =
      results.length ? `${results.length} found` : `Nothing found for “${query}”`;
    box.hidden = !query;
  };

  if (found && form) {
    const lists = prepared();
    form.hidden = false;
    field.addEventListener("input", () => tell(search(lists, field.value), field.value.trim()));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      box.querySelector("a")?.click();
    });
    document.addEventListener("keydown", (event) => {
      const typing = event.target.matches("input, textarea, select");
      if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) {
        event.preventDefault();
        field.focus();
      } else if (event.key === "Escape" && !box.hidden) {
        field.value = "";
        box.hidden = true;
        field.focus();
      } else if (["ArrowDown", "ArrowUp"].includes(event.key) && !box.hidden) {
        const all = [field, ...box.querySelectorAll("a")];
        const at = all.indexOf(document.activeElement);
        if (at < 0) return;
        event.preventDefault();
        all[Math.min(Math.max(at + (event.key === "ArrowDown" ? 1 : -1), 0), all.length - 1)].focus();
      }
    });
  }

  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details:not([open])")];
    opened.forEach((each) => { each.open = true; });
  });
  addEventListener("afterprint", () => opened.forEach((each) => { each.open = false; }));
})();
