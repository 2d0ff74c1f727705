import { and, asc, desc, eq, lt, lte, sql } from 'drizzle-orm'
import { z } from 'zod'
import {
  type SpaceId,
  spaceIdSchema,
  type WebhookDeliveryId,
  type WebhookId,
  webhookDeliveryIdSchema,
} from '#contracts/ids'
import type { Db } from '../db/client.ts'
import { runBatch } from '../db/run-batch.ts'
import { webhookDeliveries, webhookEvents, webhooks } from '../db/schema/webhooks.ts'

/** What a run takes at once; what is left comes in the next. */
export const deliveriesPerRun = 50
/** What one "replay everything that failed" takes up. */
export const replaysAtOnce = 1_000
/** Longer than a try may take: a run that died gives its delivery back after this. */
const leaseMs = 120_000

const deliveryColumns = {
  id: webhookDeliveries.id,
  webhookId: webhookDeliveries.webhookId,
  eventId: webhookDeliveries.eventId,
  state: webhookDeliveries.state,
  tries: webhookDeliveries.tries,
  nextAt: webhookDeliveries.nextAt,
  lastTriedAt: webhookDeliveries.lastTriedAt,
  status: webhookDeliveries.status,
  durationMs: webhookDeliveries.durationMs,
  error: webhookDeliveries.error,
  answer: webhookDeliveries.answer,
  type: webhookEvents.type,
  fileId: webhookEvents.fileId,
  generationId: webhookEvents.generationId,
  at: webhookEvents.at,
}

const dueColumns = {
  ...deliveryColumns,
  spaceId: webhooks.spaceId,
  url: webhooks.url,
  sealedSecret: webhooks.sealedSecret,
  failingSince: webhooks.failingSince,
}

function selectDue(db: Db) {
  return db
    .select(dueColumns)
    .from(webhooks)
    .innerJoin(webhookDeliveries, eq(webhookDeliveries.webhookId, webhooks.id))
    .innerJoin(webhookEvents, eq(webhookEvents.id, webhookDeliveries.eventId))
}

export type DueDelivery = Awaited<ReturnType<typeof dueDeliveries>>[number]
export type DeliveryRow = Omit<DueDelivery, 'spaceId' | 'url' | 'sealedSecret' | 'failingSince'>

/** What is to be delivered to one webhook now, in the order in which it became due. */
export async function dueDeliveries(db: Db, webhookId: WebhookId, now: number) {
  return await selectDue(db)
    .where(
      and(
        eq(webhooks.id, webhookId),
        eq(webhookDeliveries.state, 'queued'),
        lte(webhookDeliveries.nextAt, now),
      ),
    )
    .orderBy(asc(webhookDeliveries.nextAt))
    .limit(deliveriesPerRun)
}

export async function findDueDelivery(db: Db, id: WebhookDeliveryId) {
  const [row] = await selectDue(db).where(eq(webhookDeliveries.id, id))
  return row
}

/** The webhooks of a space that may be delivered to: none while it is in trash. */
export async function activeWebhookIds(db: Db, spaceId: SpaceId): Promise<WebhookId[]> {
  const rows = await db
    .select({ id: webhooks.id })
    .from(webhooks)
    .where(
      and(
        eq(webhooks.spaceId, spaceId),
        sql`${webhooks.pausedAt} is null`,
        sql`exists (select 1 from spaces where id = ${spaceId} and trashed_at is null)`,
      ),
    )
  return rows.map(({ id }) => id)
}

/** Spaces for which something is due, the longest waiting first. */
export async function spacesWithDueDeliveries(db: Db, now: number): Promise<SpaceId[]> {
  const rows = await db
    .select({ spaceId: webhooks.spaceId })
    .from(webhookDeliveries)
    .innerJoin(webhooks, eq(webhooks.id, webhookDeliveries.webhookId))
    .where(and(sql`${webhookDeliveries.state} = 'queued'`, lte(webhookDeliveries.nextAt, now)))
    .orderBy(asc(webhookDeliveries.nextAt))
    .limit(500)
  return [...new Set(rows.map(({ spaceId }) => spaceIdSchema.parse(spaceId)))]
}

/**
 * Takes a delivery for one try, unless somebody else has, or its webhook was paused, changed hands or
 * was removed meanwhile. Its `tries` say afterwards whose try it is.
 */
export async function leaseDelivery(
  db: Db,
  { id, tries }: Pick<DueDelivery, 'id' | 'tries'>,
  now: number,
): Promise<boolean> {
  const [rows] = await runBatch(db, [
    db.run(sql`update webhook_deliveries set tries = tries + 1, next_at = ${now + leaseMs}
      where id = ${id} and state = 'queued' and tries = ${tries} and next_at <= ${now}
        and exists (select 1 from webhooks inner join spaces on spaces.id = webhooks.space_id
          where webhooks.id = webhook_id and webhooks.paused_at is null
            and spaces.trashed_at is null)
      returning id`),
  ])
  return rows?.length === 1
}

