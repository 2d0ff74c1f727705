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
 * Encodes at `quality`. Under 100 that means fewer colours for PNG and GIF, which know no other way;
 * `compress` spends about three times as long to save a tenth or more.
 */
export function encode(pipeline: Sharp, output: RecipeOutput, timing: Timing | null): Sharp {
  const { format, quality, compress = false, progressive = false } = output
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
      return pipeline.avif({ quality, effort: compress ? 4 : 2 })
    case 'gif':
      return pipeline.gif({ colours: coloursAt(quality), effort: compress ? 10 : 7, ...timing })
  }
}

/** 256 colours at full quality, 26 at the lowest that is tried. */
function coloursAt(quality: number): number {
  return Math.max(2, Math.round((256 * quality) / 100))
}
