// Keys and gestures for the page of a link, which is complete without them: which picture is open
// stands in the address, so links, the back button and this agree. No import: it is all that a
// visitor's phone runs.

const swipePx = 48

const openView = () => document.querySelector<HTMLElement>('.view:target')

/** Follows a link of the open picture without another entry in the history. */
function follow(view: HTMLElement, selector: string) {
  const link = view.querySelector<HTMLAnchorElement>(selector)
  if (link) location.replace(link.hash)
}

function close(view: HTMLElement) {
  const cell = document.querySelector(view.querySelector<HTMLAnchorElement>('.x')?.hash ?? '#')
  follow(view, '.x')
  cell?.querySelector('a')?.focus()
}

/** The pictures on both sides, so that turning to them shows them at once. */
function fetchNeighbours(view: HTMLElement) {
  for (const link of view.querySelectorAll<HTMLAnchorElement>('.next, .prev')) {
    const image = document.querySelector<HTMLImageElement>(`${link.hash} > img`)
    if (image) image.loading = 'eager'
  }
}

function pauseFilms() {
  for (const film of document.querySelectorAll('video')) film.pause()
}

function showOpened() {
  pauseFilms()
  const view = openView()
  document.documentElement.style.overflow = view ? 'hidden' : ''
  if (!view) return
  view.tabIndex = -1
  view.focus({ preventScroll: true })
  fetchNeighbours(view)
}

addEventListener('hashchange', showOpened)
showOpened()

addEventListener('keydown', (event) => {
  const view = openView()
  if (!view || event.altKey || event.ctrlKey || event.metaKey) return
  if (event.target instanceof HTMLVideoElement && event.key !== 'Escape') return
  if (event.key === 'ArrowRight') follow(view, '.next')
  else if (event.key === 'ArrowLeft') follow(view, '.prev')
  else if (event.key === 'Escape') close(view)
  else return
  event.preventDefault()
})

// Going back from an opened picture is closing it: further pictures replace the entry that opening made.
addEventListener('click', (event) => {
  const link = event.target instanceof Element && event.target.closest<HTMLAnchorElement>('.view a')
  const view = openView()
  if (!link || !view || link.hash === '' || event.ctrlKey || event.metaKey) return
  event.preventDefault()
  if (link.matches('.x')) close(view)
  else location.replace(link.hash)
})

let start: { x: number; y: number } | null = null

addEventListener('touchstart', ({ touches }) => {
  const [first] = touches
  start = first && touches.length === 1 ? { x: first.clientX, y: first.clientY } : null
})

addEventListener('touchend', ({ changedTouches }) => {
  const [last] = changedTouches
  const view = openView()
  if (!view || !start || !last || (visualViewport?.scale ?? 1) > 1.01) return
  const [right, down] = [last.clientX - start.x, last.clientY - start.y]
  start = null
  if (down > 2 * swipePx && down > 2 * Math.abs(right)) close(view)
  else if (Math.abs(right) > swipePx && Math.abs(right) > 2 * Math.abs(down)) {
    follow(view, right < 0 ? '.next' : '.prev')
  }
})
