import type { WebhookDeliveryView, WebhookEvent, WebhookView } from '#contracts/webhooks'
import { formatAgo } from '../ui/format.ts'

/** What an event means, for whoever chooses. */
export const eventHints: Record<WebhookEvent, string> = {
  'file.created': 'A file is in the space',
  'file.ready': 'Its preview is there, or it gets none',
  'file.failed': 'Its preview could not be made; the file is kept',
  'file.trashed': 'It went to the trash',
  'transform.ready': 'A changed picture is made',
  'original.available': 'An original that was waited for is there again',
  'share.visited': 'Somebody opened a share',
  'generation.ready': 'A picture is made from words',
}

/** Why nothing is delivered, or what is wrong with what is. Null when all is well. */
export function troubleOf({ state, failingSince }: WebhookView, now: number): string | null {
  switch (state) {
    case 'paused':
      return 'Nothing is noted or sent while it is paused.'
    case 'gone':
      return 'Its receiver said that it is gone for good (410), so nothing is sent any more.'
    case 'failing':
      return 'For three days nothing could be delivered, so it is paused.'
    case 'active':
      return failingSince === null
        ? null
        : `Deliveries fail since ${formatAgo(failingSince, now)}; they are tried again for a day each.`
  }
}

/** What came of a delivery so far, in a few words. */
export function outcomeOf(delivery: WebhookDeliveryView): string {
  const { state, status, error, tries, nextAt } = delivery
  const last = error ?? (status === null ? null : `answered ${status}`)
  if (state === 'delivered') return `answered ${status} in ${delivery.durationMs} ms`
  if (state === 'held') return last === null ? 'waits' : `${last}; waits`
  if (state === 'failed')
    return `${last ?? 'not tried'}; given up after ${tries === 1 ? 'one try' : `${tries} tries`}`
  if (last === null) return 'is on its way'
  const next = nextAt === null ? '' : `, next at ${new Date(nextAt).toLocaleTimeString()}`
  return `${last}; tried ${times(tries)}${next}`
}

function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`
}
