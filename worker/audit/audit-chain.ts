import { DurableObject } from 'cloudflare:workers'
import { createHash } from 'node:crypto'
import { z } from 'zod'
import {
  type AuditEntry,
  type AuditHead,
  auditActionSchema,
  auditDetailsSchema,
  auditHashText,
  auditHeadSchema,
} from '#contracts/audit'
import { makeDb } from '../db/client.ts'
import type { Env } from '../env.ts'
import { makeLog } from '../http/log.ts'
import { findHead, insertEntries } from './queries.ts'

/** What one chain takes: when it happened, what, who and to whom. */
export interface ChainEvent {
  at: number
  action: AuditEntry['action']
  actorId: string | null
  subjectId: string | null
  details: AuditEntry['details']
}

/** Events wait this long for others, so that a busy minute is a few writes to D1. */
const gatherMs = 1_000
const retryMsMax = 60_000
/** A caller that never heard an answer asks again within this time. */
const takenTtlMs = 10 * 60_000
/** Written at once: ten statements of eleven rows. */
const flushRows = 110

const waitingRowSchema = z.object({
  id: z.number(),
  at: z.number(),
  action: auditActionSchema,
  actorId: z.string().nullable(),
  subjectId: z.string().nullable(),
  details: z.string().transform((text) => auditDetailsSchema.parse(JSON.parse(text))),
})

/** As long as nothing was ever written, what went before is 64 zeros. */
const firstPrevHash = '0'.repeat(64)

/**
 * Keeps one chain: takes events durably, then numbers, hashes and writes them to D1 in batches. It is
 * the only one that writes this chain, and remembers how far it is, so what was cut off is found too.
 */
export class AuditChain extends DurableObject<Env> {
  readonly #sql: SqlStorage
  readonly #log = makeLog({ object: 'AuditChain' })
  #flushing: Promise<AuditHead> | null = null
  #failures = 0

  constructor(state: DurableObjectState, env: Env) {
    super(state, env)
    this.#sql = state.storage.sql
    this.#sql.exec(`create table if not exists waiting (id integer primary key autoincrement,
      at integer not null, action text not null, actor_id text, subject_id text, details text not null)`)
    this.#sql.exec('create table if not exists taken (batch text primary key, at integer not null)')
  }

  /**
   * Stores events durably, in order, and answers. A batch that comes again, because its answer was
   * lost, is not taken again.
   */
  async append(chain: string, batchId: string, events: ChainEvent[]) {
    const now = Date.now()
    this.#sql.exec('delete from taken where at < ?', now - takenTtlMs)
    const claimed = this.#sql.exec(
      'insert into taken (batch, at) values (?, ?) on conflict do nothing',
      ...[batchId, now],
    )
    if (claimed.rowsWritten === 0) return
    this.ctx.storage.kv.put('chain', chain)
    for (const { at, action, actorId, subjectId, details } of events) {
      this.#sql.exec(
        'insert into waiting (at, action, actor_id, subject_id, details) values (?, ?, ?, ?, ?)',
        ...[at, action, actorId, subjectId, JSON.stringify(details)],
      )
    }
    if ((await this.ctx.storage.getAlarm()) === null) {
      await this.ctx.storage.setAlarm(now + gatherMs)
    }
  }

  /** Writes all that waits, and answers how far the chain is. Throws when D1 refuses; nothing is lost. */
  async flush(chain: string): Promise<AuditHead> {
    // Whoever comes while it runs is served by it: it goes on until nothing waits.
    this.#flushing ??= this.#writeAll(chain).finally(() => {
      this.#flushing = null
    })
    return await this.#flushing
  }

  /** An alarm that throws is given up after six tries: this one catches, and sets itself again. */
  override async alarm() {
    const chain = z.string().optional().parse(this.ctx.storage.kv.get('chain'))
    if (chain === undefined) return
    try {
      await this.flush(chain)
      this.#failures = 0
    } catch (error) {
      this.#failures++
      const waitMs = Math.min(gatherMs * 2 ** this.#failures, retryMsMax)
      this.#log.error('audit.flush_failed', error, { failures: this.#failures })
      await this.ctx.storage.setAlarm(Date.now() + waitMs)
    }
  }

  async #writeAll(chain: string): Promise<AuditHead> {
    const db = makeDb(this.env.DB)
    let head = await this.#head(chain)
    for (let rows = this.#waiting(); rows.length > 0; rows = this.#waiting()) {
      const entries = chained(head, rows)
      const last = entries.at(-1)
      const lastId = rows.at(-1)?.id
      if (last === undefined || lastId === undefined) break
      const kept = await insertEntries(db, entries)
      if (kept.length !== entries.length || !entries.every((one, at) => one.hash === kept[at])) {
        // Rows that this chain did not write stand in its way. They are not its truth: it goes on
        // after them from its own last hash, so that whoever checks the chain finds them.
        const inTheWay = await findHead(db, chain)
        if (inTheWay === null || inTheWay.seq <= head.seq) throw new Error('D1 kept no entry.')
        head = { chain, seq: inTheWay.seq, hash: head.hash }
        this.#keepHead(head)
        this.#log.info('audit.foreign_rows', { level: 'error', chain, seq: head.seq })
        continue
      }
      head = { chain, seq: last.seq, hash: last.hash }
      const written = head
      this.ctx.storage.transactionSync(() => {
        this.#sql.exec('delete from waiting where id <= ?', lastId)
        this.#keepHead(written)
      })
    }
    return head
  }

  #waiting() {
    const rows = this.#sql.exec(
      `select id, at, action, actor_id as actorId, subject_id as subjectId, details
       from waiting order by id limit ?`,
      flushRows,
    )
    return z.array(waitingRowSchema).parse(rows.toArray())
  }

  /** How far the chain is; asked of D1 only by an object that has never written. */
  async #head(chain: string): Promise<AuditHead> {
    const kept = this.ctx.storage.kv.get('head')
    if (kept !== undefined) return auditHeadSchema.parse(kept)
    const found = await findHead(makeDb(this.env.DB), chain)
    const head = found ?? { chain, seq: 0, hash: firstPrevHash }
    // Kept before anything is written: asked again after a lost answer, D1 would tell of our own rows.
    this.#keepHead(head)
    return head
  }

  #keepHead(head: AuditHead) {
    this.ctx.storage.kv.put('head', head)
  }
}

/** The same events after the same head make the same entries, however often they are tried. */
function chained(head: AuditHead, rows: ChainEvent[]): AuditEntry[] {
  let { seq, hash: prevHash } = head
  return rows.map(({ at, action, actorId, subjectId, details }) => {
    seq++
    const entry = { chain: head.chain, seq, at, action, actorId, subjectId, details, prevHash }
    prevHash = createHash('sha256').update(auditHashText(entry)).digest('hex')
    return { ...entry, hash: prevHash }
  })
}
