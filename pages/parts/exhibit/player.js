// Slides drawn once and shown by a class: the next one stands within a frame or two of the key.
export default function ({ parentElement, data }) {
  const room = parentElement.querySelector('.slides'), player = parentElement.querySelector('.player')
  const bar = parentElement.querySelector('.bar'), where = parentElement.querySelector('.where')
  const root = document.documentElement, tidy = new AbortController()
  room.innerHTML = data.slides.map((slide) => `<article class="slide"><h2>${slide.finding}</h2>
    <div class="charts">${slide.chart}</div><div class="tables">${slide.tables}</div>
    ${slide.caution ? `<p class="caution">${slide.caution}</p>` : ''}</article>`).join('')
  const slides = [...room.children]
  let at = 0
  const show = (wanted) => {
    at = Math.max(0, Math.min(slides.length - 1, wanted))
    slides.forEach((slide, number) => slide.classList.toggle('shown', number === at))
    bar.textContent = `${at + 1} of ${slides.length}`
    where.innerHTML = `${data.slides[at].place} · ${data.slides[at].source}`
    root.dataset.slide = at
  }
  // Links of the page itself, so that to leave is one step in the history of the browser.
  const leave = () => document.querySelectorAll('.st-key-leave a')[at]?.click()
  const step = { ArrowRight: 1, ArrowDown: 1, PageDown: 1, ' ': 1, ArrowLeft: -1, ArrowUp: -1, PageUp: -1 }
  const press = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const key = event.key
    if (key in step && !(key === ' ' && event.composedPath()[0].tagName === 'BUTTON')) show(at + step[key])
    else if (key === 'Home') show(0)
    else if (key === 'End') show(slides.length - 1)
    else if (key === 't') room.classList.toggle('as-tables')
    else if (key === 'f') document.fullscreenElement ? document.exitFullscreen() : root.requestFullscreen()
    else if (key === 'Escape' && !document.fullscreenElement) leave()
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  const listen = (target, name, what) => target.addEventListener(name, what, { signal: tidy.signal, capture: name === 'keydown' })
  listen(document, 'keydown', press)
  listen(parentElement.querySelector('.before'), 'click', () => show(at - 1))
  listen(parentElement.querySelector('.after'), 'click', () => show(at + 1))
  listen(parentElement.querySelector('.leave'), 'click', leave)
  show(data.at)
  player.focus({ preventScroll: true })
  return () => { tidy.abort(); delete root.dataset.slide }
}
