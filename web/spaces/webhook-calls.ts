import type { SpaceId } from '#contracts/ids'
import type {
  ChangeWebhook,
  MakeWebhook,
  WebhookDeliveryView,
  WebhookView,
} from '#contracts/webhooks'
import { answer, api } from '../api.ts'
import { type PagedList, pagedList } from '../ui/paged.ts'

// What the page does with webhooks of a space. Every call throws `ApiError` when it is refused.

const hooks = api.api.spaces[':spaceId'].webhooks
const hook = hooks[':webhookId']

const paramOf = ({ spaceId, id }: WebhookView) => ({ spaceId, webhookId: id })

export function webhookList(spaceId: SpaceId): PagedList<WebhookView> {
  return pagedList(() => answer(hooks.$get({ param: { spaceId } })))
}

/** Resolves to the new webhook and its secret, which is told this once. */
export async function makeWebhook(spaceId: SpaceId, json: MakeWebhook) {
  return await answer(hooks.$post({ param: { spaceId }, json }))
}

export async function changeWebhook(webhook: WebhookView, json: ChangeWebhook) {
  return await answer(hook.$patch({ param: paramOf(webhook), json }))
}

/** Resolves to the new secret, which is told this once. */
export async function changeSecret(webhook: WebhookView): Promise<string> {
  const { secret } = await answer(hook.secret.$post({ param: paramOf(webhook) }))
  return secret
}

export async function removeWebhook(webhook: WebhookView) {
  await answer(hook.$delete({ param: paramOf(webhook) }))
}

export async function sendTest(webhook: WebhookView): Promise<WebhookDeliveryView> {
  return await answer(hook.test.$post({ param: paramOf(webhook) }))
}

export function deliveryList(webhook: WebhookView): PagedList<WebhookDeliveryView> {
  return pagedList((cursor) =>
    answer(
      hook.deliveries.$get({
        param: paramOf(webhook),
        query: { limit: '20', ...(cursor ? { cursor } : {}) },
      }),
    ),
  )
}

export async function replayDelivery(
  webhook: WebhookView,
  { id: deliveryId }: WebhookDeliveryView,
) {
  const param = { ...paramOf(webhook), deliveryId }
  return await answer(hook.deliveries[':deliveryId'].replay.$post({ param }))
}

/** Resolves to how many are delivered once more. */
export async function replayFailed(webhook: WebhookView, since: Date): Promise<number> {
  const json = { since: since.toISOString() }
  const { replayed } = await answer(hook.replay.$post({ param: paramOf(webhook), json }))
  return replayed
}
