import { z } from 'zod'
import { sha256Schema } from '#contracts/ids'
import { type LaneUpload, laneUploadSchema } from './lane-messages.ts'

/** A stretch of bytes as an object of its own, until its part is whole. */
export interface Piece {
  offset: number
  sizeBytes: number
}

/** What became durable in R2, and how the upload stands with it. */
export type Step = { offset: number; hash: Uint8Array } & (
  | { kind: 'part'; number: number; etag: string }
  | { kind: 'piece'; piece: Piece }
  /** One piece stands for all that there were. */
  | { kind: 'merged'; piece: Piece }
)

const laneRow = z.object({
  upload: z.string(),
  offset: z.int(),
  part_bytes: z.int(),
  hash: z.instanceof(ArrayBuffer).nullable(),
  sha256: sha256Schema.nullable(),
  ended_at: z.int().nullable(),
  touched_at: z.int(),
})
const pieceRow = z.object({ offset: z.int(), size_bytes: z.int() })
const partRow = z.object({ number: z.int(), etag: z.string() })

/** How far one upload is, in its Durable Object's own database. */
export class LaneStore {
  readonly #storage: DurableObjectStorage

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage
    storage.sql.exec(`create table if not exists lane (
        id integer primary key check (id = 1), upload text not null, offset integer not null default 0,
        part_bytes integer not null, hash blob, sha256 text, ended_at integer,
        touched_at integer not null);
      create table if not exists parts (number integer primary key, etag text not null);
      create table if not exists pieces (offset integer primary key, size_bytes integer not null)`)
  }

  /** Null before the first byte. */
  read() {
    const [row] = this.#storage.sql.exec('select * from lane').toArray()
    if (row === undefined) return null
    const lane = laneRow.parse(row)
    return {
      upload: laneUploadSchema.parse(JSON.parse(lane.upload)),
      offset: lane.offset,
      /** Stays what it was when the upload began. */
      partBytes: lane.part_bytes,
      hash: lane.hash === null ? null : new Uint8Array(lane.hash),
      /** Of the whole, once R2 has put the parts together. */
      sha256: lane.sha256,
      endedAt: lane.ended_at,
      touchedAt: lane.touched_at,
    }
  }

  /** Notes that the upload goes on; the first time, with which size of parts. */
  touch(upload: LaneUpload, partBytes: number, nowMs: number) {
    this.#storage.sql.exec(
      `insert into lane (id, upload, part_bytes, touched_at) values (1, ?, ?, ?)
       on conflict do update set touched_at = excluded.touched_at`,
      ...[JSON.stringify(upload), partBytes, nowMs],
    )
  }

  /** The bytes after the last whole part, in order. */
  pieces(): Piece[] {
    const rows = this.#storage.sql.exec('select * from pieces order by offset').toArray()
    return rows
      .map((row) => pieceRow.parse(row))
      .map((row) => ({ offset: row.offset, sizeBytes: row.size_bytes }))
  }

  parts(): R2UploadedPart[] {
    const rows = this.#storage.sql.exec('select * from parts order by number').toArray()
    return rows
      .map((row) => partRow.parse(row))
      .map(({ number, etag }) => ({ partNumber: number, etag }))
  }

  /** All of these or none. */
  commit(steps: Step[]) {
    this.#storage.transactionSync(() => {
      for (const step of steps) this.#apply(step)
    })
  }

  #apply(step: Step) {
    const { sql } = this.#storage
    if (step.kind !== 'piece') sql.exec('delete from pieces')
    if (step.kind === 'part') {
      sql.exec('insert or replace into parts values (?, ?)', step.number, step.etag)
    } else {
      sql.exec('insert into pieces values (?, ?)', step.piece.offset, step.piece.sizeBytes)
    }
    sql.exec('update lane set offset = ?, hash = ?', step.offset, step.hash)
  }

  complete(sha256: string) {
    this.#storage.sql.exec('update lane set sha256 = ?', sha256)
  }

  /** Forgets all but that the upload is over. */
  end(upload: LaneUpload, nowMs: number) {
    this.#storage.transactionSync(() => {
      for (const table of ['lane', 'parts', 'pieces'])
        this.#storage.sql.exec(`delete from ${table}`)
      this.#storage.sql.exec(
        'insert into lane (id, upload, part_bytes, ended_at, touched_at) values (1, ?, 0, ?, ?)',
        ...[JSON.stringify(upload), nowMs, nowMs],
      )
    })
  }
}
