import { expect, it } from 'vitest'
import type { AuditEvent } from '#contracts/audit'
import type { Deps } from '../deps.ts'
import { newId } from '../ids.ts'
import { testDeps } from '../testing/harness.ts'
import { makeAuditLog } from './make-audit-log.ts'
import { selectToExport } from './queries.ts'

const anEvent = (chain: string, subjectId: string): AuditEvent => {
  return { chain, action: 'file.trashed', actorId: null, subjectId }
}

/** An audit log whose chains cannot be reached as often as `faults` says, or whose answers get lost. */
function aLogWithFaults(faults: ('away' | 'answer lost')[]) {
  const deferred: Promise<unknown>[] = []
  const logged: unknown[] = []
  const calls: number[] = []
  const base = testDeps()
  const log: Deps['log'] = {
    info() {},
    error: (event, _, fields) => void logged.push({ event, ...fields }),
  }
  const auditChain = (chain: string) =>
    new Proxy(base.auditChain(chain), {
      get(stub, property) {
        if (property !== 'append') return Reflect.get(stub, property)
        return async (...args: Parameters<typeof stub.append>) => {
          calls.push(args[2].length)
          const fault = faults.shift()
          if (fault === 'away') throw new Error('Network connection lost.')
          await stub.append(...args)
          if (fault === 'answer lost') throw new Error('Network connection lost.')
        }
      },
    })
  const audit = makeAuditLog({
    ...{ auditChain, log, now: base.now },
    defer: (work) => void deferred.push(work),
  })
  const settled = async () => {
    while (deferred.length > 0) await deferred.shift()
  }
  return { audit, logged, calls, settled }
}

async function rowsOf(chain: string) {
  const { db, auditChain } = testDeps()
  await auditChain(chain).flush(chain)
  const none = { action: undefined, actorId: undefined, since: undefined, until: undefined }
  return await selectToExport(db, { chain, ...none }, { chain: '', seq: 0 }, 1_000)
}

async function writtenIn(chain: string) {
  return (await rowsOf(chain)).map((row) => row.subjectId)
}

it('what is recorded at once is one call a chain', async () => {
  const [one, two] = [newId('space', Date.now()), newId('space', Date.now())]
  const { audit, calls, settled } = aLogWithFaults([])
  audit.record(anEvent(one, 'a'), anEvent(two, 'b'))
  audit.record(anEvent(one, 'c'))
  expect(calls).toEqual([])
  await settled()
  expect(calls.toSorted()).toEqual([1, 2])
  expect([await writtenIn(one), await writtenIn(two)]).toEqual([['a', 'c'], ['b']])
})

it('a chain that cannot be reached is asked again; later events do not overtake', async () => {
  const chain = newId('space', Date.now())
  const { audit, logged, settled } = aLogWithFaults(['away', 'answer lost', 'away'])
  audit.record(anEvent(chain, 'first'))
  await scheduler.wait(30)
  audit.record(anEvent(chain, 'second'))
  await settled()
  expect(await writtenIn(chain)).toEqual(['first', 'second'])
  expect(logged).toEqual([])
})

it('what could not be recorded is logged by its count alone, and fails nobody', async () => {
  const chain = newId('space', Date.now())
  const { audit, logged, settled } = aLogWithFaults(Array<'away'>(5).fill('away'))
  audit.record(anEvent(chain, 'lost'), anEvent(chain, 'lost too'))
  await settled()
  expect(logged).toEqual([{ event: 'audit.lost', events: 2 }])
  audit.record(anEvent(chain, 'after'))
  await settled()
  expect(await writtenIn(chain)).toEqual(['after'])
})

it('details that nobody could read cost the details, not the entry', async () => {
  const chain = newId('space', Date.now())
  const deps = testDeps()
  deps.audit.record({ ...anEvent(chain, 'long'), details: { note: 'x'.repeat(201) } })
  await deps.settled()
  const [row] = await rowsOf(chain)
  expect(row).toMatchObject({ subjectId: 'long', details: '{"unreadable":true}' })
})
