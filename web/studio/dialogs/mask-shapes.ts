/** Something painted: in parts of the picture's sides, so that it holds at every size. */
export type MaskShape =
  | { kind: 'line'; points: { x: number; y: number }[]; width: number }
  | { kind: 'box'; x: number; y: number; width: number; height: number }

/** The brush, as a part of the picture's longer side. */
export const brushes = { min: 0.02, usual: 0.08, max: 0.25 }

/** A box of percents as somebody typed them, kept within the picture; null where nothing is left. */
export function boxOf(percent: {
  left: number
  top: number
  width: number
  height: number
}): MaskShape | null {
  const within = (value: number) => Math.min(1, Math.max(0, value / 100))
  const [x, y] = [within(percent.left), within(percent.top)]
  const width = Math.min(within(percent.width), 1 - x)
  const height = Math.min(within(percent.height), 1 - y)
  return width > 0 && height > 0 ? { kind: 'box', x, y, width, height } : null
}

/** Paints the shapes in one colour onto a picture of that many pixels. */
export function paint(
  on: CanvasRenderingContext2D,
  shapes: readonly MaskShape[],
  colour: string,
  { width, height }: { width: number; height: number },
) {
  on.fillStyle = colour
  on.strokeStyle = colour
  on.lineCap = 'round'
  on.lineJoin = 'round'
  for (const shape of shapes) {
    if (shape.kind === 'box') {
      on.fillRect(shape.x * width, shape.y * height, shape.width * width, shape.height * height)
      continue
    }
    const [first, ...rest] = shape.points
    if (!first) continue
    on.lineWidth = shape.width * Math.max(width, height)
    on.beginPath()
    on.moveTo(first.x * width, first.y * height)
    // A touch without a way is a dot.
    for (const point of rest.length > 0 ? rest : [first])
      on.lineTo(point.x * width, point.y * height)
    on.stroke()
  }
}

/** White where it is made anew, black where it stays: a PNG as base64, as prompts carry it. */
export function maskOf(
  shapes: readonly MaskShape[],
  size: { width: number; height: number },
): string {
  const canvas = Object.assign(document.createElement('canvas'), size)
  const on = canvas.getContext('2d')
  if (!on) throw new Error('no canvas to draw on')
  on.fillStyle = '#000'
  on.fillRect(0, 0, size.width, size.height)
  paint(on, shapes, '#fff', size)
  return canvas.toDataURL('image/png').slice('data:image/png;base64,'.length)
}
