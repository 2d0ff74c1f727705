import type { SpaceId, WebhookId } from '#contracts/ids'
import type { ChangeWebhook, MakeWebhook, WebhookView } from '#contracts/webhooks'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { newId } from '../ids.ts'
import { checkAddress } from '../outbound/check-address.ts'
import { seal } from '../second-factor/sealed-text.ts'
import { type Actor, actorIdOf, membershipIn } from '../spaces/access.ts'
import { sealPurpose } from './deliver.ts'
import {
  deleteWebhook,
  findWebhook,
  insertWebhook,
  listWebhooks,
  pauseWebhook,
  resumeWebhook,
  updateWebhook,
  type WebhookRow,
} from './queries.ts'
import { makeWebhookSecret } from './sign.ts'
import { eventsText, toWebhookView } from './webhook-view.ts'

export type WebhookDeps = Pick<Deps, 'db' | 'config' | 'now' | 'audit' | 'spaceRoom' | 'log'>

/** The webhooks of a space, the oldest first, for its admins. */
export async function webhooksOf(
  deps: Pick<Deps, 'db'>,
  actor: Actor,
  spaceId: SpaceId,
): Promise<WebhookView[]> {
  membershipIn(actor, spaceId, 'admin')
  return (await listWebhooks(deps.db, spaceId)).map(toWebhookView)
}

/**
 * Makes a webhook, which only admins of the space can. Its secret is told by this answer and never
 * again. Throws `url_not_allowed`, and `conflict` when the space has too many.
 */
export async function makeWebhook(
  deps: WebhookDeps,
  actor: Actor,
  spaceId: SpaceId,
  wanted: MakeWebhook,
): Promise<{ secret: string; webhook: WebhookView }> {
  membershipIn(actor, spaceId, 'admin')
  const url = checkAddress(deps.config, wanted.url).href
  const now = deps.now()
  const id = newId('webhook', now)
  const secret = makeWebhookSecret()
  const { description } = wanted
  const isMade = await insertWebhook(deps.db, {
    ...{ id, spaceId, url, description, createdAt: now },
    events: eventsText(wanted.events),
    sealedSecret: seal(deps.config, sealPurpose(id), secret),
  })
  if (!isMade) {
    throw new AppError('conflict', 'This space has too many webhooks. Remove some first.')
  }
  await listen(deps, spaceId, true)
  record(deps, actor, spaceId, id, 'webhook.made')
  return { secret, webhook: toWebhookView(await webhookIn(deps, actor, spaceId, id)) }
}

/** Changes what is named, pauses, or takes up again. */
export async function changeWebhook(
  deps: WebhookDeps,
  actor: Actor,
  spaceId: SpaceId,
  id: WebhookId,
  change: ChangeWebhook,
): Promise<WebhookView> {
  await webhookIn(deps, actor, spaceId, id)
  const { url, events, description, paused } = change
  const columns = {
    ...(url === undefined ? {} : { url: checkAddress(deps.config, url).href }),
    ...(events === undefined ? {} : { events: eventsText(events) }),
    ...(description === undefined ? {} : { description }),
  }
  if (Object.keys(columns).length > 0) await updateWebhook(deps.db, id, columns)
  if (paused === true) await pauseWebhook(deps.db, id, 'paused', deps.now())
  if (paused === false) {
    await resumeWebhook(deps.db, id, deps.now())
    await listen(deps, spaceId, true)
  }
  record(deps, actor, spaceId, id, paused === true ? 'webhook.paused' : 'webhook.changed')
  return toWebhookView(await webhookIn(deps, actor, spaceId, id))
}

/** Another secret in place of the one before, which signs nothing from now on. */
export async function changeSecret(
  deps: WebhookDeps,
  actor: Actor,
  spaceId: SpaceId,
  id: WebhookId,
): Promise<{ secret: string; webhook: WebhookView }> {
  const webhook = await webhookIn(deps, actor, spaceId, id)
  const secret = makeWebhookSecret()
  await updateWebhook(deps.db, id, { sealedSecret: seal(deps.config, sealPurpose(id), secret) })
  record(deps, actor, spaceId, id, 'webhook.secret_changed')
  return { secret, webhook: toWebhookView(webhook) }
}

/** Ends a webhook at once, with all that was still to be delivered to it. */
export async function removeWebhook(
  deps: WebhookDeps,
  actor: Actor,
  spaceId: SpaceId,
  id: WebhookId,
): Promise<void> {
  await webhookIn(deps, actor, spaceId, id)
  await deleteWebhook(deps.db, id)
  record(deps, actor, spaceId, id, 'webhook.removed')
  if ((await listWebhooks(deps.db, spaceId)).length === 0) await listen(deps, spaceId, false)
}

/** A webhook of a space whose admin the actor is; throws `not_found` when there is none. */
export async function webhookIn(
  deps: Pick<Deps, 'db'>,
  actor: Actor,
  spaceId: SpaceId,
  id: WebhookId,
): Promise<WebhookRow> {
  membershipIn(actor, spaceId, 'admin')
  const row = await findWebhook(deps.db, spaceId, id)
  if (!row) throw new AppError('not_found', 'There is no such webhook.')
  return row
}

/** Best effort: a space whose room does not know is delivered to when the sweep comes by. */
async function listen(deps: WebhookDeps, spaceId: SpaceId, isListening: boolean) {
  try {
    await deps.spaceRoom(spaceId).listenForWebhooks(isListening ? spaceId : null)
  } catch (error) {
    deps.log.error('webhooks.room_not_told', error, { spaceId })
  }
}

function record(
  deps: WebhookDeps,
  actor: Actor,
  spaceId: SpaceId,
  subjectId: WebhookId,
  action:
    | 'webhook.made'
    | 'webhook.changed'
    | 'webhook.paused'
    | 'webhook.secret_changed'
    | 'webhook.removed',
) {
  deps.audit.record({ chain: spaceId, action, actorId: actorIdOf(actor), subjectId })
}
