import type { Sha256 } from './ids.ts'
import type { Recipe } from './recipe.ts'

/** A source picture: an engine that already holds these bytes (by hash) need not open them. */
export interface ImageSource {
  sha256: Sha256
  sizeBytes: number
  open(): Promise<ReadableStream<Uint8Array>>
}

export interface MadeImage {
  body: ReadableStream<Uint8Array>
  mimeType: string
  width: number
  height: number
}

export type ImageEngineCode = 'undecodable' | 'too_large' | 'capability_missing' | 'offline'

/** Why a picture could not be made. `retryable` says whether asking again later can help. */
export class ImageEngineError extends Error {
  readonly code: ImageEngineCode
  readonly retryable: boolean
  constructor(code: ImageEngineCode, detail: string, cause?: unknown) {
    super(detail, { cause })
    this.name = 'ImageEngineError'
    this.code = code
    this.retryable = code === 'offline'
  }
}

/**
 * Makes derived pictures. Rejects with `ImageEngineError` only. `overlays` holds every picture that
 * the recipe draws (`overlaysOf`), each once.
 */
export interface ImageEngine {
  run(recipe: Recipe, source: ImageSource, overlays?: ImageSource[]): Promise<MadeImage>
}
