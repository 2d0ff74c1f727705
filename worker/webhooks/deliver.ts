import type { SpaceId } from '#contracts/ids'
import { webhookBodySchema } from '#contracts/webhooks'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { unseal } from '../second-factor/sealed-text.ts'
import { nextTryAt } from './back-off.ts'
import {
  activeWebhookIds,
  type DueDelivery,
  deliveriesPerRun,
  dueDeliveries,
  leaseDelivery,
  recordTry,
  type TryOutcome,
} from './delivery-queries.ts'
import { pauseWebhook } from './queries.ts'
import { webhookHeaders } from './sign.ts'

export type DeliverDeps = Pick<
  Deps,
  'db' | 'outbound' | 'config' | 'now' | 'log' | 'audit' | 'webhooksQueue'
>

/** After so long without one success a webhook is paused. */
const failingMaxMs = 3 * 86_400_000
/** So many failures of one webhook end its run: whoever is down is not hammered with all that waits. */
const failuresPerRun = 2
const answerKeptBytes = 1_024

const limits = {
  maxBytes: 65_536,
  headersMs: 10_000,
  idleMs: 5_000,
  totalMs: 15_000,
  redirectsMax: 0,
}

/** What a webhook's secret is sealed for: that of one opens for no other. */
export const sealPurpose = (webhookId: string) => `webhook ${webhookId}`

/**
 * Delivers what is due in a space: its webhooks side by side, what one of them gets one after the
 * other. Two runs at once share the work: each try is leased.
 */
export async function deliverDue(deps: DeliverDeps, spaceId: SpaceId): Promise<void> {
  const ids = await activeWebhookIds(deps.db, spaceId)
  const isMore = await Promise.all(
    ids.map(async (id) => {
      const due = await dueDeliveries(deps.db, id, deps.now())
      let failures = 0
      for (const delivery of due) {
        const outcome = await deliver(deps, delivery)
        if (outcome === 'failed') failures++
        // Paused or removed meanwhile, or somebody else is at it.
        if (outcome === 'not ours' || failures === failuresPerRun) return false
      }
      return due.length === deliveriesPerRun
    }),
  )
  if (isMore.includes(true)) await deps.webhooksQueue.send({ spaceId })
}

/** One try of one delivery: whatever comes of it is written down. */
export async function deliver(
  deps: DeliverDeps,
  delivery: DueDelivery,
): Promise<'delivered' | 'failed' | 'not ours'> {
  if (!(await leaseDelivery(deps.db, delivery, deps.now()))) return 'not ours'
  const tries = delivery.tries + 1
  const outcome = await send(deps, delivery)
  const now = deps.now()
  const isDelivered = outcome.status !== null && outcome.status >= 200 && outcome.status < 300
  const isGone = outcome.status === 410
  const nextAt = isDelivered || isGone ? null : nextTryAt(tries, now)
  const state = isDelivered ? 'delivered' : nextAt === null ? 'failed' : 'queued'
  await recordTry(deps.db, { ...delivery, tries }, outcome, { state, nextAt: nextAt ?? now, now })
  const { webhookId } = delivery
  deps.log.info('webhook.tried', { webhookId, tries, status: outcome.status, state })
  if (isDelivered) return 'delivered'
  const failingMs = now - (delivery.failingSince ?? now)
  if (isGone || failingMs >= failingMaxMs) await pause(deps, delivery, isGone ? 'gone' : 'failing')
  return 'failed'
}

async function pause(deps: DeliverDeps, delivery: DueDelivery, reason: 'gone' | 'failing') {
  const { webhookId, spaceId } = delivery
  if (!(await pauseWebhook(deps.db, webhookId, reason, deps.now()))) return
  const event = { chain: spaceId, action: 'webhook.paused', subjectId: webhookId } as const
  deps.audit.record({ ...event, actorId: 'system', details: { reason } })
}

async function send(deps: DeliverDeps, delivery: DueDelivery): Promise<TryOutcome> {
  const startedAt = Date.now()
  try {
    const purpose = sealPurpose(delivery.webhookId)
    const secret = unseal(deps.config, purpose, delivery.sealedSecret)
    if (secret === null) {
      throw new AppError('source_failed', 'Its secret cannot be read. Make a new one.')
    }
    const body = JSON.stringify(
      webhookBodySchema.parse({
        id: delivery.eventId,
        version: 1,
        type: delivery.type,
        timestamp: new Date(delivery.at).toISOString(),
        data: {
          ...{ spaceId: delivery.spaceId, fileId: delivery.fileId },
          ...(delivery.generationId !== null && { generationId: delivery.generationId }),
        },
      }),
    )
    const signed = webhookHeaders(secret, { id: delivery.eventId, sentAtMs: deps.now(), body })
    const headers = { 'Content-Type': 'application/json', ...signed }
    const response = await deps.outbound.fetch(
      delivery.url,
      { method: 'POST', headers, body },
      limits,
    )
    const answer = await firstText(response.body)
    return { status: response.status, durationMs: Date.now() - startedAt, error: null, answer }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const durationMs = Date.now() - startedAt
    return { status: null, durationMs, error: error.message, answer: null }
  }
}

/** Enough of an answer to see what is wrong; the rest is not waited for. */
async function firstText(body: ReadableStream<Uint8Array> | null): Promise<string> {
  if (body === null) return ''
  const chunks: Uint8Array[] = []
  let seenBytes = 0
  const reader = body.getReader()
  try {
    while (seenBytes < answerKeptBytes) {
      const { done, value } = await reader.read()
      if (done) break
      chunks.push(value)
      seenBytes += value.byteLength
    }
  } catch {
    // The status came; an answer that breaks off changes nothing about it.
  }
  await reader.cancel().catch(() => {})
  const text = new TextDecoder().decode(Buffer.concat(chunks).subarray(0, answerKeptBytes))
  return text.replaceAll('\0', '')
}
