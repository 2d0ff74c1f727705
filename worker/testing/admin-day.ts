import { adminUserListSchema, inviteListSchema, inviteSchema } from '#contracts/admin'
import { failedJobsSchema } from '#contracts/operations'
import { makeDeps } from '../deps.ts'
import type { Env } from '../env.ts'
import { raiseAlerts } from '../operations/watch-vault.ts'
import { failSomeJobs } from './failed-jobs.ts'
import { aUser, origin, request } from './harness.ts'
import { aHomeNode } from './home-node.ts'

/** All that admins do, so that every one of their statements is seen. */
export async function adminDay(bindings: Env): Promise<void> {
  const [admin, user, other] = [await aUser({ isAdmin: true }), await aUser(), await aUser()]
  const call = async (method: string, path: string, body?: object) => {
    const headers = { Cookie: admin.cookie, Origin: origin, 'Content-Type': 'application/json' }
    const init = { method, headers, ...(body && { body: JSON.stringify(body) }) }
    return await request(`/api/admin${path}`, init, bindings)
  }
  const ask = { email: `${user.username}@example.org`, message: 'Please.' }
  const headers = { Origin: origin, 'Content-Type': 'application/json' }
  for (const _ of [1, 2, 3]) {
    const init = { method: 'POST', headers, body: JSON.stringify(ask) }
    await request('/api/auth/request-access', init, bindings)
  }
  await call('GET', '/overview')
  await call('GET', '/rate-limit-hits')
  await operationsDay(call)
  await raiseAlerts(makeDeps(bindings, { test: true }, () => undefined))
  for (const path of ['/users?limit=1', '/users?limit=1&search=user-']) {
    const first = adminUserListSchema.parse(await (await call('GET', path)).json())
    await call('GET', `${path}&cursor=${first.nextCursor}`)
  }
  const invites = [await call('POST', '/invite-codes', {}), await call('POST', '/invite-codes', {})]
  const [one] = await Promise.all(
    invites.map(async (made) => inviteSchema.parse(await made.json())),
  )
  for (const path of ['/invite-codes?limit=1', '/invite-codes?limit=1&all=true']) {
    const first = inviteListSchema.parse(await (await call('GET', path)).json())
    await call('GET', `${path}&cursor=${first.nextCursor}`)
  }
  await call('DELETE', `/invite-codes/${one?.id}`)
  const requests = (await (await call('GET', '/access-requests')).json()) as {
    items: { id: string }[]
  }
  await call('POST', `/access-requests/${requests.items[0]?.id}/approve`)
  await call('POST', `/access-requests/${requests.items[0]?.id}/decline`)
  await call('POST', '/users/import', {
    users: [{ username: `old-${user.username}`, passwordHash: `$2b$04$${'a'.repeat(53)}` }],
  })
  const path = `/users/${other.userId}`
  await call('PUT', `${path}/quota`, { quotaBytes: 1_000 })
  await call('PATCH', path, { isAdmin: true })
  await call('PATCH', path, { isAdmin: false, isDisabled: true })
  await call('PATCH', path, { isDisabled: false })
  await call('POST', `${path}/reset-link`)
  await call('POST', `${path}/session`)
  await (await call('GET', `${path}/export`)).arrayBuffer()
  await call('POST', '/copies/removals', { homeNodeId: (await aHomeNode()).id, untilMs: 1 })
  await call('DELETE', path)
  await call('POST', `${path}/restore`)
}

/** How the vault fares is looked at, with work that failed, which is tried again. */
async function operationsDay(
  call: (method: string, path: string, body?: object) => Promise<Response>,
) {
  await failSomeJobs(3)
  await call('GET', '/operations')
  const failed = '/operations/failed-jobs'
  const first = failedJobsSchema.parse(await (await call('GET', `${failed}?limit=1`)).json())
  await call('GET', `${failed}?limit=1&cursor=${first.nextCursor}`)
  await call('POST', `${failed}/retry`, { ids: first.items.map(({ id }) => id) })
  await call('POST', `${failed}/retry`, {})
}
