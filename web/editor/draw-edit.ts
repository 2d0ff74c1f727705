import { applyTable, colourTable } from './colour-table.ts'
import { cropBox, type Edit, grownSize, type Size, turnedSize } from './edit-model.ts'
import { marginShare } from './edit-query.ts'

export interface Drawn {
  /** Of the picture, in the pixels of the original: what the canvas shows. */
  box: { left: number; top: number; width: number; height: number }
}

/**
 * Draws a picture as the edit makes it, on the device: its geometry by the canvas, its colours by a
 * table, what is written over it by the canvas again. `isWhole`: all of the straightened picture,
 * for somebody who draws the part to keep. `longestPx`: of the canvas.
 */
export function drawEdit(
  canvas: HTMLCanvasElement,
  source: { picture: CanvasImageSource; size: Size; mark: CanvasImageSource | null },
  edit: Edit,
  options: { isWhole: boolean; longestPx: number },
): Drawn {
  const { size } = source
  const turned = turnedSize(size, edit.turns)
  const grown = grownSize(turned, edit.straighten)
  const box = options.isWhole ? { left: 0, top: 0, ...grown } : cropBox(edit, turned)
  const scale = Math.min(1, options.longestPx / Math.max(box.width, box.height))
  canvas.width = Math.max(1, Math.round(box.width * scale))
  canvas.height = Math.max(1, Math.round(box.height * scale))
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (!context) return { box }
  context.imageSmoothingQuality = 'high'
  context.save()
  context.scale(canvas.width / box.width, canvas.height / box.height)
  context.translate(grown.width / 2 - box.left, grown.height / 2 - box.top)
  context.rotate((edit.straighten * Math.PI) / 180)
  if (edit.isMirrored) context.scale(-1, 1)
  context.rotate((edit.turns * Math.PI) / 2)
  context.drawImage(source.picture, -size.width / 2, -size.height / 2, size.width, size.height)
  context.restore()
  const table = colourTable(edit)
  if (table) {
    const pixels = context.getImageData(0, 0, canvas.width, canvas.height)
    applyTable(pixels.data, table)
    context.putImageData(pixels, 0, 0)
  }
  if (!options.isWhole) drawMarks(context, source.mark, edit)
  return { box }
}

function drawMarks(
  context: CanvasRenderingContext2D,
  picture: CanvasImageSource | null,
  { text, mark }: Edit,
): void {
  const { width, height } = context.canvas
  const shorter = Math.min(width, height)
  if (text && text.text.trim() !== '') {
    const line = (shorter * text.size) / 100
    context.save()
    // The home node writes with DejaVu Sans; Verdana is drawn to the same measures.
    context.font = `${line * 0.86}px "DejaVu Sans", Verdana, sans-serif`
    context.fillStyle = text.colour
    context.globalAlpha = text.opacity / 100
    context.textBaseline = 'middle'
    const size = { width: context.measureText(text.text).width, height: line }
    const { x, y } = placeOf(text.at, size, { width, height })
    context.fillText(text.text, x, y + line / 2)
    context.restore()
  }
  if (mark && picture instanceof HTMLImageElement) {
    const shown = (width * mark.scale) / 100
    const size = { width: shown, height: (shown * picture.naturalHeight) / picture.naturalWidth }
    const { x, y } = placeOf(mark.at, size, { width, height })
    context.save()
    context.globalAlpha = mark.opacity / 100
    context.drawImage(picture, x, y, size.width, size.height)
    context.restore()
  }
}

function placeOf(at: string, mark: Size, whole: Size): { x: number; y: number } {
  const gap = Math.min(whole.width, whole.height) * marginShare
  const along = (isFirst: boolean, isLast: boolean, size: number, room: number) =>
    isFirst ? gap : isLast ? room - size - gap : (room - size) / 2
  return {
    x: along(at.endsWith('west'), at.endsWith('east'), mark.width, whole.width),
    y: along(at.startsWith('north'), at.startsWith('south'), mark.height, whole.height),
  }
}
