import { z } from 'zod'
import {
  maxTiles,
  type NumberedOperation,
  numberedOperationSchema,
  type Operation,
  type Tile,
  tileSchema,
} from '#contracts/canvas'
import { applyOperation, type Canvas } from '#contracts/canvas-fold'
import type { OperationId, TileId, UserId } from '#contracts/ids'
import { AppError } from '../../errors.ts'

/** How many operations are there for `?after=`, and at most how long they are together, in characters. */
const keptOperations = 2_000
const keptLength = 16_000_000
/** Whoever sends an operation again after that many others is taken for somebody who sends a new one. */
const keptIds = 100_000
/** Characters of all tiles as JSON: so much a room holds in memory, and so much a page is sent at once. */
const maxCanvasLength = 8_000_000
/** One row of SQLite holds 2 MB. */
const maxOperationLength = 1_900_000

const rowSchema = z.object({
  number: z.int(),
  by: z.string(),
  at: z.number(),
  body: z.string().nullable(),
})
const countSchema = z.object({ n: z.number() })

/** What became of an operation; `isNew` is false where it had come before. */
export type Taken =
  | { operation: NumberedOperation; isNew: boolean }
  | { operationId: OperationId; refused: AppError }

/**
 * One canvas in SQLite: its operations, numbered without gaps, and the tiles that they make, written in
 * the same transaction. The tiles are thereby a snapshot that is never old, and waking up replays
 * nothing; of the operations only the last are kept whole, for pages that were away, and of those before
 * them the ids, so that none is applied twice.
 */
