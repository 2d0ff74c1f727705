import type { EmbeddingFound } from '#contracts/found'
import { vectorToText } from '#contracts/vector-text'

/** Turns pictures and texts into vectors by the models that are there. */
export interface Embedder {
  /** The chosen model and its pipeline (`clip-vit-b32@1`), by which pictures are embedded; null: it is not there. */
  model(): string | null
  /** All models that can embed texts now, the chosen one first. */
  textModels(): string[]
  /**
   * Embeds encoded pictures of any format (a rendition will do), up to 64 at once, better several
   * than one. A vector has length 1; null where a picture cannot be decoded. Resolves to null when
   * no model is ready; rejects when the model cannot run now, which is not the pictures' fault.
   */
  embedPictures(pictures: Uint8Array[]): Promise<PictureEmbeddings | null>
  /** Embeds texts, by `model` or the chosen one. Resolves to null when that model is not there. */
  embedTexts(texts: string[], model?: string): Promise<TextVectors | null>
}

export interface PictureEmbeddings {
  model: string
  /** In the order of the pictures. */
  vectors: (Float32Array | null)[]
}

export interface TextVectors {
  model: string
  vectors: Float32Array[]
}

/** A vector as `index-file` reports it. `atMs`: of a film, at which time. */
export function toEmbeddingFound(
  model: string,
  vector: Float32Array,
  atMs: number | null = null,
): EmbeddingFound {
  return { model, atMs, values: vectorToText(vector) }
}

/** Of a home node without any model. */
export const noEmbedder: Embedder = {
  model: () => null,
  textModels: () => [],
  embedPictures: async () => null,
  embedTexts: async () => null,
}
