import { and, asc, eq, sql } from 'drizzle-orm'
import type { SpaceId, WebhookId } from '#contracts/ids'
import type { Db } from '../db/client.ts'
import { runBatch } from '../db/run-batch.ts'
import { webhookDeliveries, webhooks } from '../db/schema/webhooks.ts'

export const maxWebhooksPerSpace = 10

export type WebhookRow = typeof webhooks.$inferSelect
export type PauseReason = NonNullable<WebhookRow['pauseReason']>

/** The oldest first. */
export async function listWebhooks(db: Db, spaceId: SpaceId): Promise<WebhookRow[]> {
  return await db
    .select()
    .from(webhooks)
    .where(eq(webhooks.spaceId, spaceId))
    .orderBy(asc(webhooks.createdAt))
    .limit(maxWebhooksPerSpace)
}

export async function findWebhook(
  db: Db,
  spaceId: SpaceId,
  id: WebhookId,
): Promise<WebhookRow | undefined> {
  const [row] = await db
    .select()
    .from(webhooks)
    .where(and(eq(webhooks.id, id), eq(webhooks.spaceId, spaceId)))
  return row
}

/** Keeps a new webhook, unless its space has too many. Resolves to whether it did. */
export async function insertWebhook(
  db: Db,
  webhook: Pick<
    WebhookRow,
    'id' | 'spaceId' | 'url' | 'description' | 'events' | 'sealedSecret' | 'createdAt'
  >,
): Promise<boolean> {
  const { id, spaceId, url, description, events, sealedSecret, createdAt } = webhook
  const [rows] = await runBatch(db, [
    db.run(sql`insert into webhooks
        (id, space_id, url, description, events, sealed_secret, created_at)
      select ${id}, ${spaceId}, ${url}, ${description}, ${events}, ${sealedSecret}, ${createdAt}
      where (select count(*) from webhooks where space_id = ${spaceId}) < ${maxWebhooksPerSpace}
      returning id`),
  ])
  return rows?.length === 1
}

export async function updateWebhook(
  db: Db,
  id: WebhookId,
  change: Partial<Pick<WebhookRow, 'url' | 'description' | 'events' | 'sealedSecret'>>,
): Promise<void> {
  await db.update(webhooks).set(change).where(eq(webhooks.id, id))
}

/** Nothing is noted or sent for it from now on; what waits is held. A paused one stays as it is. */
export async function pauseWebhook(
  db: Db,
  id: WebhookId,
  reason: PauseReason,
  now: number,
): Promise<boolean> {
  const [rows] = await runBatch(db, [
    db.run(sql`update webhooks set paused_at = ${now}, pause_reason = ${reason}
      where id = ${id} and paused_at is null returning id`),
    db
      .update(webhookDeliveries)
      .set({ state: 'held' })
      .where(and(eq(webhookDeliveries.webhookId, id), eq(webhookDeliveries.state, 'queued'))),
  ])
  return rows?.length === 1
}

/** Takes it up again, with what was held. */
export async function resumeWebhook(db: Db, id: WebhookId, now: number): Promise<void> {
  await runBatch(db, [
    db
      .update(webhooks)
      .set({ pausedAt: null, pauseReason: null, failingSince: null })
      .where(eq(webhooks.id, id)),
    db
      .update(webhookDeliveries)
      .set({ state: 'queued', nextAt: now })
      .where(and(eq(webhookDeliveries.webhookId, id), eq(webhookDeliveries.state, 'held'))),
  ])
}

/** With everything that was or was to be delivered to it. */
export async function deleteWebhook(db: Db, id: WebhookId): Promise<void> {
  await db.delete(webhooks).where(eq(webhooks.id, id))
}
