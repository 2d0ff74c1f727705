import type { Earth } from './earth.ts'
import { type Size, sideOf, type View } from './projection.ts'

/** Paints the part of the earth that is shown, in the colours of the theme. */
export function drawEarth(canvas: HTMLCanvasElement, earth: Earth | null, view: View, size: Size) {
  const context = canvas.getContext('2d')
  if (!context) return
  const sharpness = Math.min(devicePixelRatio, 2)
  const [width, height] = [Math.round(size.width * sharpness), Math.round(size.height * sharpness)]
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height })
  const style = getComputedStyle(canvas)
  const colour = (name: string) => style.getPropertyValue(name)
  context.setTransform(1, 0, 0, 1, 0, 0)
  context.fillStyle = colour('--map-water')
  context.fillRect(0, 0, width, height)
  if (earth === null) return
  const side = sideOf(view.zoom) * sharpness
  const top = height / 2 - view.y * side
  // The earth repeats to both sides as often as it is seen; what lies on the date line hangs over.
  const first = Math.floor(view.x - width / 2 / side) - 1
  const last = Math.floor(view.x + width / 2 / side) + 1
  for (let round = first; round <= last; round++) {
    context.setTransform(side, 0, 0, side, width / 2 + (round - view.x) * side, top)
    context.fillStyle = colour('--map-land')
    context.fill(earth.land, 'evenodd')
    context.strokeStyle = colour('--map-line')
    context.lineWidth = sharpness / side
    context.stroke(earth.lines)
  }
}
