// On a page: slides as the server made them. To leave is a link of the page itself, so that it is
// one step in the history of the browser.
export default function ({ parentElement, data }) {
  const player = parentElement.querySelector('.player'), room = player.querySelector('.slides')
  const root = document.documentElement
  player.stop?.()
  // What is drawn again while it is shown stays where it is.
  const at = room.textContent && player.slides === data.slides ? player.at : data.at
  room.innerHTML = player.slides = data.slides
  player.querySelector('.overview ol').replaceChildren()
  const stop = present(player, {
    at, sheet: SHEET, title: data.title,
    leave: (at) => document.querySelectorAll('.st-key-leave a')[at]?.click(),
    moved: (at) => { root.dataset.slide = player.at = at },
  })
  player.stop = () => { stop(); delete root.dataset.slide }
  return player.stop
}
