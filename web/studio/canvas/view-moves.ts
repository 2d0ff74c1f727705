import { canvas, chosen } from '../sync/canvas-sync.ts'
import { stageSize, type View, view } from '../sync/view.ts'
import { around, type Box, grown, holds, type Point } from './boxes.ts'

const minScale = 0.05
const maxScale = 4
/** What stays free around what is fitted, in CSS pixels: heads and bars lie there. */
const margin = { x: 64, top: 136, bottom: 190 }
const glideMs = 260

/** Where a point of the stage (CSS pixels from its corner) is on the canvas. */
export function toCanvas({ x, y }: Point): Point {
  const now = view.value
  return { x: now.x + x / now.scale, y: now.y + y / now.scale }
}

/** Where something of the canvas is on the stage, in CSS pixels. */
export function toStage(box: Box, from: View = view.value): Box {
  return {
    x: (box.x - from.x) * from.scale,
    y: (box.y - from.y) * from.scale,
    width: box.width * from.scale,
    height: box.height * from.scale,
  }
}

export function seen(): Box {
  const { x, y, scale } = view.value
  return { x, y, width: stageSize.value.width / scale, height: stageSize.value.height / scale }
}

/** Moves what is seen by so many CSS pixels. */
export function panBy(dx: number, dy: number) {
  stopGliding()
  const { x, y, scale } = view.value
  view.value = { x: x + dx / scale, y: y + dy / scale, scale }
}

/** Makes everything `factor` times as large about a point of the stage, which stays where it is. */
export function zoomAt(at: Point, factor: number) {
  stopGliding()
  view.value = zoomed(view.value, at, factor)
}

/** The same about the middle, as a glide. */
export function zoomBy(factor: number) {
  glideTo(zoomed(target ?? view.value, middle(), factor))
}

export function zoomTo(scale: number) {
  zoomBy(scale / (target ?? view.value).scale)
}

/** Shows everything there is, at most as large as it is. */
export function fitAll() {
  const box = around(canvas.value.values())
  if (box) glideTo(fitted(box))
}

/** Shows what is chosen, or everything. */
export function fitChosen() {
  const box = around(chosen.value.flatMap((id) => canvas.value.get(id) ?? []))
  if (box) glideTo(fitted(box))
  else fitAll()
}

/** Shows a part of the canvas whole. */
export function fitBox(box: Box) {
  glideTo(fitted(box))
}

/** Without a glide: how a canvas is first seen. */
export function showAll() {
  const box = around(canvas.value.values())
  stopGliding()
  const { width, height } = stageSize.value
  view.value = box ? fitted(box) : { x: -width / 2, y: -height / 2, scale: 1 }
}

/** Glides just so far that a box is seen whole. */
export function reveal(box: Box) {
  const { scale } = view.value
  if (holds(seen(), grown(box, 16 / scale))) return
  const { width, height } = stageSize.value
  glideTo({
    x: box.x + box.width / 2 - width / 2 / scale,
    y: box.y + box.height / 2 - height / 2 / scale,
    scale,
  })
}

/** The same as `panBy`, as a glide. */
export function glideBy(dx: number, dy: number) {
  const { x, y, scale } = target ?? view.value
  glideTo({ x: x + dx / scale, y: y + dy / scale, scale })
}

/** Moves so that a point of the canvas is in the middle. */
export function centreOn({ x, y }: Point) {
  const { width, height } = stageSize.value
  const { scale } = view.value
  stopGliding()
  view.value = { x: x - width / 2 / scale, y: y - height / 2 / scale, scale }
}

function fitted(box: Box): View {
  const { width, height } = stageSize.value
  const isNarrow = width < 600
  const side = isNarrow ? 20 : margin.x
  const free = { width: width - 2 * side, height: height - margin.top - margin.bottom }
  const scale = clamped(Math.min(free.width / box.width, free.height / box.height, 1))
  return {
    x: box.x + box.width / 2 - width / 2 / scale,
    y: box.y + box.height / 2 - (margin.top + free.height / 2) / scale,
    scale,
  }
}

function zoomed(from: View, at: Point, factor: number): View {
  const scale = clamped(from.scale * factor)
  return {
    x: from.x + at.x / from.scale - at.x / scale,
    y: from.y + at.y / from.scale - at.y / scale,
    scale,
  }
}

const clamped = (scale: number) => Math.min(maxScale, Math.max(minScale, scale))
const middle = () => ({ x: stageSize.value.width / 2, y: stageSize.value.height / 2 })

let frame = 0
let target: View | null = null

function stopGliding() {
  cancelAnimationFrame(frame)
  target = null
}

function glideTo(to: View) {
  stopGliding()
  if (matchMedia('(prefers-reduced-motion: reduce)').matches) {
    view.value = to
    return
  }
  const from = view.value
  const begun = performance.now()
  target = to
  const step = (now: number) => {
    const part = Math.min(1, Math.max(0, (now - begun) / glideMs))
    const eased = 1 - (1 - part) ** 3
    // Scales are multiplied, so that each frame seems as large a step as the next.
    const scale = from.scale * (to.scale / from.scale) ** eased
    view.value =
      part === 1 ? to : { x: mix(from.x, to.x, eased), y: mix(from.y, to.y, eased), scale }
    if (part < 1) frame = requestAnimationFrame(step)
    else target = null
  }
  frame = requestAnimationFrame(step)
}

const mix = (from: number, to: number, part: number) => from + (to - from) * part
