import {
  type SpaceId,
  type WebhookDeliveryId,
  type WebhookId,
  webhookDeliveryIdSchema,
} from '#contracts/ids'
import type { PageQuery } from '#contracts/paging'
import {
  testWebhookEvent,
  type WebhookDeliveryList,
  type WebhookDeliveryView,
} from '#contracts/webhooks'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import type { Actor } from '../spaces/access.ts'
import { webhookIn } from './change-webhooks.ts'
import { type DeliverDeps, deliver } from './deliver.ts'
import {
  findDueDelivery,
  insertReplay,
  insertReplaysOfFailed,
  insertTestDelivery,
  listDeliveries,
} from './delivery-queries.ts'
import { toDeliveryView } from './webhook-view.ts'

interface Named {
  spaceId: SpaceId
  webhookId: WebhookId
}

/** What was and will be delivered to a webhook, newest first, for 30 days. */
export async function deliveriesOf(
  deps: Pick<Deps, 'db'>,
  actor: Actor,
  { spaceId, webhookId }: Named,
  query: PageQuery,
): Promise<WebhookDeliveryList> {
  await webhookIn(deps, actor, spaceId, webhookId)
  const before = query.cursor === undefined ? null : cursorOf(query.cursor)
  const rows = await listDeliveries(deps.db, webhookId, { before, limit: query.limit })
  const page = rows.slice(0, query.limit)
  const last = page.at(-1)
  return {
    items: page.map(toDeliveryView),
    nextCursor: rows.length > query.limit && last !== undefined ? last.id : null,
  }
}

/** Sends a test event now and answers what came of it; what fails is tried again like any other. */
export async function sendTest(
  deps: DeliverDeps,
  actor: Actor,
  { spaceId, webhookId }: Named,
): Promise<WebhookDeliveryView> {
  await requireActive(deps, actor, { spaceId, webhookId })
  const test = { webhookId, spaceId, type: testWebhookEvent, now: deps.now() }
  return await deliverNow(deps, await insertTestDelivery(deps.db, test))
}

/** Delivers once more, now, as an entry of its own; the event keeps its id. */
export async function replayDelivery(
  deps: DeliverDeps,
  actor: Actor,
  { spaceId, webhookId, deliveryId }: Named & { deliveryId: WebhookDeliveryId },
): Promise<WebhookDeliveryView> {
  await requireActive(deps, actor, { spaceId, webhookId })
  return await deliverNow(deps, await insertReplay(deps.db, webhookId, deliveryId, deps.now()))
}

/** Delivers once more what failed for good since then, soon. Answers how many; doing it twice adds none. */
export async function replayFailed(
  deps: DeliverDeps,
  actor: Actor,
  { spaceId, webhookId }: Named,
  since: string,
): Promise<number> {
  await requireActive(deps, actor, { spaceId, webhookId })
  const count = await insertReplaysOfFailed(deps.db, webhookId, Date.parse(since), deps.now())
  if (count > 0) await deps.webhooksQueue.send({ spaceId })
  return count
}

async function deliverNow(
  deps: DeliverDeps,
  id: WebhookDeliveryId | undefined,
): Promise<WebhookDeliveryView> {
  const due = id === undefined ? undefined : await findDueDelivery(deps.db, id)
  if (!due) throw new AppError('not_found', 'There is no such delivery.')
  await deliver(deps, due)
  const row = await findDueDelivery(deps.db, due.id)
  if (!row) throw new AppError('not_found', 'There is no such delivery any more.')
  return toDeliveryView(row)
}

async function requireActive(deps: Pick<Deps, 'db'>, actor: Actor, { spaceId, webhookId }: Named) {
  const webhook = await webhookIn(deps, actor, spaceId, webhookId)
  if (webhook.pausedAt === null) return
  throw new AppError('conflict', 'This webhook is paused. Take it up again first.')
}

function cursorOf(text: string): WebhookDeliveryId {
  const id = webhookDeliveryIdSchema.safeParse(text).data
  if (id !== undefined) return id
  const detail = 'This cursor is not one of ours. Start from the first page.'
  throw new AppError('validation_failed', detail)
}
