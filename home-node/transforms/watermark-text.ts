import { fileURLToPath } from 'node:url'
import sharp, { type Sharp } from 'sharp'
import type { PixelSize } from '#contracts/recipe-size'
import type { TextWatermark } from '#contracts/recipe-steps'
import { toRaster } from '../images/decode.ts'
import { faded, stamp } from './stamp.ts'
import type { Work } from './work.ts'

/** DejaVu: Latin, Greek, Cyrillic, Hebrew, Arabic and more. Other letters come from the machine. */
const fonts: Record<TextWatermark['font'], { family: string; file: string }> = {
  sans: {
    family: 'DejaVu Sans',
    file: fileURLToPath(import.meta.resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf')),
  },
  serif: {
    family: 'DejaVu Serif',
    file: fileURLToPath(import.meta.resolve('dejavu-fonts-ttf/ttf/DejaVuSerif.ttf')),
  },
  mono: {
    family: 'DejaVu Sans Mono',
    file: fileURLToPath(import.meta.resolve('dejavu-fonts-ttf/ttf/DejaVuSansMono.ttf')),
  },
}

/** Pixels of a letter at which a text is measured before it is drawn. */
const measurePx = 24

/**
 * Draws a text over the picture, as large as asked for and smaller where it would not fit into it, so
 * that neither a picture nor the memory can be outgrown. A text of nothing but blanks draws nothing.
 */
export async function drawText(work: Work, step: TextWatermark): Promise<Work> {
  if (printable(step.text).trim() === '') return work
  const size = step.size ?? Math.max(12, Math.round(shorterSide(work.size) / 20))
  const measured = await measure(step)
  if (measured === null) return work
  const most = Math.min(work.size.width / measured.width, work.size.height / measured.height)
  const letterPx = Math.max(1, Math.min(size, Math.floor(measurePx * most)))
  const mark = await toRaster(textPipeline(step, letterPx).ensureAlpha())
  return await stamp(work, await faded(mark, opacityOf(step)), step)
}

/** Size of the text at `measurePx`; null where Pango finds nothing to draw, in zero-width spaces say. */
async function measure(step: TextWatermark): Promise<PixelSize | null> {
  try {
    return await textPipeline(step, measurePx).metadata()
  } catch (error) {
    if (error instanceof Error && error.message.includes('no text to render')) return null
    throw error
  }
}

function shorterSide({ width, height }: PixelSize): number {
  return Math.min(width, height)
}

/** The step's opacity and that of its colour, together, in percent. */
function opacityOf({ opacity = 100, colour }: TextWatermark): number {
  const ofColour = colour.length > 7 ? Number.parseInt(colour.slice(7), 16) / 255 : 1
  return opacity * ofColour
}

function textPipeline({ text, font, colour }: TextWatermark, letterPx: number): Sharp {
  const { family, file } = fonts[font]
  return sharp({
    text: {
      text: `<span foreground="${colour.slice(0, 7)}">${asMarkup(printable(text))}</span>`,
      font: `${family} ${letterPx}`,
      fontfile: file,
      // At 72 dots per inch a point is a pixel.
      dpi: 72,
      rgba: true,
    },
  })
}

/** Pango reads markup: what means something there is written as what it stands for. */
function asMarkup(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

/** Without control characters, which XML cannot hold, and without halves of surrogate pairs. */
function printable(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\p{Cc}\uFFFE\uFFFF]/gu, (found) => (found === '\n' ? found : ''))
}
