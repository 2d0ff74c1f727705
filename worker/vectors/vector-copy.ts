import { z } from 'zod'
import { fileKindSchema } from '#contracts/files'
import { fileIdSchema, folderIdSchema } from '#contracts/ids'
import type { ChangedFile } from './vector-changes.ts'
import type { IndexedFile } from './vector-table.ts'

const rowSchema = z.tuple([
  fileIdSchema,
  fileKindSchema,
  folderIdSchema.nullable(),
  z.number(),
  z.instanceof(ArrayBuffer),
])
const headSchema = z.object({ place: z.string(), change: z.int() })

/**
 * What a Durable Object keeps of D1's vectors, so that it need not read all of them again when it
 * wakes: the same rows in its own storage, and up to which change they are true.
 */
export class VectorCopy {
  readonly #storage: DurableObjectStorage

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage
  }

  /** Up to which change it is true for this place; 0, and empty, where it was of another. */
  open(place: string): number {
    this.#storage.sql.exec(`create table if not exists vectors (file_id text not null,
      frame integer not null, kind text not null, folder_id text, scale real not null,
      vector blob not null, primary key (file_id, frame)) without rowid`)
    const head = headSchema.safeParse(this.#storage.kv.get('head'))
    if (head.success && head.data.place === place) return head.data.change
    this.clear(place)
    return 0
  }

  /** Begins anew. */
  clear(place: string): void {
    this.#storage.transactionSync(() => {
      this.#storage.sql.exec('delete from vectors')
      this.#storage.kv.put('head', { place, change: 0 })
    })
  }

  /** Takes a page of changes over, all of it or nothing. */
  apply(place: string, changed: ChangedFile[], change: number): void {
    const { sql } = this.#storage
    this.#storage.transactionSync(() => {
      for (const { fileId, indexed } of changed) {
        sql.exec('delete from vectors where file_id = ?', fileId)
        for (const [frame, { values, scale }] of indexed?.frames.entries() ?? []) {
          const { kind, folderId } = indexed ?? {}
          const vector = values.slice().buffer
          sql.exec(
            'insert into vectors (file_id, frame, kind, folder_id, scale, vector) values (?, ?, ?, ?, ?, ?)',
            ...[fileId, frame, kind, folderId, scale, vector],
          )
        }
      }
      this.#storage.kv.put('head', { place, change })
    })
  }

  /** All files, one after the other. */
  *files(): Generator<IndexedFile> {
    let file: IndexedFile | undefined
    const rows = this.#storage.sql.exec(
      'select file_id, kind, folder_id, scale, vector from vectors order by file_id, frame',
    )
    for (const row of rows.raw()) {
      const [fileId, kind, folderId, scale, vector] = rowSchema.parse(row)
      if (file?.fileId !== fileId) {
        if (file) yield file
        file = { fileId, kind, folderId, frames: [] }
      }
      file.frames.push({ values: new Int8Array(vector), scale })
    }
    if (file) yield file
  }
}
