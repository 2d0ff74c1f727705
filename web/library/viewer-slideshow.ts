import { useEffect, useState } from 'preact/hooks'

/** How long each picture stays. */
const slideMs = 5_000
/** How long the pointer rests before the buttons go. */
const restMs = 2_200

export interface Slideshow {
  isOn: boolean
  /** By hand, or because the pointer is about. */
  isPaused: boolean
  /** Nobody is about: buttons and pointer are hidden. */
  isQuiet: boolean
  start: () => void
  stop: () => void
  togglePause: () => void
}

/**
 * Goes on by itself: five seconds after a picture has come, or when a film has ended. It waits while
 * the pointer moves over it, and ends with the last picture.
 */
export function useSlideshow(options: {
  /** The picture that is shown, and whether it has come. */
  at: string
  isShown: boolean
  /** It says itself when it has ended. */
  isFilm: boolean
  /** Null at the end. */
  onNext: (() => void) | null
}): Slideshow {
  const [isOn, setOn] = useState(false)
  const [isHeld, setHeld] = useState(false)
  const [isNear, setNear] = useState(false)
  const { onNext } = options
  const isEnd = onNext === null
  const isPaused = isHeld || isNear

  useEffect(() => {
    if (!isOn) return
    let timer: ReturnType<typeof setTimeout>
    const near = () => {
      setNear(true)
      clearTimeout(timer)
      timer = setTimeout(() => setNear(false), restMs)
    }
    addEventListener('pointermove', near)
    return () => {
      clearTimeout(timer)
      removeEventListener('pointermove', near)
    }
  }, [isOn])

  useEffect(() => {
    if (!isOn || isPaused || !options.isShown || options.isFilm) return
    const timer = setTimeout(() => (isEnd ? setOn(false) : onNext()), slideMs)
    return () => clearTimeout(timer)
    // Not when `onNext` is made anew by a drawing: the time would begin again.
  }, [isOn, isPaused, options.at, options.isShown, options.isFilm, isEnd])

  return {
    isOn,
    isPaused,
    isQuiet: isOn && !isPaused,
    start: () => {
      setHeld(false)
      setNear(false)
      setOn(true)
    },
    stop: () => setOn(false),
    togglePause: () => {
      setNear(false)
      setHeld(!isHeld)
    },
  }
}
