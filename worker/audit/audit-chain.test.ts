import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { type AuditEvent, auditHashText } from '#contracts/audit'
import type { Env } from '../env.ts'
import { newId } from '../ids.ts'
import { testDeps } from '../testing/harness.ts'
import { AuditChain, type ChainEvent } from './audit-chain.ts'
import { selectToExport } from './queries.ts'

const chainOf = (chain: string) => env.AUDIT_CHAIN.get(env.AUDIT_CHAIN.idFromName(chain))
const aChain = () => newId('space', Date.now())

function anEvent(subjectId: string): ChainEvent {
  const details = { 'größe "1"': 1, isBig: false, note: 'a\u2028b' }
  return { at: Date.now(), action: 'file.trashed', actorId: 'usr_somebody', subjectId, details }
}

const hourMs = 3_600_000
const everything = {
  ...{ action: undefined, actorId: undefined, since: undefined, until: undefined },
}

async function rowsOf(chain: string) {
  const { db } = testDeps()
  return await selectToExport(db, { chain, ...everything }, { chain: '', seq: 0 }, 10_000)
}

/** The subjects of a chain in order, after every number, link and hash of it was computed anew. */
async function subjectsOf(chain: string): Promise<(string | null)[]> {
  let prevHash = '0'.repeat(64)
  const rows = await rowsOf(chain)
  for (const [index, row] of rows.entries()) {
    const entry = { ...row, details: JSON.parse(row.details) }
    const bytes = new TextEncoder().encode(auditHashText(entry))
    const digest = Buffer.from(await crypto.subtle.digest('SHA-256', bytes))
    expect([row.seq, row.prevHash]).toEqual([index + 1, prevHash])
    expect(digest.toString('hex')).toBe(row.hash)
    prevHash = row.hash
  }
  return rows.map((row) => row.subjectId)
}

