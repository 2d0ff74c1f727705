import { DurableObject } from 'cloudflare:workers'
import type { VectorHit, VectorNamespace, VectorQuery } from '#contracts/vectors'
import { makeDb } from '../db/client.ts'
import type { Env } from '../env.ts'
import { makeLog } from '../http/log.ts'
import { makeRows } from './make-rows.ts'
import { findVectorSpace } from './queries.ts'
import { type Positions, vectorChanges } from './vector-changes.ts'
import { VectorCopy } from './vector-copy.ts'
import { VectorTable } from './vector-table.ts'

/** Which vectors a Durable Object holds: those of a namespace, in these positions. */
export interface VectorPart extends VectorNamespace {
  dimensions: number
  positions: Positions
}

interface Opened {
  place: string
  table: VectorTable
  /** Up to which change of D1 the table is true. */
  change: number
}

/**
 * Searches the vectors of one part of a space, exactly. They are in memory while it is awake, in its
 * own storage when it sleeps, and in D1 for ever: each call says which change it has to know, and what
 * is missing is read first.
 */
export class VectorSpace extends DurableObject<Env> {
  readonly #log = makeLog({ object: 'VectorSpace' })
  readonly #copy: VectorCopy
  #opened: Opened | null = null
  /** One page of changes after the other, whoever asks. */
  #turn: Promise<unknown> = Promise.resolve()

  constructor(state: DurableObjectState, env: Env) {
    super(state, env)
    this.#copy = new VectorCopy(state.storage)
  }

  /** Knows everything up to this change when it answers; the number may be higher. */
  async follow(part: VectorPart, change: number): Promise<number> {
    const { change: reached } = await this.#at(part, change)
    return reached
  }

  /** The most similar files as they were at this change or later. */
  async nearest(part: VectorPart, change: number, query: VectorQuery): Promise<VectorHit[]> {
    const { table } = await this.#at(part, change)
    return table.nearest(query)
  }

  /** How many vectors it holds in memory. */
  async count(part: VectorPart, change: number): Promise<number> {
    const { table } = await this.#at(part, change)
    return table.count
  }

  /** Leaves nothing behind, neither in memory nor in storage. */
  async forget(): Promise<void> {
    await this.#inTurn(async () => {
      this.#opened = null
      await this.ctx.storage.deleteAll()
    })
  }

  async #at(part: VectorPart, change: number): Promise<Opened> {
    const place = JSON.stringify(part)
    for (;;) {
      const known = this.#opened
      if (known?.place === place && known.change >= change) return known
      await this.#inTurn(async () => {
        try {
          await this.#readOn(part, place, change)
        } catch (error) {
          // Half a page may be in memory: what is stored is whole.
          this.#opened = null
          throw error
        }
      })
    }
  }

  async #readOn(part: VectorPart, place: string, change: number): Promise<void> {
    if (this.#opened?.place !== place) this.#opened = await this.#open(part, place)
    const opened = this.#opened
    while (opened.change < change) {
      const page = await vectorChanges(makeDb(this.env.DB), part, opened.change, part.positions)
      this.#copy.apply(place, page.files, page.upTo)
      for (const { fileId, indexed } of page.files) {
        if (indexed) opened.table.put(indexed)
        else opened.table.remove(fileId)
      }
      opened.change = page.upTo
      if (page.isLast && opened.change < change) {
        throw new Error('The database is not as far as it was: it was set back.')
      }
    }
  }

  /** Fills the memory from what is stored. */
  async #open(part: VectorPart, place: string): Promise<Opened> {
    let change = this.#copy.open(place)
    const space = await findVectorSpace(makeDb(this.env.DB), part)
    // D1 was set back to an earlier time: the numbers that follow will mean something else.
    if (change > (space?.changes ?? 0)) {
      this.#log.info('vectors.begun_anew', { spaceId: part.spaceId, change })
      this.#copy.clear(place)
      change = 0
    }
    const table = new VectorTable(part.dimensions, makeRows(part.dimensions))
    for (const file of this.#copy.files()) table.put(file)
    const { count, rowBytes } = table
    this.#log.info('vectors.opened', { spaceId: part.spaceId, change, count, rowBytes })
    return { place, table, change }
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const turn = this.#turn.then(work)
    this.#turn = turn.catch(() => {})
    return turn
  }
}
