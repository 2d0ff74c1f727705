import type { FileId } from '#contracts/ids'
import type { OutputFormat } from '#contracts/recipe'
import type { ImageWatermark, Step } from '#contracts/recipe-steps'

/** One parameter as it stands in a query or a chain, decoded. Their order is the order of the steps. */
export type Entry = readonly [name: string, value: string]

/** A watermark whose picture is still named by file: hashes are looked up when access was checked. */
export type DraftStep =
  | Exclude<Step, ImageWatermark>
  | (Omit<ImageWatermark, 'image'> & { image: FileId })

/** What was asked of the encoding; what is absent depends on the source and on who asks. */
export interface DraftOutput {
  format?: OutputFormat | 'auto'
  quality?: number | 'auto'
  compress?: true
  progressive?: true
  metadata?: 'keep'
  maxBytes?: number
  /** Only the first frame of an animated source. */
  firstFrame?: true
  /** Of the original: without the edit that the picture has. */
  ofOriginal?: true
}

/** What a query says, before it meets a picture. Steps are canonical but for the names of watermarks. */
export interface Draft {
  steps: DraftStep[]
  output: DraftOutput
}

/** What has to be known of a source to make a recipe of a draft. */
export interface SourceFacts {
  mimeType: string
  isAnimated: boolean
}
