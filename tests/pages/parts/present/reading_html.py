"""What a page of the site says, read back from its HTML by the standard library."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

VOID = {"meta", "link", "input", "br", "path", "line", "rect", "use"}


@dataclass
class Article:
    """One finding as it stands on a page: its key, its title, and the cells of its tables."""

    key: str
    finding: str = ""
    cells: list[str] = field(default_factory=list)
    charts: int = 0


class Page(HTMLParser):
    """The links, names and findings of one page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.names: list[str] = []
        self.articles: list[Article] = []
        self.tags: list[str] = []
        self.texts: list[str] = []
        self._at = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        said = dict(attributes)
        self.tags.append(tag)
        self.links += [link for name in ("href", "src") if (link := said.get(name))]
        self.names += [name for name in [said.get("id")] if name]
        if tag == "article":
            self.articles.append(Article(key=said["data-key"] or ""))
        elif tag in ("h2", "h3", "th", "td"):
            self._at = tag
            if tag in ("th", "td") and self.articles:
                self.articles[-1].cells.append("")
        elif tag == "svg" and self.articles:
            self.articles[-1].charts += 1

    def handle_endtag(self, tag: str) -> None:
        if tag == self._at:
            self._at = ""

    def handle_data(self, data: str) -> None:
        self.texts.append(data)
        if not self.articles:
            return
        last = self.articles[-1]
        if self._at in ("h2", "h3") and not last.cells and not last.charts:
            last.finding += data
        elif self._at in ("th", "td"):
            last.cells[-1] += data


def page(path: Path) -> Page:
    return Page(path.read_text(encoding="utf-8"))
