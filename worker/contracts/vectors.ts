import type { FileKind } from './files.ts'
import type { FileId, FolderId, SpaceId } from './ids.ts'

/** Vectors that may be compared: of one space, by one model and pipeline (`clip-vit-b32@1`). */
export interface VectorNamespace {
  spaceId: SpaceId
  model: string
}

export interface VectorItem {
  fileId: FileId
  /** 0 of a picture; 0, 1, 2 of a film, whose best frame counts. */
  frame: number
  /** Of length 1. */
  vector: Float32Array
  /** What a query may narrow to. */
  kind: FileKind
  folderId: FolderId | null
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

/**
 * Finds the nearest vectors. D1 has them all; an index may be lost and is built again from there.
 * What it answers are candidates: whoever asks checks in D1 whether each file is alive and may be
 * seen. Writing what is there already, and removing what is not, change nothing.
 * Rejects with `VectorIndexError` only.
 */
export interface VectorIndex {
  upsert(namespace: VectorNamespace, items: VectorItem[]): Promise<void>
  remove(namespace: VectorNamespace, fileIds: FileId[]): Promise<void>
  /** The most similar files first, each once. What was written before is found. */
  query(namespace: VectorNamespace, query: VectorQuery): Promise<VectorHit[]>
}
