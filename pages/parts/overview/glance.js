// Draws what Python made; opens, sorts, and hands clicks on links to the page links out of sight.
const STORE = 'los-glance'
const BEEN = 'los-been'

// Whoever has never been here is told what this is, until he folds it or comes again.
let told = true
try {
  told = Boolean(localStorage.getItem(BEEN))
  localStorage.setItem(BEEN, '1')
} catch { /* a browser that keeps nothing */ }

export default function ({ parentElement, data }) {
  const room = parentElement.querySelector('.room')
  if (room.made !== data.markup) {
    room.made = data.markup
    room.innerHTML = data.markup
    const what = room.querySelector('.what')
    what.open = !told
    what.addEventListener('toggle', () => { told = !what.open })
  }
  const all = (what) => [...room.querySelectorAll(what)]
  const rest = room.querySelector('#rest')
  const more = room.querySelector('.more')

  // What the reader opened is kept for when he comes back to the same address in this tab.
  const kept = () => JSON.parse(sessionStorage.getItem(STORE) || '{}')
  const here = location.pathname + location.search
  const keep = () => {
    const head = room.querySelector('.grid th[data-way]')
    sessionStorage.setItem(STORE, JSON.stringify({
      here,
      open: all('[data-open][aria-expanded=true]').map((button) => button.dataset.open),
      rest: Boolean(rest && !rest.hidden),
      sort: head ? [head.cellIndex, head.dataset.way] : null,
    }))
  }

  const unfold = (button, open) => {
    button.setAttribute('aria-expanded', open)
    room.querySelector('#' + button.getAttribute('aria-controls')).hidden = !open
  }
  const sort = (column, way) => {
    const table = room.querySelector('.grid')
    const heads = [...table.tHead.rows[0].cells]
    for (const head of heads) { head.removeAttribute('aria-sort'); delete head.dataset.way }
    heads[column].setAttribute('aria-sort', way)
    heads[column].dataset.way = way
    const value = (row) => row.cells[column].dataset.by
    const sign = way === 'ascending' ? 1 : -1
    const rows = [...table.tBodies[0].rows].sort((one, other) => {
      const [a, b] = [value(one), value(other)]
      if (a === '' || b === '') return (a === '') - (b === '')  // what has no number comes last
      return sign * (isNaN(a) || isNaN(b) ? a.localeCompare(b) : a - b)
    })
    table.tBodies[0].append(...rows)
    table.classList.toggle('by-topic', column === 0)
  }

  room.onclick = (event) => {
    const link = event.target.closest('a[data-go]')
    const button = event.target.closest('button')
    if (link) {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
      const way = document.querySelectorAll('.st-key-go a')[link.dataset.go]
      if (!way) return
      event.preventDefault()
      way.click()
    } else if (button?.dataset.sort) {
      const head = button.closest('th')
      sort(head.cellIndex, head.getAttribute('aria-sort') === 'ascending' ? 'descending' : 'ascending')
      keep()
    } else if (button) {
      unfold(button, button.getAttribute('aria-expanded') !== 'true')
      keep()
    }
  }

  const before = kept()
  if (before.here === here) {
    for (const button of all('[data-open]')) unfold(button, before.open.includes(button.dataset.open))
    if (more) unfold(more, before.rest)
    if (before.sort) sort(...before.sort)
  }
  return () => { room.onclick = null }
}
