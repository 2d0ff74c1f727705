import type { FileKind } from './files.ts'
import type { FileId, FolderId, SpaceId } from './ids.ts'

/** Vectors that may be compared: of one space, by one model and pipeline (`clip-vit-b32@1`). */
export interface VectorNamespace {
  spaceId: SpaceId
  model: string
}

export interface VectorQuery {
  /** Of length 1, with the dimensions of the model. */
  vector: Float32Array
  /** 1 to 1,000. An adapter whose store gives fewer says so by giving fewer. */
  topK: number
  kind?: FileKind | undefined
  /** Only files that lie in one of these folders, at most 500. */
  folderIds?: FolderId[] | undefined
}

/** `similarity` is the cosine, −1 to 1, of the file's best frame. */
export interface VectorHit {
  fileId: FileId
  similarity: number
}

export class VectorIndexError extends Error {
  readonly code: 'bad_vector' | 'bad_query' | 'unavailable'
  constructor(code: VectorIndexError['code'], detail: string, cause?: unknown) {
    super(detail, { cause })
    this.name = 'VectorIndexError'
    this.code = code
  }
}

/** Which adapter answers: `VECTOR_INDEX`. */
export const vectorIndexKinds = ['durable', 'vectorize'] as const
export type VectorIndexKind = (typeof vectorIndexKinds)[number]

/**
 * Finds the nearest vectors. D1 has them all (`embeddings`), with a number for each change; an index
 * follows those numbers, may be lost, and is built again from there. What it answers are candidates:
 * whoever asks checks in D1 whether each file is alive and may be seen. Rejects with
 * `VectorIndexError` only.
 */
export interface VectorIndex {
  readonly kind: VectorIndexKind
  /**
   * Takes over what D1 has that the index has not, some thousand vectors a call. Answers the number
   * of the change up to which it is true now.
   */
  follow(namespace: VectorNamespace): Promise<number>
  /**
   * The most similar files first, each once. Knows what was written, moved, trashed and purged before,
   * also when nobody had it follow.
   */
  query(namespace: VectorNamespace, query: VectorQuery): Promise<VectorHit[]>
  /** Forgets everything of a namespace. D1 keeps what it has. */
  drop(namespace: VectorNamespace): Promise<void>
}