export class CanvasLog {
  readonly #storage: DurableObjectStorage
  readonly #sql: SqlStorage
  /** As the tables have it; null: not read since the room woke up, or since a write failed. */
  #state: { canvas: Canvas; number: number; length: number; logLength: number } | null = null

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage
    this.#sql = storage.sql
  }

  /** The canvas after operation `number`. */
  read(): { number: number; canvas: Canvas } {
    return this.#read()
  }

  /** The operations after `number`, if they are all kept and shorter than the canvas; else null. */
  after(number: number): NumberedOperation[] | null {
    const state = this.#read()
    if (number > state.number || number < this.#floor()) return null
    const rows = this.#sql.exec(
      'select number, by, at, body from operations where number > ? order by number',
      number,
    )
    const missed: NumberedOperation[] = []
    let length = 0
    for (const row of rows) {
      const { body, ...of } = rowSchema.parse(row)
      length += body?.length ?? 0
      if (body === null || (length > 100_000 && length > state.length)) return null
      missed.push(numbered(of, JSON.parse(body)))
    }
    return missed
  }

  /** Takes operations in their order, each for itself, all of them or (when it throws) none. */
  append(by: UserId, operations: readonly Operation[], now: number): Taken[] {
    this.#read()
    try {
      return this.#storage.transactionSync(() => {
        const taken = operations.map((operation) => this.#take(by, operation, now))
        this.#forgetOld()
        return taken
      })
    } catch (error) {
      this.#state = null
      throw error
    }
  }

  /** For when the storage was emptied. */
  forget() {
    this.#state = null
  }

  #take(by: UserId, operation: Operation, now: number): Taken {
    const [known] = this.#sql
      .exec('select number, by, at, body from operations where id = ?', operation.id)
      .toArray()
    if (known) {
      const { body, ...of } = rowSchema.parse(known)
      const kept: unknown = body === null ? operation : JSON.parse(body)
      return { operation: numbered(of, kept), isNew: false }
    }
    const state = this.#read()
    const canvas = applyOperation(state.canvas, operation)
    const changes = touchedBy(operation).flatMap((id) => {
      const [was, is] = [state.canvas.get(id), canvas.get(id)]
      return was === is ? [] : [{ id, is, by: lengthOf(is) - lengthOf(was) }]
    })
    const length = changes.reduce((sum, change) => sum + change.by, state.length)
    const body = JSON.stringify(operation)
    const refused = refusal(canvas, { length, grows: length > state.length }, body)
    if (refused) return { operationId: operation.id, refused }
    const number = state.number + 1
    this.#sql.exec(
      'insert into operations (number, id, by, at, body) values (?, ?, ?, ?, ?)',
      ...[number, operation.id, by, now, body],
    )
    for (const { id, is } of changes) {
      if (is) this.#sql.exec('insert or replace into tiles values (?, ?)', id, JSON.stringify(is))
      else this.#sql.exec('delete from tiles where id = ?', id)
    }
    this.#state = { canvas, number, length, logLength: state.logLength + body.length }
    return { operation: numbered({ number, by, at: now }, operation), isNew: true }
  }

  #read() {
    if (this.#state) return this.#state
    this.#sql.exec(`create table if not exists operations (number integer primary key,
      id text not null unique, by text not null, at integer not null, body text)`)
    this.#sql.exec('create table if not exists tiles (id text primary key, body text not null)')
    const canvas = new Map<TileId, Tile>()
    let length = 0
    for (const { body } of this.#sql.exec<{ body: string }>('select body from tiles order by id')) {
      const tile = tileSchema.parse(JSON.parse(body))
      canvas.set(tile.id, tile)
      length += body.length
    }
    const number = this.#count('select coalesce(max(number), 0) as n from operations')
    const logLength = this.#count(
      'select coalesce(sum(length(body)), 0) as n from operations where number > ?',
      this.#floor(),
    )
    this.#state = { canvas, number, length, logLength }
    return this.#state
  }

  /** Of the operation after this one, and all later ones, there is more than the id. */
  #floor(): number {
    return z.number().parse(this.#storage.kv.get('floor') ?? 0)
  }

  #forgetOld() {
    const { number, logLength } = this.#read()
    let floor = this.#floor()
    // Some at a time: a write for every operation that is forgotten would double the writes.
    if (number - floor <= keptOperations + 200 && logLength <= keptLength) return
    let left = logLength
    while (floor < number && (number - floor > keptOperations || left > keptLength * 0.9)) {
      floor++
      left -= this.#count('select length(body) as n from operations where number = ?', floor)
    }
    this.#sql.exec(
      'update operations set body = null where number <= ? and number > ?',
      ...[floor, this.#floor()],
    )
    this.#sql.exec('delete from operations where number <= ?', number - keptIds)
    this.#storage.kv.put('floor', floor)
    if (this.#state) this.#state.logLength = left
  }

  #count(query: string, ...bindings: number[]): number {
    return countSchema.parse(this.#sql.exec(query, ...bindings).one()).n
  }
}

function refusal(
  canvas: Canvas,
  { length, grows }: { length: number; grows: boolean },
  body: string,
): AppError | null {
  if (canvas.size > maxTiles) {
    return new AppError('conflict', `A canvas holds ${maxTiles} tiles. Begin another one for more.`)
  }
  // What makes it shorter is always taken: that is the way out.
  if ((grows && length > maxCanvasLength) || body.length > maxOperationLength) {
    return new AppError('too_large', 'There are too many words and masks on this canvas.')
  }
  return null
}

/** The tiles that an operation may change, each once. */
function touchedBy(operation: Operation): TileId[] {
  switch (operation.type) {
    case 'add':
      return [...new Set(operation.tiles.map(({ id }) => id))]
    case 'change':
      return [...new Set(operation.changes.map(({ tile }) => tile))]
    case 'remove':
      return [...new Set(operation.tiles)]
    case 'show':
      return [operation.tile]
  }
}

function lengthOf(tile: Tile | undefined): number {
  return tile ? JSON.stringify(tile).length : 0
}

function numbered(
  { number, by, at }: { number: number; by: string; at: number },
  operation: unknown,
): NumberedOperation {
  return numberedOperationSchema.parse({ number, by, at: new Date(at).toISOString(), operation })
}
