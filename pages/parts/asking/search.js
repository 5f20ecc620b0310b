// "/" goes to the search box; what was chosen there is followed once, by a link out of sight.
let followed = null

export default function ({ data }) {
  const tidy = new AbortController()
  document.addEventListener('keydown', (event) => {
    const typing = event.composedPath()[0].closest?.('input, textarea, select, [contenteditable]')
    if (event.key !== '/' || typing || event.ctrlKey || event.metaKey || event.altKey) return
    const box = document.querySelector('.st-key-find input')
    if (!box) return
    event.preventDefault()
    box.focus()
  }, { signal: tidy.signal })

  if (!data.go) followed = null
  let left = 60
  const follow = () => {
    const link = document.querySelector('.st-key-way a')
    if (data.go !== followed && link) {
      followed = data.go
      document.activeElement?.blur()
      link.click()
    } else if (data.go !== followed && left--) {
      setTimeout(follow, 50)
    }
  }
  if (data.go) follow()
  return () => tidy.abort()
}
