import { inject } from 'vitest'
import { z } from 'zod'
import {
  type MakeWebhook,
  type WebhookBody,
  type WebhookDeliveryView,
  type WebhookView,
  webhookBodySchema,
  webhookDeliveryListSchema,
  webhookMadeSchema,
} from '#contracts/webhooks'
import { type TestUser, testDeps } from './harness.ts'
import { callAs } from './spaces.ts'

const origin = inject('outsideOrigin')

const receivedSchema = z.array(
  z.object({ headers: z.record(z.string(), z.string()), body: z.string() }),
)
export type Received = z.infer<typeof receivedSchema>[number] & { parsed: WebhookBody }

export interface TestWebhook {
  webhook: WebhookView
  secret: string
  /** Of the API, below the space. */
  path: string
  /** What its receiver got, in the order in which it came. */
  received(): Promise<Received[]>
  /** What its receiver answers next, one status a delivery; afterwards 200. */
  willAnswer(...statuses: number[]): Promise<void>
  deliveries(query?: string): Promise<{ items: WebhookDeliveryView[]; nextCursor: string | null }>
}

/**
 * A webhook of the user's space with a receiver of its own. Nothing wakes its deliveries but the test,
 * unless it is `awake`.
 */
export async function aWebhook(
  user: TestUser,
  wanted: Partial<MakeWebhook> & { awake?: boolean; spaceId?: string } = {},
): Promise<TestWebhook> {
  const { awake = false, spaceId = user.spaceId, ...body } = wanted
  const key = crypto.randomUUID()
  const made = await callAs(user, 'POST', `/api/spaces/${spaceId}/webhooks`, {
    ...{ url: `${origin}/hook?key=${key}`, events: ['file.created'] },
    ...body,
  })
  if (made.status !== 201) throw new Error(`making a webhook answered ${made.status}`)
  const { webhook, secret } = webhookMadeSchema.parse(await made.json())
  if (!awake) await testDeps().spaceRoom(webhook.spaceId).listenForWebhooks(null)
  const path = `/api/spaces/${spaceId}/webhooks/${webhook.id}`
  return {
    ...{ webhook, secret, path },
    async received() {
      const answer = await fetch(`${origin}/delivered?key=${key}`)
      return receivedSchema.parse(await answer.json()).map((one) => ({
        ...one,
        parsed: webhookBodySchema.parse(JSON.parse(one.body)),
      }))
    },
    async willAnswer(...statuses) {
      await (await fetch(`${origin}/answers?key=${key}&statuses=${statuses.join(',')}`)).text()
    },
    async deliveries(query = '') {
      const answer = await user.fetch(`${path}/deliveries${query}`)
      return webhookDeliveryListSchema.parse(await answer.json())
    },
  }
}

/**
 * Checks a delivery as a receiver does, written from the text of the standard and not from the code
 * that signs. https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export async function isSignedBy(secret: string, { headers, body }: Received): Promise<boolean> {
  const key = await crypto.subtle.importKey(
    'raw',
    Buffer.from(secret.replace(/^whsec_/, ''), 'base64'),
    { name: 'HMAC', hash: 'SHA-256' },
    false,
    ['verify'],
  )
  const signed = new TextEncoder().encode(
    [headers['webhook-id'], headers['webhook-timestamp'], body].join('.'),
  )
  for (const one of (headers['webhook-signature'] ?? '').split(' ')) {
    const [version, text = ''] = one.split(',')
    if (version !== 'v1') continue
    if (await crypto.subtle.verify('HMAC', key, Buffer.from(text, 'base64'), signed)) return true
  }
  return false
}
