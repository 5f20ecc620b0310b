// What the browser adds to every page: the place scrolled to when the reader goes back, the row of
// the council in long tables, and tables sorted by their headers.

// Streamlit scrolls its own box, of which the history of the browser knows nothing. Both outlive a
// run of the script, in which this component may be drawn anew.
let holding = 0
let leaving = ''
const box = () => document.querySelector('[data-testid=stMain]')
const place = () => 'los-scroll ' + location.href
const letGo = () => { clearInterval(holding); holding = 0 }
// Holds a place while the page is still changing, until the reader scrolls: at most six seconds.
const hold = (wanted) => {
  letGo()
  let past = 0
  holding = setInterval(() => {
    box().scrollTop = wanted
    past += 50
    const there = Math.abs(box().scrollTop - wanted) < 2
    const still = document.querySelector('[data-test-script-state=notRunning]')
    if (past > 6000 || (past > 1000 && there && still)) letGo()
  }, 50)
}
// A link that is followed scrolls while the address is still that of the view that is left.
const leave = () => {
  leaving = location.href
  let past = 0
  const waiting = setInterval(() => {
    past += 50
    if (location.href === leaving && past < 3000) return
    if (location.href !== leaving && leaving) hold(0)
    leaving = ''
    clearInterval(waiting)
  }, 50)
}

export default function ({ data }) {
  const main = box()
  const tidy = new AbortController()
  const listen = (target, name, what, more) =>
    target.addEventListener(name, what, { signal: tidy.signal, ...more })

  listen(main, 'scroll', () => {
    if (!holding && leaving !== location.href) sessionStorage.setItem(place(), main.scrollTop)
  }, { passive: true })
  for (const by of ['wheel', 'touchmove', 'keydown', 'pointerdown']) listen(window, by, letGo, { passive: true })
  listen(window, 'popstate', () => { leaving = ''; hold(Number(sessionStorage.getItem(place()) || 0)) })
  listen(document, 'click', (event) => {
    if (event.target.closest?.('[data-testid=stPageLink] a')) leave()
  }, { capture: true })

  const number = (text) => {
    const found = text.replace(/,/g, '').match(/^[^0-9A-Za-z]*?([-\u2212]?[0-9]+(\.[0-9]+)?)/)
    return found ? Number(found[1].replace('\u2212', '-')) : NaN
  }
  const compare = (one, other) => {
    const [a, b] = [number(one), number(other)]
    if (!isNaN(a) && !isNaN(b)) return a - b
    if (isNaN(a) !== isNaN(b)) return isNaN(a) ? 1 : -1
    return one.localeCompare(other)
  }
  const sort = (head) => {
    const body = head.closest('table').tBodies[0], down = head.getAttribute('aria-sort') === 'ascending'
    const column = [...head.parentElement.children].indexOf(head)
    for (const other of head.parentElement.children) other.removeAttribute('aria-sort')
    head.setAttribute('aria-sort', down ? 'descending' : 'ascending')
    const rows = [...body.rows].sort((a, b) => compare(a.cells[column].innerText, b.cells[column].innerText))
    if (down) rows.reverse()
    body.append(...rows)
  }
  const dress = () => {
    for (const table of document.querySelectorAll('[data-testid=stTable] table')) {
      const rows = table.tBodies[0] ? [...table.tBodies[0].rows] : []
      for (const row of rows) row.classList.toggle('los-own', row.cells[0]?.innerText.trim() === data.council)
      if (rows.length < 4) continue
      for (const head of table.tHead?.rows[0]?.cells ?? []) {
        if (head.tabIndex === 0) continue
        head.tabIndex = 0
        head.title = 'Sort by this column'
      }
    }
  }
  const mark = () => document.querySelector('.st-key-here a')?.setAttribute('aria-current', 'page')
  const head = (event) => event.target.closest?.('[data-testid=stTable] th[tabindex]')
  listen(document, 'click', (event) => { if (head(event)) sort(head(event)) })
  listen(document, 'keydown', (event) => {
    if (!head(event) || ![' ', 'Enter'].includes(event.key)) return
    event.preventDefault()
    sort(head(event))
  })
  let waiting
  const watch = new MutationObserver(() => { clearTimeout(waiting); waiting = setTimeout(() => { dress(); mark() }, 60) })
  watch.observe(main, { childList: true, subtree: true })
  dress()
  mark()
  return () => { tidy.abort(); watch.disconnect(); clearTimeout(waiting) }
}