export interface TryOutcome {
  status: number | null
  durationMs: number
  error: string | null
  answer: string | null
}

/** Ends a try that is still this one's. `nextAt` null: it is over, one way or the other. */
export async function recordTry(
  db: Db,
  delivery: Pick<DueDelivery, 'id' | 'webhookId'> & { tries: number },
  outcome: TryOutcome,
  end: { state: 'delivered' | 'failed' | 'queued'; nextAt: number; now: number },
): Promise<void> {
  const { id, webhookId, tries } = delivery
  await runBatch(db, [
    db
      .update(webhookDeliveries)
      // Who paused the webhook during the try finds what is left of it held.
      .set({
        ...outcome,
        lastTriedAt: end.now,
        nextAt: end.nextAt,
        state: sql`case when ${end.state} = 'queued' then ${webhookDeliveries.state} else ${end.state} end`,
      })
      .where(and(eq(webhookDeliveries.id, id), eq(webhookDeliveries.tries, tries))),
    db
      .update(webhooks)
      .set({
        failingSince:
          end.state === 'delivered' ? null : sql`coalesce(${webhooks.failingSince}, ${end.now})`,
      })
      .where(eq(webhooks.id, webhookId)),
  ])
}

/** Newest first; one more than `limit` when there are more. */
export async function listDeliveries(
  db: Db,
  webhookId: WebhookId,
  page: { before: WebhookDeliveryId | null; limit: number },
): Promise<DeliveryRow[]> {
  return await db
    .select(deliveryColumns)
    .from(webhookDeliveries)
    .innerJoin(webhookEvents, eq(webhookEvents.id, webhookDeliveries.eventId))
    .where(
      and(
        eq(webhookDeliveries.webhookId, webhookId),
        page.before === null ? undefined : lt(webhookDeliveries.id, page.before),
      ),
    )
    .orderBy(desc(webhookDeliveries.id))
    .limit(page.limit + 1)
}

const madeRows = z.array(z.object({ id: webhookDeliveryIdSchema }))

/** An event for one webhook alone, whatever it subscribes to. */
export async function insertTestDelivery(
  db: Db,
  test: { webhookId: WebhookId; spaceId: SpaceId; type: string; now: number },
): Promise<WebhookDeliveryId | undefined> {
  const { webhookId, spaceId, type, now } = test
  const [, made] = await runBatch(db, [
    db.run(
      sql`insert into webhook_events (space_id, type, at) values (${spaceId}, ${type}, ${now})`,
    ),
    db.run(sql`insert into webhook_deliveries (webhook_id, event_id, state, next_at)
      select ${webhookId}, id, 'queued', ${now} from webhook_events where rowid = last_insert_rowid()
      returning id`),
  ])
  return madeRows.parse(made)[0]?.id
}

/** One delivery of this webhook again, as a row of its own. */
export async function insertReplay(
  db: Db,
  webhookId: WebhookId,
  id: WebhookDeliveryId,
  now: number,
): Promise<WebhookDeliveryId | undefined> {
  const [made] = await runBatch(db, [
    db.run(sql`insert into webhook_deliveries (webhook_id, event_id, state, next_at)
      select webhook_id, event_id, 'queued', ${now} from webhook_deliveries
      where id = ${id} and webhook_id = ${webhookId} returning id`),
  ])
  return madeRows.parse(made)[0]?.id
}

/** Events that failed since then and have no later delivery to this webhook: once more each. */
export async function insertReplaysOfFailed(
  db: Db,
  webhookId: WebhookId,
  since: number,
  now: number,
): Promise<number> {
  const [made] = await runBatch(db, [
    db.run(sql`insert into webhook_deliveries (webhook_id, event_id, state, next_at)
      select failed.webhook_id, failed.event_id, 'queued', ${now} from webhook_deliveries failed
      where failed.webhook_id = ${webhookId} and failed.state = 'failed' and failed.next_at >= ${since}
        and not exists (select 1 from webhook_deliveries later where later.event_id = failed.event_id
          and later.webhook_id = failed.webhook_id and later.rowid > failed.rowid)
      order by failed.next_at limit ${replaysAtOnce} returning id`),
  ])
  return made?.length ?? 0
}

/** Events older than that, with their deliveries, some at a time. */
export async function deleteOldEvents(db: Db, before: number): Promise<void> {
  const old = db
    .select({ id: webhookEvents.id })
    .from(webhookEvents)
    .where(lt(webhookEvents.at, before))
    .orderBy(asc(webhookEvents.at))
    .limit(1_000)
  await db.delete(webhookEvents).where(sql`${webhookEvents.id} in ${old}`)
}
