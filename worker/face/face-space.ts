import { DurableObject } from 'cloudflare:workers'
import type { SpaceId, SubjectId } from '#contracts/ids'
import { makeDb } from '../db/client.ts'
import { type Env, parseEnv } from '../env.ts'
import { descriptorFromBytes } from './descriptors.ts'
import { examplesSince } from './example-queries.ts'
import { openFaceKey } from './face-key.ts'
import { type FaceHit, FaceTable } from './face-table.ts'

/** Up to which change an index has to know an organization's examples. */
export interface FacesAt {
  spaceId: SpaceId
  sealedKey: string
  changes: number
  removals: number
}

interface Opened {
  spaceId: SpaceId
  changes: number
  removals: number
  /** By embedder: descriptors of different ones are never compared. */
  tables: Map<string, FaceTable>
}

/**
 * Compares faces with those of one organization, exactly. It holds them in memory only: nothing is
 * stored that would have to be erased. Each call says what it has to know, and what is missing is read
 * from D1 first; after a removal, everything.
 */
export class FaceSpace extends DurableObject<Env> {
  #opened: Opened | null = null
  #turn: Promise<unknown> = Promise.resolve()

  /** For each descriptor, the subjects with the most similar examples. */
  async nearest(
    at: FacesAt,
    embedder: string,
    descriptors: Float32Array[],
    count: number,
  ): Promise<FaceHit[][]> {
    const { tables } = await this.#at(at)
    const table = tables.get(embedder)
    return descriptors.map((descriptor) => table?.nearest(descriptor, count) ?? [])
  }

  /** How many descriptors of a subject it holds as of then, of all embedders. */
  async countOf(at: FacesAt, subjectId: SubjectId): Promise<number> {
    const { tables } = await this.#at(at)
    return [...tables.values()].reduce((sum, table) => sum + table.countOf(subjectId), 0)
  }

  /** Forgets everything; answers how many descriptors that were. */
  async forget(): Promise<number> {
    const tables = [...(this.#opened?.tables.values() ?? [])]
    this.#opened = null
    return tables.reduce((sum, table) => sum + table.count, 0)
  }

  async #at(at: FacesAt): Promise<Opened> {
    for (;;) {
      const known = this.#opened
      if (known && isEnough(known, at)) return known
      const turn = this.#turn.then(() => this.#readOn(at))
      this.#turn = turn.catch(() => {})
      await turn
    }
  }

  async #readOn(at: FacesAt): Promise<void> {
    if (this.#opened && isEnough(this.#opened, at)) return
    const known = this.#opened
    const isSame =
      known?.spaceId === at.spaceId && known.removals >= at.removals && known.changes <= at.changes
    const { spaceId, removals } = at
    const opened = isSame ? known : { spaceId, removals, changes: 0, tables: new Map() }
    const key = openFaceKey(parseEnv(this.env), at)
    const db = makeDb(this.env.DB)
    this.#opened = null
    while (opened.changes < at.changes) {
      const page = await examplesSince(db, spaceId, opened.changes)
      for (const { id, subjectId, embedder, sealedDescriptor } of page) {
        const descriptor = descriptorFromBytes(key.open(id, sealedDescriptor))
        const table = opened.tables.get(embedder) ?? new FaceTable(descriptor.length)
        opened.tables.set(embedder, table)
        table.add(subjectId, id, descriptor)
      }
      // The newest may be gone again: then there is nothing more to read.
      opened.changes = Math.max(page.at(-1)?.change ?? at.changes, opened.changes)
    }
    this.#opened = opened
  }
}

function isEnough(known: Opened, at: FacesAt): boolean {
  return (
    known.spaceId === at.spaceId && known.changes >= at.changes && known.removals >= at.removals
  )
}
