// What stands on the page, to the clipboard: its charts as one picture, its tables as a table.
const MARGIN = 28, LEAST = 440, SCALE = 2, FONT = "Arial, Helvetica, 'Liberation Sans', sans-serif"
const MARK = { radius: 8, ring: 2.2, dot: 3.2 }

const escaped = (text) => text.replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`)
// What a spreadsheet may take for the start of a formula has an apostrophe before it.
const harmless = (text) => (/^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text)

function wrapped(pen, text, size, bold, room) {
  pen.font = `${bold ? 'bold ' : ''}${size}px ${FONT}`
  const lines = []
  // A word that is too long, such as an address, is broken.
  const wide = (word) => pen.measureText(word).width
  const broken = (word) => {
    let most = word.length
    while (most > 1 && wide(word.slice(0, most)) > room) most--
    return most < word.length ? [word.slice(0, most), ...broken(word.slice(most))] : [word]
  }
  for (const word of text.split(/\s+/).filter(Boolean).flatMap(broken)) {
    const longer = lines.length ? `${lines.at(-1)} ${word}` : word
    if (lines.length && wide(longer) <= room) lines[lines.length - 1] = longer
    else lines.push(word)
  }
  return lines
}

// The light colours, as paper is white; what only a reader's pointer draws is left as it is.
async function imageOf(svg, light) {
  const text = new XMLSerializer().serializeToString(svg)
    .replace(/var\(--los-([a-z]+)\)/g, (whole, name) => light[name] ?? whole)
  const image = new Image()
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`
  await image.decode()
  return { image, width: svg.viewBox.baseVal?.width || image.width, height: svg.viewBox.baseVal?.height || image.height }
}

async function picture(svgs, data) {
  const charts = await Promise.all(svgs.map((svg) => imageOf(svg, data.light)))
  const width = Math.max(LEAST, ...charts.map((chart) => chart.width)) + 2 * MARGIN
  const canvas = document.createElement('canvas'), pen = canvas.getContext('2d')
  const steps = []
  let top = 16
  const write = (text, { size = 14, bold = false, colour = 'ink', left = MARGIN, below = 5 } = {}) => {
    for (const line of wrapped(pen, text || '', size, bold, width - left - MARGIN)) {
      const foot = (top += size)
      steps.push(() => {
        pen.font = `${bold ? 'bold ' : ''}${size}px ${FONT}`
        pen.fillStyle = data.light[colour]
        pen.fillText(line, left, foot)
      })
      top += below
    }
  }
  steps.push(() => {
    pen.strokeStyle = pen.fillStyle = data.light.council
    pen.lineWidth = MARK.ring
    pen.beginPath(); pen.arc(MARGIN + 10, 25, MARK.radius, 0, 7); pen.stroke()
    pen.beginPath(); pen.arc(MARGIN + 10, 25, MARK.dot, 0, 7); pen.fill()
  })
  write(data.sign, { bold: true, colour: 'council', left: MARGIN + 28 })
  top += 9
  write(data.finding, { size: 22, bold: true })
  top += 4
  data.subtitle.forEach((line) => write(line))
  charts.forEach(({ image, width: wide, height }, number) => {
    const words = data.charts[number] ?? {}
    top += 4
    write(words.caption)
    const from = top
    steps.push(() => pen.drawImage(image, MARGIN, from, wide, height))
    top += height
    write(words.legend)
    write(words.said)
  })
  top += 6
  data.careful.forEach((line) => write(line))
  top += 6
  write(data.foot, { size: 10, colour: 'muted', below: 4 })
  canvas.width = width * SCALE
  canvas.height = (top + MARGIN / 2) * SCALE
  pen.scale(SCALE, SCALE)
  pen.fillStyle = data.light.ground
  pen.fillRect(0, 0, canvas.width, canvas.height)
  steps.forEach((step) => step())
  return new Promise((done) => canvas.toBlob(done, 'image/png'))
}

function tables(found, data) {
  const rows = found.map((table) => [...table.rows].map((row) => [...row.cells].map((cell) => cell.innerText.trim())))
  const cells = (row, tag) => row.map((text) => `<${tag}>${escaped(harmless(text))}</${tag}>`).join('')
  const html = rows.map(([head, ...body]) => `<table><thead><tr>${cells(head, 'th')}</tr></thead><tbody>${
    body.map((row) => `<tr>${cells(row, 'td')}</tr>`).join('')}</tbody></table>`)
  const plain = rows.map((table) => table.map((row) => row.map((text) => harmless(text.replace(/\s+/g, ' '))).join('\t')).join('\n'))
  return {
    'text/html': `<p><b>${escaped(data.finding)}</b></p>${html.join('<br>')}<p>${escaped(data.foot)}</p>`,
    'text/plain': [harmless(data.finding), ...plain, harmless(data.foot)].join('\n\n'),
  }
}

export default function ({ parentElement, data }) {
  const button = parentElement.querySelector('button'), told = parentElement.querySelector('p')
  const tidy = new AbortController()
  const name = `exhibit-${data.key}`.replace(/[^a-zA-Z0-9_-]/g, '-')
  const within = (selector) => [...document.querySelectorAll(`.st-key-${CSS.escape(name)} ${selector}`)]
  const items = {
    picture: () => ({ 'image/png': picture(within('svg.marks'), data) }),
    table: () => Object.fromEntries(Object.entries(tables(within('[class*="st-key-tables-"] table'), data))
      .map(([kind, text]) => [kind, new Blob([text], { type: kind })])),
  }
  const able = Boolean(navigator.clipboard?.write && window.ClipboardItem)
  button.textContent = data.label
  button.disabled = !able
  told.textContent = able ? '' : data.unable
  button.addEventListener('click', async () => {
    try {
      await navigator.clipboard.write([new ClipboardItem(items[data.what]())])
      told.textContent = data.done
    } catch {
      told.textContent = data.failed
    }
  }, { signal: tidy.signal })
  return () => tidy.abort()
}
