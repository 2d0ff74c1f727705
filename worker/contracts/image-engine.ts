import type { Sha256 } from './ids.ts'
import type { Recipe } from './recipe.ts'
import type { PixelSize } from './recipe-size.ts'

/** A source picture: an engine that already holds these bytes (by hash) need not open them. */
export interface ImageSource {
  sha256: Sha256
  sizeBytes: number
  /** What is known of it beforehand: its type by its bytes, and its sides when it is upright. */
  picture?: { mimeType: string; size: PixelSize | null }
  /** Whether a disk of the home node has it. */
  isOnDisk?: () => Promise<boolean>
  /** What a caller just sent: no disk has it, and it goes along with the first question. */
  bytes?: Uint8Array
  open(): Promise<ReadableStream<Uint8Array>>
}

/**
 * Who makes pictures: the home node, Cloudflare Images at the edge, or both, the edge what comes
 * first and the home node the rest.
 */
export const imageMakers = ['home', 'edge', 'edge-and-home'] as const
export type ImageMaker = (typeof imageMakers)[number]

export interface MadeImage {
  body: ReadableStream<Uint8Array>
  mimeType: string
  width: number
  height: number
  /** Where it was made, when there is more than one engine. */
  maker?: ImageMaker
}

export type ImageEngineCode =
  | 'undecodable'
  | 'too_large'
  | 'capability_missing'
  | 'offline'
  | 'try_again'

/** Why a picture could not be made. `retryable` says whether asking again later can help. */
export class ImageEngineError extends Error {
  readonly code: ImageEngineCode
  readonly retryable: boolean
  constructor(code: ImageEngineCode, detail: string, cause?: unknown) {
    super(detail, { cause })
    this.name = 'ImageEngineError'
    this.code = code
    this.retryable = code === 'offline' || code === 'try_again'
  }
}

/**
 * Makes derived pictures. Rejects with `ImageEngineError` only. `overlays` holds every picture that
 * the recipe draws (`overlaysOf`), each once.
 */
export interface ImageEngine {
  run(recipe: Recipe, source: ImageSource, overlays?: ImageSource[]): Promise<MadeImage>
}
