import { useRef, useState } from 'preact/hooks'
import {
  actualScale,
  clampView,
  type Frame,
  fitted,
  type Point,
  panBy,
  swipeOf,
  type View,
  zoomAt,
  zoomStep,
} from './viewer-zoom.ts'

/** What the keyboard and the buttons do to the picture that is shown. */
export interface ZoomControls {
  zoomIn: () => void
  zoomOut: () => void
  fit: () => void
  /** Fitted, or one pixel to one pixel. */
  toggle: () => void
  /** Moves what is seen; false when nothing is enlarged, so there is nothing to move. */
  pan: (dx: number, dy: number) => boolean
}

interface Touching {
  start: Point
  startedAtMs: number
  /** Two fingers at some time: no swipe any more. */
  hasPinched: boolean
}

const middle: Point = { x: 0, y: 0 }
const doubleTapMs = 320

/** Wheel, drag, pinch, double click and swipe over a picture, as a view that is always allowed. */
export function useGestures(options: {
  frame: Frame | null
  pictureWidth: number
  onSwipe: (meant: 'next' | 'previous' | 'close') => void
}) {
  const { frame } = options
  const [wanted, setView] = useState<View>(fitted)
  // The window may have become another size since.
  const view = frame ? clampView(wanted, frame) : fitted
  const [isSmooth, setSmooth] = useState(true)
  const [dragged, setDragged] = useState<Point | null>(null)
  const fingers = useRef(new Map<number, Point>())
  const touching = useRef<Touching | null>(null)
  const lastTap = useRef({ atMs: 0, at: middle })
  const touchedAtMs = useRef(Number.NEGATIVE_INFINITY)
  const isZoomed = view.scale > 1.001

  function change(next: (view: View, frame: Frame) => View, smooth: boolean) {
    if (!frame) return
    setSmooth(smooth)
    // From the newest view: several events may come before the next drawing.
    setView((now) => next(clampView(now, frame), frame))
  }
  function toggle(at: Point) {
    change((now, within) => {
      if (now.scale > 1.001) return fitted
      const actual = actualScale(within, options.pictureWidth, devicePixelRatio)
      return zoomAt(now, Math.max(2, actual), at, within)
    }, true)
  }

  const controls: ZoomControls = {
    zoomIn: () => change((now, within) => zoomAt(now, zoomStep, middle, within), true),
    zoomOut: () => change((now, within) => zoomAt(now, 1 / zoomStep, middle, within), true),
    fit: () => change(() => fitted, true),
    toggle: () => toggle(middle),
    pan: (dx, dy) => {
      if (isZoomed) change((now, within) => panBy(now, dx, dy, within), true)
      return isZoomed
    },
  }

  function onPointerDown(event: PointerEvent) {
    if (event.button !== 0) return
    capture(event)
    fingers.current.set(event.pointerId, placeOf(event))
    if (fingers.current.size > 1) {
      if (touching.current) touching.current.hasPinched = true
      setDragged(null)
      return
    }
    touching.current = {
      start: placeOf(event),
      startedAtMs: event.timeStamp,
      hasPinched: false,
    }
  }

  function onPointerMove(event: PointerEvent) {
    const before = fingers.current.get(event.pointerId)
    if (!before) return
    const now = placeOf(event)
    const [, other] = [...fingers.current].find(([id]) => id !== event.pointerId) ?? []
    fingers.current.set(event.pointerId, now)
    if (other) {
      const grown = distance(now, other) / Math.max(1, distance(before, other))
      const [was, is] = [between(before, other), between(now, other)]
      change((view, within) => {
        const moved = panBy(view, is.x - was.x, is.y - was.y, within)
        return zoomAt(moved, grown, is, within)
      }, false)
    } else if (isZoomed) {
      change((view, within) => panBy(view, now.x - before.x, now.y - before.y, within), false)
    } else if (event.pointerType !== 'mouse' && touching.current?.hasPinched === false) {
      setSmooth(false)
      const { start } = touching.current
      setDragged({ x: now.x - start.x, y: Math.max(0, now.y - start.y) })
    }
  }

  function onPointerUp(event: PointerEvent) {
    if (!fingers.current.delete(event.pointerId) || fingers.current.size > 0) return
    const { current } = touching
    touching.current = null
    setSmooth(true)
    setDragged(null)
    if (!current || current.hasPinched || event.type === 'pointercancel') return
    if (event.pointerType === 'mouse') return
    touchedAtMs.current = event.timeStamp
    const at = placeOf(event)
    const [dx, dy] = [at.x - current.start.x, at.y - current.start.y]
    const ms = event.timeStamp - current.startedAtMs
    if (Math.hypot(dx, dy) < 12 && ms < doubleTapMs) tap(at, event.timeStamp)
    else if (!isZoomed) {
      const meant = swipeOf(dx, dy, ms)
      if (meant) options.onSwipe(meant)
    }
  }

  /** Not every browser makes a `dblclick` of two taps where touches are the page's own. */
  function tap(at: Point, atMs: number) {
    const isDouble =
      atMs - lastTap.current.atMs < doubleTapMs && distance(at, lastTap.current.at) < 40
    lastTap.current = { atMs: isDouble ? 0 : atMs, at }
    if (isDouble) toggle(at)
  }

  return {
    view,
    isSmooth,
    isZoomed,
    dragged: isZoomed ? null : dragged,
    controls,
    handlers: {
      onPointerDown,
      onPointerMove,
      onPointerUp,
      onPointerCancel: onPointerUp,
      onDblClick: (event: MouseEvent) => {
        // Taps were counted above.
        if (event.timeStamp - touchedAtMs.current > 1_000) toggle(placeOf(event))
      },
      onWheel: (event: WheelEvent) => {
        event.preventDefault()
        const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1
        const delta = event.deltaY * lines
        // A pinch on a trackpad comes as a wheel with ctrl, in small steps.
        const factor = Math.exp(-delta * (event.ctrlKey ? 0.01 : 0.0024))
        const at = placeOf(event)
        change((now, within) => zoomAt(now, factor, at, within), Math.abs(delta) > 40)
      },
    },
  }
}

/** Where an event is, from the middle of the element that listens. */
function placeOf(event: MouseEvent): Point {
  if (!(event.currentTarget instanceof Element)) return middle
  const box = event.currentTarget.getBoundingClientRect()
  return {
    x: event.clientX - box.left - box.width / 2,
    y: event.clientY - box.top - box.height / 2,
  }
}

function capture(event: PointerEvent) {
  if (event.currentTarget instanceof Element) event.currentTarget.setPointerCapture(event.pointerId)
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y)
}

function between(a: Point, b: Point): Point {
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 }
}
