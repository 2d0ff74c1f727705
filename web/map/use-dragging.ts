import type { RefObject } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { maxZoom } from '#contracts/map-levels'
import { moved, type Size, type View, zoomed } from './projection.ts'

interface Shown {
  view: View
  size: Size
  onView: (view: View) => void
}

interface Finger {
  left: number
  top: number
}

/** A drag begins beyond this: a tap that trembles is still a tap. */
const slackPx = 5

/** Moves a map by one finger or the mouse, zooms it by two fingers or the wheel. */
export function useDragging(frame: RefObject<HTMLElement | null>, shown: Shown) {
  // What is shown now, for listeners that are put on once.
  const now = useRef(shown)
  now.current = shown
  useEffect(() => {
    const element = frame.current
    if (!element) return
    const stop = new AbortController()
    const fingers = new Map<number, Finger>()
    let isDragging = false
    let begun: Finger = { left: 0, top: 0 }
    const pointOf = (event: MouseEvent): Finger => {
      const box = element.getBoundingClientRect()
      return { left: event.clientX - box.left, top: event.clientY - box.top }
    }
    const show = (view: View) => {
      now.current = { ...now.current, view }
      now.current.onView(view)
    }
    const zoomTo = (zoom: number, point: Finger) =>
      show(zoomed(now.current.view, now.current.size, { zoom, max: maxZoom }, point))
    const on = <Kind extends keyof HTMLElementEventMap>(
      kind: Kind,
      listener: (event: HTMLElementEventMap[Kind]) => void,
      options: AddEventListenerOptions = {},
    ) => element.addEventListener(kind, listener, { signal: stop.signal, ...options })
    on('pointerdown', (event) => {
      if (event.target instanceof Element && event.target.closest('.map-tools')) return
      fingers.set(event.pointerId, pointOf(event))
      begun = pointOf(event)
      isDragging = fingers.size > 1
    })
    on('pointermove', (event) => {
      const before = fingers.get(event.pointerId)
      if (!before) return
      const point = pointOf(event)
      if (!isDragging && apart(begun, point) < slackPx) return
      if (!isDragging) element.setPointerCapture(event.pointerId)
      isDragging = true
      fingers.set(event.pointerId, point)
      const { view, size } = now.current
      const other = [...fingers].find(([id]) => id !== event.pointerId)?.[1]
      if (!other) return show(moved(view, size, before.left - point.left, before.top - point.top))
      const middle = { left: (point.left + other.left) / 2, top: (point.top + other.top) / 2 }
      const ratio = Math.max(apart(point, other), 1) / Math.max(apart(before, other), 1)
      zoomTo(view.zoom + Math.log2(ratio), middle)
    })
    const end = (event: PointerEvent) => void fingers.delete(event.pointerId)
    on('pointerup', end)
    on('pointercancel', end)
    on('pointerleave', (event) => {
      if (!element.hasPointerCapture(event.pointerId)) end(event)
    })
    // The end of a drag is no click on what lies under it.
    on(
      'click',
      (event) => {
        if (!isDragging) return
        isDragging = false
        event.stopPropagation()
        event.preventDefault()
      },
      { capture: true },
    )
    on(
      'wheel',
      (event) => {
        event.preventDefault()
        const perLine = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 20 : 1
        const by = Math.min(Math.max(-event.deltaY * perLine * 0.004, -1), 1)
        zoomTo(now.current.view.zoom + by, pointOf(event))
      },
      { passive: false },
    )
    return () => stop.abort()
  }, [])
}

function apart(one: Finger, other: Finger): number {
  return Math.hypot(one.left - other.left, one.top - other.top)
}
