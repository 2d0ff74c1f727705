/** A pointer that only passes by starts nothing. */
const restMs = 150

const isStill = matchMedia('(prefers-reduced-motion: reduce)')
let stop: (() => void) | null = null
let hasStarted = false

/**
 * From now on a film under the mouse, or with the focus of the keyboard, shows its moving preview over
 * its poster. It is fetched only then. Nothing moves for who wants that nothing moves.
 */
export function playMovingPreviews(): void {
  if (hasStarted) return
  hasStarted = true
  document.addEventListener('pointerover', (event) => {
    if (event.pointerType === 'mouse') play(tileOf(event.target))
  })
  document.addEventListener('focusin', (event) => {
    const tile = tileOf(event.target)
    play(tile?.matches(':focus-visible') ? tile : null)
  })
  document.addEventListener('focusout', () => play(null))
}

function tileOf(target: EventTarget | null): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>('[data-moving]') : null
}

let playing: HTMLElement | null = null

/** Ends what plays and begins `tile`; the same again changes nothing. */
function play(tile: HTMLElement | null): void {
  if (tile === playing) return
  stop?.()
  stop = null
  playing = tile
  const url = tile?.dataset.moving
  if (!tile || !url || isStill.matches) return
  let picture: HTMLImageElement | null = null
  const timer = setTimeout(() => {
    picture = Object.assign(document.createElement('img'), { alt: '', decoding: 'async' })
    picture.className = 'tile-moving'
    // Its address may have expired: the poster stays.
    picture.onerror = () => picture?.remove()
    picture.src = url
    tile.append(picture)
  }, restMs)
  stop = () => {
    clearTimeout(timer)
    picture?.remove()
  }
}
