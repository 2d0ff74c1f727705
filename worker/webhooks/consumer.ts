import { webhooksMessageSchema } from '#contracts/jobs'
import { type DeliverDeps, deliverDue } from './deliver.ts'

/**
 * Takes messages off the queue: each names a space in which something is due. All are acknowledged,
 * whatever came of them: what is due is in D1, and the sweep wakes again.
 */
export async function consumeWebhooks(batch: MessageBatch, deps: DeliverDeps): Promise<void> {
  const spaceIds = new Set(
    batch.messages.flatMap(({ body }) => webhooksMessageSchema.safeParse(body).data?.spaceId ?? []),
  )
  await Promise.all(
    [...spaceIds].map((spaceId) =>
      deliverDue(deps, spaceId).catch((error: unknown) => {
        deps.log.error('webhooks.not_delivered', error, { spaceId })
      }),
    ),
  )
  batch.ackAll()
}
