// In a file: it opens as slides, on a telephone as a document; to leave the slides is to see all of
// them one after another. The address holds which slide is shown, for whoever loads it again.
const player = document.querySelector('.player'), begin = document.getElementById('present')
let stop = null
function play(at) {
  document.documentElement.classList.add('presenting')
  stop = present(player, {
    at, sheet: document.getElementById('sheet').textContent, title: document.title,
    moved: (at) => history.replaceState(null, '', `#slide-${at + 1}`),
    leave: (at) => {
      stop()
      stop = null
      document.documentElement.classList.remove('presenting')
      document.getElementById(`slide-${at + 1}`).scrollIntoView()
      begin.focus({ preventScroll: true })
    },
  })
}
begin.hidden = false
begin.addEventListener('click', () => play(0))
document.addEventListener('keydown', (event) => {
  if (stop || event.key.toLowerCase() !== 'p' || event.ctrlKey || event.metaKey || event.altKey) return
  event.preventDefault()
  play(0)
})
const asked = /^#slide-([1-9]\d*)$/.exec(location.hash)
if (asked || matchMedia('(min-width: 641px)').matches) play(asked ? asked[1] - 1 : 0)
