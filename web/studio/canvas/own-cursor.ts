import { chosen, line, people, tellCursor } from '../sync/canvas-sync.ts'
import type { Point } from './boxes.ts'

/** As often as others see one's pointer move. */
const restMs = 60
let at: Point | null = null
let timer: ReturnType<typeof setTimeout> | undefined

/** This page's pointer is at a point of the canvas, or not on it. Told while somebody is there to see. */
export function pointAt(point: Point | null) {
  at = point
  tellSoon()
}

export function tellSoon() {
  if (people.value.length < 2 || line.value !== 'live') return
  if (timer !== undefined) return
  timer = setTimeout(() => {
    timer = undefined
    tellCursor({
      at: at && { x: Math.round(at.x), y: Math.round(at.y) },
      chosen: chosen.value.slice(0, 100),
    })
  }, restMs)
}
