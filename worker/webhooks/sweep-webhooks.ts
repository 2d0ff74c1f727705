import type { Deps } from '../deps.ts'
import { deleteOldEvents, spacesWithDueDeliveries } from './delivery-queries.ts'

const keptMs = 30 * 86_400_000
/** What a queue takes in one call. */
const messagesAtOnce = 100

/** Wakes deliveries that are due, and forgets those of a month ago. */
export async function sweepWebhooks(
  deps: Pick<Deps, 'db' | 'now' | 'webhooksQueue'>,
): Promise<void> {
  const now = deps.now()
  const spaceIds = await spacesWithDueDeliveries(deps.db, now)
  const messages = spaceIds.slice(0, messagesAtOnce).map((spaceId) => ({ body: { spaceId } }))
  if (messages.length > 0) await deps.webhooksQueue.sendBatch(messages)
  await deleteOldEvents(deps.db, now - keptMs)
}
