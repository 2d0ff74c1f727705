import type { Sharp } from 'sharp'
import type { OutputFormat, RecipeOutput } from '#contracts/recipe'
import { webpEffort } from '../images/decode.ts'
import type { Timing } from './open-work.ts'

export const mimeTypes = {
  webp: 'image/webp',
  jpeg: 'image/jpeg',
  png: 'image/png',
  avif: 'image/avif',
  gif: 'image/gif',
} satisfies Record<OutputFormat, string>

/**
 * Encodes at `quality`; `pixels` are those of all frames. Under 100 that means fewer colours for PNG and GIF, which know no other way.
 * `compress` takes longer and saves some: a palette in PNG most, the efforts of AVIF and WebP little.
 */
export function encode(
  pipeline: Sharp,
  output: RecipeOutput,
  quality: number,
  pixels: number,
  timing: Timing | null,
): Sharp {
  const { format, compress = false, progressive = false } = output
  switch (format) {
    case 'webp':
      return pipeline.webp({ quality, effort: compress ? 5 : webpEffort, ...timing })
    case 'jpeg':
      // JPEG has no transparency: what shows through is white, not black.
      return pipeline
        .flatten({ background: '#ffffff' })
        .jpeg({ quality, progressive, mozjpeg: compress })
    case 'png':
      return quality < 100 || compress
        ? pipeline.png({ progressive, palette: true, quality, effort: compress ? 10 : 7 })
        : pipeline.png({ progressive })
    case 'avif':
      return pipeline.avif({ quality, effort: compress ? 3 : 2 })
    case 'gif':
      return pipeline.gif({ ...coloursAt(quality, pixels), effort: compress ? 7 : 3, ...timing })
  }
}

/** Above this many pixels a GIF gets no dots that feign colours: they would double its seconds. */
const maxDitheredPixels = 4_000_000

/** GIF knows 256, 16 or 4 colours, and dots that feign more: all that quality can mean for it. */
function coloursAt(quality: number, pixels: number): { colours: number; dither: number } {
  if (quality === 100) return { colours: 256, dither: pixels > maxDitheredPixels ? 0 : 1 }
  if (quality >= 60) return { colours: 256, dither: 0 }
  return { colours: quality >= 30 ? 16 : 4, dither: 0 }
}
