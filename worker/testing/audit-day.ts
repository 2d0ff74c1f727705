import { runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { auditListSchema } from '#contracts/audit'
import { AuditChain } from '../audit/audit-chain.ts'
import type { Env } from '../env.ts'
import { aUser, origin, request } from './harness.ts'

/** A day of a chain that has much to write, and all that can be asked of the audit. */
export async function auditDay(bindings: Env): Promise<void> {
  const admin = await aUser({ isAdmin: true })
  const chain = admin.spaceId
  const event = { at: Date.now(), action: 'file.purged', actorId: admin.userId } as const
  const events = Array.from({ length: 25 }, (_, index) => {
    return { ...event, subjectId: `file ${index}`, details: {} }
  })
  const stub = env.AUDIT_CHAIN.get(env.AUDIT_CHAIN.idFromName(chain))
  await runInDurableObject(stub, async (_, state) => {
    const keeper = new AuditChain(state, bindings)
    await keeper.append(chain, 'day', events)
    await keeper.flush(chain)
  })
  const get = async (path: string) =>
    await request(path, { headers: { Cookie: admin.cookie, Origin: origin } }, bindings)
  const time = '2020-01-01T00:00:00Z'
  const filters = [
    ...['', `&chain=${chain}`, '&action=file.purged', `&actorId=${admin.userId}`],
    ...[`&since=${time}`, `&chain=${chain}&action=file.purged&actorId=${admin.userId}`],
  ]
  for (const filter of filters) {
    const path = `/api/admin/audit?limit=2${filter}`
    const first = auditListSchema.parse(await (await get(path)).json())
    await get(`${path}&cursor=${first.nextCursor}`)
    await (await get(`/api/admin/audit/export?${filter.slice(1)}`)).text()
  }
  await get(`/api/spaces/${chain}/audit`)
}