/** D1 whose batches fail as long as `faults` says so: before they are run, or only their answer. */
function aWeakDatabase(faults: ('refused' | 'answer lost')[]): D1Database {
  return new Proxy(env.DB, {
    get(target, property) {
      if (property === 'batch') {
        return async (statements: D1PreparedStatement[]) => {
          const fault = faults.shift()
          if (fault === 'refused') throw new Error('D1_ERROR: Network connection lost.')
          const results = await target.batch(statements)
          if (fault === 'answer lost') throw new Error('D1_ERROR: Network connection lost.')
          return results
        }
      }
      const value: unknown = Reflect.get(target, property)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}

/** The chain as it is with another D1 behind it: the same storage, a fresh memory. */
async function withDatabase<Result>(
  chain: string,
  database: D1Database,
  work: (keeper: AuditChain) => Promise<Result>,
): Promise<Result> {
  const bindings: Env = { ...env, DB: database }
  return await runInDurableObject(chainOf(chain), async (_, state) => {
    // Its own alarm, with the D1 that works, must not come in between.
    await state.storage.setAlarm(Date.now() + hourMs)
    return await work(new AuditChain(state, bindings))
  })
}

const numbered = (count: number, name = 'event') =>
  Array.from({ length: count }, (_, index) => `${name} ${index}`)

describe('a chain', () => {
  it('is unbroken, and holds everything once, after 200 parallel records in three chains', async () => {
    const chains = [aChain(), aChain(), aChain()]
    const all = await Promise.all(
      numbered(200).map(async (subjectId, index) => {
        const deps = testDeps()
        const chain = chains[index % 3] ?? ''
        const event: AuditEvent = { chain, action: 'file.purged', actorId: null, subjectId }
        deps.audit.record(event)
        await deps.settled()
        return { chain, subjectId }
      }),
    )
    for (const chain of chains) {
      const head = await chainOf(chain).flush(chain)
      const expected = all.filter((one) => one.chain === chain).map((one) => one.subjectId)
      expect((await subjectsOf(chain)).toSorted()).toEqual(expected.toSorted())
      expect(head).toMatchObject({ seq: expected.length, hash: (await rowsOf(chain)).at(-1)?.hash })
    }
  })

  it('keeps the order of what one request records', async () => {
    const [chain, deps] = [aChain(), testDeps()]
    const events = numbered(300).map((subjectId): AuditEvent => {
      return { chain, action: 'file.purged', actorId: 'system', subjectId }
    })
    deps.audit.record(...events.slice(0, 100))
    for (const event of events.slice(100)) deps.audit.record(event)
    await deps.settled()
    await chainOf(chain).flush(chain)
    expect(await subjectsOf(chain)).toEqual(numbered(300))
  })

  it('is written by its alarm when nobody reads it', async () => {
    const chain = aChain()
    await chainOf(chain).append(chain, 'a', [anEvent('one')])
    await runDurableObjectAlarm(chainOf(chain))
    await expect.poll(() => subjectsOf(chain)).toEqual(['one'])
  })

  it('takes a batch once, however often its answer is lost', async () => {
    const chain = aChain()
    for (const _ of [1, 2, 3]) await chainOf(chain).append(chain, 'same', [anEvent('one')])
    await chainOf(chain).append(chain, 'other', [anEvent('two')])
    await chainOf(chain).flush(chain)
    expect(await subjectsOf(chain)).toEqual(['one', 'two'])
  })

  it('loses nothing when its object is gone from memory', async () => {
    const chain = aChain()
    await chainOf(chain).append(chain, 'a', [anEvent('one')])
    await evictDurableObject(chainOf(chain))
    await chainOf(chain).append(chain, 'b', [anEvent('two')])
    await chainOf(chain).flush(chain)
    await evictDurableObject(chainOf(chain))
    await chainOf(chain).append(chain, 'c', [anEvent('three')])
    await chainOf(chain).flush(chain)
    expect(await subjectsOf(chain)).toEqual(['one', 'two', 'three'])
  })
})

describe('when D1 fails', () => {
  it('nothing is lost or reordered, and the alarm tries until it is written', async () => {
    const chain = aChain()
    const faults = Array<'refused'>(20).fill('refused')
    await withDatabase(chain, aWeakDatabase(faults), async (keeper) => {
      await keeper.append(chain, 'a', numbered(150, 'early').map(anEvent))
      await expect(keeper.flush(chain)).rejects.toThrow()
      // More often than an alarm that throws would be tried.
      for (let attempt = 0; attempt < 10; attempt++) await keeper.alarm()
      await keeper.append(chain, 'b', numbered(150, 'late').map(anEvent))
      expect(faults.length).toBe(9)
    })
    await runInDurableObject(chainOf(chain), async (_, state) => {
      expect(await state.storage.getAlarm()).toBeLessThan(Date.now() + hourMs / 2)
    })
    await runDurableObjectAlarm(chainOf(chain))
    await chainOf(chain).flush(chain)
    expect(await subjectsOf(chain)).toEqual([...numbered(150, 'early'), ...numbered(150, 'late')])
  })

  it('nothing is written twice when only the answer was lost', async () => {
    const chain = aChain()
    const weak = aWeakDatabase(['answer lost', 'answer lost'])
    await withDatabase(chain, weak, async (keeper) => {
      await keeper.append(chain, 'a', numbered(60).map(anEvent))
      await expect(keeper.flush(chain)).rejects.toThrow()
      // What came meanwhile goes into the same statement as what D1 has already.
      await keeper.append(chain, 'b', [anEvent('late')])
      await expect(keeper.flush(chain)).rejects.toThrow()
      await keeper.flush(chain)
    })
    expect(await subjectsOf(chain)).toEqual([...numbered(60), 'late'])
  })
})

describe('rows that the chain did not write', () => {
  it('cost none of its own, and leave a break behind them', async () => {
    const chain = aChain()
    await chainOf(chain).append(chain, 'a', numbered(3).map(anEvent))
    await chainOf(chain).flush(chain)
    const [first] = await rowsOf(chain)
    const forged = { seq: 4, hash: 'f'.repeat(64), subject: 'forged' }
    await env.DB.prepare(
      `insert into audit select chain, ?, at, action, actor_id, ?, details, prev_hash, ?
       from audit where chain = ? and seq = ?`,
    )
      .bind(forged.seq, forged.subject, forged.hash, chain, first?.seq)
      .run()
    await chainOf(chain).append(chain, 'b', [anEvent('after')])
    const head = await chainOf(chain).flush(chain)
    const rows = await rowsOf(chain)
    expect(rows.map((row) => row.subjectId)).toEqual([...numbered(3), 'forged', 'after'])
    expect(head.seq).toBe(5)
    expect(rows[4]?.prevHash).toBe(rows[2]?.hash)
  })
})
