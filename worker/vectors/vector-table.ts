import type { FileKind } from '#contracts/files'
import type { FileId, FolderId } from '#contracts/ids'
import { type VectorHit, VectorIndexError, type VectorQuery } from '#contracts/vectors'
import { type QuantisedVector, quantiseQuery } from './quantise.ts'
import type { Rows } from './rows.ts'
import { takeBest } from './take-best.ts'

/** What an index knows of a file: its frames, and what a query may narrow to. */
export interface IndexedFile {
  fileId: FileId
  kind: FileKind
  folderId: FolderId | null
  /** In the order of time. None: the file is not to be found. */
  frames: QuantisedVector[]
}

const none = -1

/**
 * Vectors in memory, searched one by one. A vector has a row; a removed row is filled with the last,
 * so that there are never holes. The frames of a film are chained, and the best of them counts.
 * For 100,000 pictures it takes about 12 MB besides the rows.
 */
export class VectorTable {
  readonly #dimensions: number
  readonly #rows: Rows
  #count = 0
  #scales = new Float32Array(64)
  #similarities = new Float32Array(64)
  /** The next frame of the same file, or none. */
  #next = new Int32Array(64)
  #kinds = new Uint8Array(64)
  #folders = new Int32Array(64)
  readonly #files: FileId[] = []
  readonly #firstRow = new Map<FileId, number>()
  readonly #kindNumbers = new Map<FileKind, number>()
  readonly #folderNumbers = new Map<FolderId | null, number>()

  constructor(dimensions: number, rows: Rows) {
    this.#dimensions = dimensions
    this.#rows = rows
  }

  /** How many vectors there are. */
  get count(): number {
    return this.#count
  }

  /** Memory of its rows, by far the largest part of what it takes. */
  get rowBytes(): number {
    return this.#rows.bytes
  }

  /** Puts a file in place of what was known of it. Frames of other dimensions are left out. */
  put(file: IndexedFile): void {
    this.remove(file.fileId)
    let before = none
    for (const { values, scale } of file.frames) {
      if (values.length !== this.#dimensions) continue
      const row = this.#count++
      this.#makeRoomFor(row)
      this.#rows.set(row, values)
      this.#scales[row] = scale
      this.#next[row] = none
      this.#kinds[row] = numberOf(this.#kindNumbers, file.kind)
      this.#folders[row] = numberOf(this.#folderNumbers, file.folderId)
      this.#files[row] = file.fileId
      if (before === none) this.#firstRow.set(file.fileId, row)
      else this.#next[before] = row
      before = row
    }
  }

  remove(fileId: FileId): void {
    for (let row = this.#firstRow.get(fileId); row !== undefined; ) {
      const next = this.#next[row] ?? none
      if (next === none) this.#firstRow.delete(fileId)
      else this.#firstRow.set(fileId, next)
      this.#fillWithLast(row)
      // The last row may have been the next frame: the map knows where it lies now.
      row = this.#firstRow.get(fileId)
    }
  }

  /** The most similar files. Throws `VectorIndexError` (`bad_vector`) for other dimensions. */
  nearest(query: VectorQuery): VectorHit[] {
    if (query.vector.length !== this.#dimensions) {
      throw new VectorIndexError('bad_vector', `This model has ${this.#dimensions} dimensions.`)
    }
    this.#measure(query.vector)
    this.#keepBestFrames()
    const rows = takeBest(
      this.#similarities.subarray(0, this.#count),
      query.topK,
      this.#test(query),
    )
    return rows.flatMap((row) => {
      const [fileId, similarity] = [this.#files[row], this.#similarities[row]]
      if (fileId === undefined || similarity === undefined) return []
      return [{ fileId, similarity: Math.max(-1, Math.min(1, similarity)) }]
    })
  }

  #measure(vector: Float32Array): void {
    const { values, scale } = quantiseQuery(vector)
    this.#rows.multiply(values, this.#count, (first, products) => {
      for (let index = 0; index < products.length; index++) {
        const row = first + index
        this.#similarities[row] = (products[index] ?? 0) * ((this.#scales[row] ?? 0) * scale)
      }
    })
  }

  /** Each film's first row gets the best of its frames, and the others fall out. */
  #keepBestFrames(): void {
    if (this.#firstRow.size === this.#count) return
    for (const first of this.#firstRow.values()) {
      let best = this.#similarities[first] ?? 0
      for (let row = this.#next[first] ?? none; row !== none; row = this.#next[row] ?? none) {
        best = Math.max(best, this.#similarities[row] ?? 0)
        this.#similarities[row] = Number.NEGATIVE_INFINITY
      }
      this.#similarities[first] = best
    }
  }

  /** Whether a row fulfils what the query narrows to; null: every one does. */
  #test({ kind, folderIds }: VectorQuery): ((row: number) => boolean) | null {
    if (kind === undefined && folderIds === undefined) return null
    const kindNumber = kind === undefined ? null : (this.#kindNumbers.get(kind) ?? none)
    const folders = folderIds && new Set(folderIds.map((id) => this.#folderNumbers.get(id) ?? none))
    return (row) =>
      (kindNumber === null || this.#kinds[row] === kindNumber) &&
      (folders === undefined || folders.has(this.#folders[row] ?? none))
  }

  #fillWithLast(row: number): void {
    const last = --this.#count
    const lastFile = this.#files.pop()
    if (row === last || lastFile === undefined) return
    this.#relink(lastFile, last, row)
    this.#rows.copy(last, row)
    this.#files[row] = lastFile
    for (const column of [this.#scales, this.#next, this.#kinds, this.#folders]) {
      column[row] = column[last] ?? none
    }
  }

  /** Whoever named row `from` of a file names row `to`. */
  #relink(fileId: FileId, from: number, to: number): void {
    let row = this.#firstRow.get(fileId) ?? none
    if (row === from) {
      this.#firstRow.set(fileId, to)
      return
    }
    for (; row !== none; row = this.#next[row] ?? none) {
      if (this.#next[row] === from) {
        this.#next[row] = to
        return
      }
    }
  }

  #makeRoomFor(row: number): void {
    if (row < this.#scales.length) return
    const length = Math.ceil(this.#scales.length * 1.25)
    this.#scales = widened(this.#scales, new Float32Array(length))
    this.#similarities = new Float32Array(length)
    this.#next = widened(this.#next, new Int32Array(length))
    this.#kinds = widened(this.#kinds, new Uint8Array(length))
    this.#folders = widened(this.#folders, new Int32Array(length))
  }
}

function widened<Column extends Float32Array | Int32Array | Uint8Array>(
  column: Column,
  wider: Column,
): Column {
  wider.set(column)
  return wider
}

function numberOf<Key>(numbers: Map<Key, number>, key: Key): number {
  const known = numbers.get(key)
  if (known !== undefined) return known
  numbers.set(key, numbers.size)
  return numbers.size - 1
}
