import {
  type WebhookDeliveryView,
  type WebhookEvent,
  type WebhookView,
  webhookDeliveryViewSchema,
  webhookEventSchema,
} from '#contracts/webhooks'
import type { DeliveryRow } from './delivery-queries.ts'
import type { WebhookRow } from './queries.ts'

const iso = (timeMs: number | null) => (timeMs === null ? null : new Date(timeMs).toISOString())

/** Never its secret. */
export function toWebhookView(row: WebhookRow): WebhookView {
  const { id, spaceId, url, description } = row
  return {
    ...{ id, spaceId, url, description },
    events: eventsOf(row.events),
    state: row.pausedAt === null ? 'active' : (row.pauseReason ?? 'paused'),
    createdAt: new Date(row.createdAt).toISOString(),
    pausedAt: iso(row.pausedAt),
    failingSince: iso(row.failingSince),
  }
}

/** Drops what the row has beyond a view. */
export function toDeliveryView(row: DeliveryRow): WebhookDeliveryView {
  return webhookDeliveryViewSchema.parse({
    ...row,
    at: iso(row.at),
    nextAt: row.state === 'queued' ? iso(row.nextAt) : null,
    lastTriedAt: iso(row.lastTriedAt),
  })
}

/** With a comma on both sides of each, for triggers look for `,name,`. */
export function eventsText(events: readonly WebhookEvent[]): string {
  return `,${[...new Set(events)].join(',')},`
}

function eventsOf(text: string): WebhookEvent[] {
  return text
    .split(',')
    .filter((name) => name !== '')
    .map((name) => webhookEventSchema.parse(name))
}
