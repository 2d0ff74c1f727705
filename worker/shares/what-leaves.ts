import type { ShareState } from './share-state.ts'
import { canStrip } from './strip/strip-metadata.ts'
import type { ShownFile } from './visitor-queries.ts'

type Leaving = Pick<ShownFile, 'kind' | 'mimeType' | 'name' | 'shownEdit'>
type Policy = Pick<ShareState, 'downloads' | 'stripsMetadata' | 'watermark'>

/** Types of which the home node makes a JPEG that says nothing, since their own bytes cannot be cleaned here. */
const remade = new Set(['image/heic', 'image/heif', 'image/avif', 'image/bmp'])

/** Names of pictures and films that nobody recognised by their bytes: raw files, above all. */
const telling =
  /\.(3fr|arw|avi|braw|cr[23w]|dcr|dng|erf|fff|heics?|heifs?|hif|insp|insv|jpe?g|jxl|k25|kdc|m2ts|m4v|mef|mkv|mos|mov|mp4|mrw|mts|nef|nrw|orf|pef|psd|raf|raw|rw2|rwl|sr2|srf|srw|thm|tiff?|x3f|xmp)$/i

/**
 * How an original leaves through a link, if it does at all: that of an edited picture does not, nor
 * what a watermark belongs over. Where metadata is stripped, a picture that
 * cannot be cleaned stays here, and so do films: their places and serial numbers lie in many boxes.
 */
export function wayOut(policy: Policy, file: Leaving): 'as-it-is' | 'stripped' | 'remade' | null {
  // Who cut something off, or hid it, did not mean to give it away with the original.
  if (policy.downloads !== 'originals' || file.shownEdit > 0) return null
  if (policy.watermark !== null && file.kind !== 'other') return null
  if (!policy.stripsMetadata) return 'as-it-is'
  if (canStrip(file.mimeType)) return 'stripped'
  if (file.kind === 'image') return remade.has(file.mimeType) ? 'remade' : null
  const isMedia = /^(image|video|audio)\//.test(file.mimeType) || telling.test(file.name)
  return file.kind === 'other' && !isMedia ? 'as-it-is' : null
}
