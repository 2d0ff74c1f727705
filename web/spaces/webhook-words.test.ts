import { describe, expect, it } from 'vitest'
import {
  type WebhookDeliveryView,
  type WebhookView,
  webhookDeliveryViewSchema,
  webhookViewSchema,
} from '#contracts/webhooks'
import { outcomeOf, troubleOf } from './webhook-words.ts'

const ulid = '01ARZ3NDEKTSV4RRFFQ69G5FAV'

function aDelivery(change: Partial<WebhookDeliveryView>): WebhookDeliveryView {
  return webhookDeliveryViewSchema.parse({
    ...{ id: `whd_${ulid}`, eventId: `evt_${ulid}`, type: 'file.created', fileId: null },
    ...{ at: '2026-11-21T12:00:00Z', state: 'queued', tries: 0, nextAt: null, lastTriedAt: null },
    ...{ status: null, durationMs: null, error: null, answer: null },
    ...change,
  })
}

function aWebhook(change: Partial<WebhookView>): WebhookView {
  return webhookViewSchema.parse({
    ...{ id: `whk_${ulid}`, spaceId: `spc_${ulid}`, url: 'https://a.example', description: '' },
    ...{ events: [], state: 'active', createdAt: '2026-11-21T12:00:00Z', pausedAt: null },
    ...{ failingSince: null, ...change },
  })
}

describe('what came of a delivery', () => {
  it.each<[Partial<WebhookDeliveryView>, string]>([
    [{}, 'is on its way'],
    [{ state: 'delivered', status: 204, durationMs: 31, tries: 1 }, 'answered 204 in 31 ms'],
    [{ state: 'failed', status: 500, tries: 8 }, 'answered 500; given up after 8 tries'],
    [{ state: 'failed', status: 410, tries: 1 }, 'answered 410; given up after one try'],
    [{ state: 'queued', status: 503, tries: 1 }, 'answered 503; tried once'],
    [{ state: 'held' }, 'waits'],
  ])('%j is told as: %s', (change, words) => {
    expect(outcomeOf(aDelivery(change))).toBe(words)
  })
})

it('says why nothing is delivered, and nothing when all is well', () => {
  const now = Date.parse('2026-11-21T13:00:00Z')
  expect(troubleOf(aWebhook({}), now)).toBeNull()
  expect(troubleOf(aWebhook({ state: 'gone' }), now)).toContain('410')
  expect(troubleOf(aWebhook({ state: 'failing' }), now)).toContain('three days')
  expect(troubleOf(aWebhook({ failingSince: '2026-11-21T12:00:00Z' }), now)).toContain('fail since')
})
