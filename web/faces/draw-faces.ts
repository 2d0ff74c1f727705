import type { RecognizedFace } from '#contracts/face-api'
import type { FacePoint } from '#contracts/faces'

interface Look {
  isMirrored: boolean
  known: string
  unknown: string
  ground: string
}

/** Below, words about whom somebody is most like would lie over each other. */
const wordyWidth = 480

/** Draws boxes with names and similarities over a camera's picture; words are never mirrored. */
export function drawFaces(
  canvas: HTMLCanvasElement,
  faces: readonly Pick<RecognizedFace, 'box' | 'match' | 'candidates' | 'landmarks'>[],
  look: Look,
): void {
  const context = canvas.getContext('2d')
  if (!context) return
  const scale = devicePixelRatio
  const [width, height] = [canvas.clientWidth, canvas.clientHeight]
  canvas.width = Math.round(width * scale)
  canvas.height = Math.round(height * scale)
  context.scale(scale, scale)
  context.font = '600 13px system-ui, sans-serif'
  context.textBaseline = 'middle'
  const at = (x: number) => (look.isMirrored ? 1 - x : x) * width
  for (const { box, match, candidates, landmarks } of faces) {
    const colour = match ? look.known : look.unknown
    const left = at(look.isMirrored ? box.left + box.width : box.left)
    const top = box.top * height
    context.strokeStyle = colour
    context.lineWidth = 2
    context.strokeRect(left, top, box.width * width, box.height * height)
    context.fillStyle = colour
    for (const { x, y } of landmarks) context.fillRect(at(x) - 1, y * height - 1, 2, 2)
    const [nearest] = candidates
    const words = match
      ? `${match.name} ${percent(match.similarity)}`
      : nearest && width >= wordyWidth
        ? `unknown (${nearest.name} ${percent(nearest.similarity)})`
        : 'unknown'
    const wide = context.measureText(words).width + 12
    const from = Math.max(0, Math.min(left, width - wide))
    const over = top >= 24 ? top - 22 : top + box.height * height
    context.fillRect(from, Math.min(over, height - 22), wide, 22)
    context.fillStyle = look.ground
    context.fillText(words, from + 6, Math.min(over, height - 22) + 11.5)
  }
}

export function percent(similarity: number): string {
  return `${Math.round(similarity * 100)}%`
}

/** Landmarks as pixels, for whoever measures in them. */
export function inPixels(points: readonly FacePoint[], width: number, height: number): FacePoint[] {
  return points.map(({ x, y }) => ({ x: x * width, y: y * height }))
}
