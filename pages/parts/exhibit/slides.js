// Slides on a page and in a file: all of them are drawn once and shown by a class, so that the next
// one stands within a frame or two of the key. `sheet` is what they look like, for the window of
// the speaker, which this script fills: so it needs no server, and no two presentations can meet.
function present(player, { sheet, title = '', at = 0, leave, moved = () => {} }) {
  const find = (name) => player.querySelector(name), tidy = new AbortController()
  const slides = [...player.querySelectorAll('.slide')], root = player.getRootNode()
  const findings = slides.map((slide) => slide.querySelector('h2').textContent)
  const layers = [...player.querySelectorAll('.layer')]
  const listen = (target, name, what) =>
    target.addEventListener(name, what, { signal: tidy.signal, capture: name === 'keydown' })
  const tell = (text) => { find('.told').textContent = text }
  const named = (n) => `Slide ${n + 1} of ${slides.length}. ${findings[n]}`
  const began = { at: Date.now() }
  let before = null, view = null, tables = false

  function show(wanted) {
    at = Math.max(0, Math.min(slides.length - 1, wanted))
    slides.forEach((slide, n) => slide.classList.toggle('shown', n === at))
    find('.bar').textContent = `${at + 1} of ${slides.length}`
    find('.progress i').style.width = `${(at + 1) / slides.length * 100}%`
    tell(named(at))
    moved(at)
    if (view && !view.closed) setTimeout(speak)
  }

  // One layer at most lies over the slides; the focus goes into it, and back where it was.
  const open = () => layers.find((layer) => !layer.hidden)
  function close() {
    if (!open()) return
    open().hidden = true
    ;(before?.isConnected ? before : player).focus({ preventScroll: true })
    tell(named(at))
    if (view && !view.closed) speak()
  }
  function lay(name, first, told) {
    const wanted = find(`.${name}`)
    if (open() === wanted) return close()
    if (open()) open().hidden = true
    else before = root.activeElement
    wanted.hidden = false
    ;(first && wanted.querySelector(first) || wanted).focus({ preventScroll: !first })
    tell(told)
    if (view && !view.closed) speak()
  }

  // A slide as a small picture of itself: those who listen have its finding in words beside it.
  function small(n, page = document) {
    const box = page.createElement('div'), copy = page.importNode(slides[n], true)
    box.className = 'small'
    box.setAttribute('aria-hidden', 'true')
    copy.removeAttribute('id')
    copy.classList.add('shown')
    copy.querySelectorAll('.twin, .notes, .lead').forEach((part) => part.remove())
    // Names of its own: what a slide out of sight cuts out by them would be cut out of sight too.
    copy.querySelectorAll('svg').forEach((drawn) => {
      drawn.innerHTML = drawn.innerHTML.replace(/(id="|url\(#)/g, '$1small-')
    })
    copy.querySelectorAll('[tabindex]').forEach((part) => part.removeAttribute('tabindex'))
    box.append(copy)
    return box
  }

  function overview() {
    const list = find('.overview ol')
    if (!list.children.length) list.append(...slides.map((_, n) => {
      const item = document.createElement('li'), button = document.createElement('button')
      button.type = 'button'
      button.setAttribute('aria-label', `${n + 1}: ${findings[n]}`)
      button.onclick = () => { close(); show(n) }
      item.append(small(n), button)
      return item
    }))
    ;[...list.children].forEach((item, n) =>
      n === at ? item.setAttribute('aria-current', 'true') : item.removeAttribute('aria-current'))
    lay('overview', '[aria-current] button', `All ${slides.length} slides. Arrows and Enter choose one.`)
  }
  // Where an arrow leads among small slides: along, or to the same place in the next row.
  function along(key) {
    const all = [...find('.overview ol').children], from = all.indexOf(root.activeElement?.parentElement)
    const wide = all.filter((item) => item.offsetTop === all[0].offsetTop).length
    const to = { ArrowRight: from + 1, ArrowLeft: from - 1, ArrowDown: from + wide, ArrowUp: from - wide,
      PageDown: from + wide, PageUp: from - wide, Home: 0, End: all.length - 1 }[key]
    if (to === undefined) return false
    all[Math.max(0, Math.min(all.length - 1, to))].lastElementChild.focus()
    return true
  }

  function turn() {
    tables = !tables
    player.classList.toggle('as-tables', tables)
    player.querySelectorAll('.twin').forEach((twin) => { twin.open = tables })
    tell(tables ? `Figures as a table. ${findings[at]}` : named(at))
  }
  function enlarge() {
    const code = slides[at].querySelector('.code')
    if (!code) return tell('This slide has no code.')
    const copy = code.cloneNode(true), where = document.createElement('p')
    where.textContent = slides[at].querySelector('.lead a').textContent
    find('.large').replaceChildren(copy, where)
    find('.large').tabIndex = -1
    lay('large', '', 'The code of this view, large')
  }
  const blank = () => lay('blank', '', 'The screen is black. Any key shows the slide again.')
  const keys = () => lay('keys', 'button', 'Keys')
  const full = () => document.fullscreenElement
    ? document.exitFullscreen() : document.documentElement.requestFullscreen().catch(() => {})

  // The window of the speaker: drawn from here, moved from here, and it moves the slides.
  function speaker() {
    if (view && !view.closed) return view.focus()
    view = window.open('', '', 'popup,width=1100,height=760')
    if (!view) return tell('The browser opened no window: allow this page to open windows.')
    const page = view.document
    page.open()
    page.write(`<!doctype html><html lang="en"><head><title></title></head><body class="speaker"><main>
      <h1></h1><p class="clock"><span class="now"></span> · <span class="since"></span>
      <button type="button" class="again">Start the clock again</button></p>
      <section class="this"><h2>On the screen</h2><p class="finding"></p><div></div></section>
      <section class="next"><h2>Next</h2><p class="finding"></p><div></div></section>
      <section class="words"></section>
      <nav aria-label="Slides"><button type="button" class="before">Previous</button>
      <button type="button" class="after">Next</button><button type="button" class="black">Black</button></nav>
      <p class="told" role="status"></p></main></body></html>`)
    page.close()
    page.title = `Speaker view${title ? ` – ${title}` : ''}`
    page.documentElement.style.colorScheme = getComputedStyle(player).colorScheme
    const style = page.createElement('style')
    style.textContent = sheet
    page.head.append(style)
    listen(page, 'keydown', pressed)
    listen(page.querySelector('.before'), 'click', () => go(-1))
    listen(page.querySelector('.after'), 'click', () => go(1))
    listen(page.querySelector('.black'), 'click', blank)
    listen(page.querySelector('.again'), 'click', () => { began.at = Date.now(); tick() })
    view.setInterval(tick, 1000)
    speak()
  }
  function tick() {
    const page = view.document, past = Math.floor((Date.now() - began.at) / 1000)
    page.querySelector('.now').textContent = new Date().toLocaleTimeString('en-GB', { timeStyle: 'short' })
    page.querySelector('.since').textContent =
      `${Math.floor(past / 60)}:${String(past % 60).padStart(2, '0')} since the start`
  }
  function speak() {
    const page = view.document, there = (name) => page.querySelector(name)
    const last = at === slides.length - 1, words = slides[at].querySelector('.notes')
    there('h1').textContent = `Slide ${at + 1} of ${slides.length}`
    there('.this .finding').textContent = findings[at]
    there('.this div').replaceChildren(small(at, page))
    there('.next .finding').textContent = last ? 'This is the last slide.' : findings[at + 1]
    there('.next div').replaceChildren(...last ? [] : [small(at + 1, page)])
    there('.words').replaceChildren(words ? page.importNode(words, true) : 'No note on this slide.')
    page.body.classList.toggle('black', open() === find('.blank'))
    there('.told').textContent = open() === find('.blank') ? 'The screen is black.' : named(at)
    tick()
  }

  // A black screen shows the same slide again, whatever is pressed.
  const go = (step) => open() === find('.blank') ? close() : (close(), show(at + step))
  const escape = () => open() ? close() : document.fullscreenElement ? document.exitFullscreen() : leave?.(at)
  const WAYS = [
    [['ArrowRight', 'ArrowDown', 'PageDown', ' '], 'Right, Down, Page Down, Space', 'Next slide', () => go(1)],
    [['ArrowLeft', 'ArrowUp', 'PageUp'], 'Left, Up, Page Up', 'Slide before', () => go(-1)],
    [['Home'], 'Home', 'First slide', () => { close(); show(0) }],
    [['End'], 'End', 'Last slide', () => { close(); show(slides.length - 1) }],
    [['g'], 'G', 'All slides: arrows and Enter choose', overview],
    [['b', '.'], 'B, full stop', 'Black screen; any key shows the slide again', blank],
    [['t'], 'T', 'Figures as a table', turn],
    [['q'], 'Q', 'The code for members’ own devices, large', enlarge],
    [['n', 's'], 'N, S', 'Speaker view in a window of its own', speaker],
    [['f'], 'F', 'Full screen', full],
    [['?'], '?', 'These keys', keys],
    [['Escape'], 'Escape', 'Leave', escape],
  ]
  find('.keys ul').replaceChildren(...WAYS.filter(([of]) => leave || of[0] !== 'Escape').map(([of, key, says, does]) => {
    const item = document.createElement('li'), button = document.createElement('button'), name = document.createElement('kbd')
    button.type = 'button'
    name.textContent = key
    button.append(name, ` ${says}`)
    button.onclick = () => { close(); if (does !== keys) does() }
    item.append(button)
    return item
  }))

  // The focus goes round within what is open: behind it nobody could see it.
  function around(event) {
    const reached = [...(open() ?? player).querySelectorAll('button, a, summary, [tabindex="0"]')]
      .filter((one) => one.checkVisibility?.({ visibilityProperty: true }) ?? one.offsetParent)
    const last = reached.length - 1, from = reached.indexOf(root.activeElement)
    if (last < 0) return true
    if (from > -1 && from !== (event.shiftKey ? 0 : last)) return false
    reached[event.shiftKey ? last : 0].focus()
    return true
  }
  function press(event) {
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key, on = event.composedPath()[0]
    const away = on.ownerDocument !== document
    if (key === 'Tab') return !away && around(event)
    if (open() === find('.blank')) return close(), true
    if ((key === ' ' || key === 'Enter') && on.closest?.('button, a, summary')) return false
    if (open() === find('.overview') && !away && along(key)) return true
    if (/^Arrow(Up|Down)$/.test(key) && on.scrollHeight > on.clientHeight && on.matches?.('[tabindex="0"]')) return false
    const way = WAYS.find(([of]) => of.includes(key))
    if (!way || (away && ['Escape', 'f'].includes(key))) return false
    way[3]()
    return true
  }
  function pressed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || !press(event)) return
    event.preventDefault()
    event.stopPropagation()
  }
  listen(document, 'keydown', pressed)
  listen(window, 'pagehide', () => view?.close())
  listen(find('.before'), 'click', () => go(-1))
  listen(find('.after'), 'click', () => go(1))
  listen(find('.ask'), 'click', keys)
  listen(find('.leave'), 'click', () => leave?.(at))
  listen(find('.blank'), 'click', close)
  find('.leave').hidden = !leave
  find('.deck').textContent = title
  for (const [name, value] of [['role', 'dialog'], ['aria-modal', 'true'], ['aria-label', 'Presentation']])
    player.setAttribute(name, value)
  player.classList.add('playing')
  show(at)
  player.focus({ preventScroll: true })
  return () => {
    close()
    tidy.abort()
    view?.close()
    for (const name of ['role', 'aria-modal', 'aria-label']) player.removeAttribute(name)
    player.classList.remove('playing', 'as-tables')
    player.querySelectorAll('.twin').forEach((twin) => { twin.open = false })
    tell('')
  }
}
