import { inject } from 'vitest'
import { webhookMadeSchema } from '#contracts/webhooks'
import { makeDeps } from '../deps.ts'
import type { Env } from '../env.ts'
import { deliverDue } from '../webhooks/deliver.ts'
import { aUser, origin, request } from './harness.ts'
import { jpegLike } from './pictures.ts'

/** A day of a webhook: made, changed, delivered to, in vain too, replayed, paused, removed. */
export async function webhooksDay(bindings: Env): Promise<void> {
  const user = await aUser()
  const call = async (method: string, path: string, body?: object) => {
    const headers = { Cookie: user.cookie, Origin: origin, 'Content-Type': 'application/json' }
    const init = { method, headers, ...(body && { body: JSON.stringify(body) }) }
    return await request(path, init, bindings)
  }
  const outside = inject('outsideOrigin')
  const hooks = `/api/spaces/${user.spaceId}/webhooks`
  const wanted = { url: `${outside}/hook?key=day`, events: ['file.created', 'file.ready'] }
  const made = await call('POST', hooks, wanted)
  const { webhook } = webhookMadeSchema.parse(await made.json())
  const path = `${hooks}/${webhook.id}`
  await user.upload(jpegLike('a webhook’s day'))
  await deliverDue(
    makeDeps(bindings, { test: true }, () => {}),
    user.spaceId,
  )
  await call('GET', hooks)
  await call('PATCH', path, { description: 'Of the day' })
  await call('POST', `${path}/secret`)
  const test: unknown = await (await call('POST', `${path}/test`)).json()
  const delivery = typeof test === 'object' && test !== null && 'id' in test ? test.id : ''
  await call('POST', `${path}/deliveries/${String(delivery)}/replay`)
  await call('POST', `${path}/replay`, { since: '2020-01-01T00:00:00Z' })
  await call('GET', `${path}/deliveries`)
  await call('GET', `${path}/deliveries?cursor=${String(delivery)}`)
  await call('PATCH', path, { paused: true })
  await call('PATCH', path, { paused: false })
  await call('DELETE', path)
}
