import { z } from 'zod'
import {
  fileIdSchema,
  generationIdSchema,
  spaceIdSchema,
  webhookDeliveryIdSchema,
  webhookEventIdSchema,
  webhookIdSchema,
} from './ids.ts'

/**
 * | event | when |
 * |---|---|
 * | file.created | a file is there: its bytes are stored |
 * | file.ready | nothing more will be made of it: its preview is there, or it is of a kind that gets none |
 * | file.failed | its preview could not be made; the file itself is kept |
 * | file.trashed | it went to trash, alone or with its folder |
 * | transform.ready | a picture was made of it that was not there before |
 * | original.available | an original that somebody waits for, which lies at home alone, can be had again |
 * | generation.ready | a picture that words make is there; `generationId` names it, and there is no file |
 * | share.visited | not sent yet |
 */
export const webhookEvents = [
  'file.created',
  'file.ready',
  'file.failed',
  'file.trashed',
  'transform.ready',
  'original.available',
  'share.visited',
  'generation.ready',
] as const
export const webhookEventSchema = z.enum(webhookEvents)
export type WebhookEvent = z.infer<typeof webhookEventSchema>

/** They may be subscribed to; nothing sends them so far. */
export const unsentWebhookEvents: readonly WebhookEvent[] = ['share.visited']

/** What is sent when somebody presses "send a test event"; nobody subscribes to it. */
export const testWebhookEvent = 'webhook.test'

const eventsSchema = z.array(webhookEventSchema).min(1, 'Choose at least one event.').max(20)
const fields = {
  url: z.string().trim().min(1, 'A webhook has an address.').max(2_048),
  description: z.string().trim().max(200),
}

export const makeWebhookSchema = z.strictObject({
  url: fields.url,
  events: eventsSchema,
  description: fields.description.default(''),
})
export type MakeWebhook = z.infer<typeof makeWebhookSchema>

/** What is left out stays. `paused: false` takes up a webhook again, whyever it was paused. */
export const changeWebhookSchema = z.strictObject({
  url: fields.url.optional(),
  events: eventsSchema.optional(),
  description: fields.description.optional(),
  paused: z.boolean().optional(),
})
export type ChangeWebhook = z.infer<typeof changeWebhookSchema>

/**
 * `paused` by an admin; `gone`: its receiver answered 410; `failing`: for three days nothing could be
 * delivered. While it is not `active`, nothing that happens is noted for it.
 */
export const webhookStates = ['active', 'paused', 'gone', 'failing'] as const

export const webhookViewSchema = z.object({
  id: webhookIdSchema,
  spaceId: spaceIdSchema,
  url: z.string(),
  description: z.string(),
  events: z.array(webhookEventSchema),
  state: z.enum(webhookStates),
  createdAt: z.string(),
  pausedAt: z.string().nullable(),
  /** Since when no delivery has succeeded; null when the last one did. */
  failingSince: z.string().nullable(),
})
export type WebhookView = z.infer<typeof webhookViewSchema>
export const webhookListSchema = z.object({ items: z.array(webhookViewSchema) })

/** The only time that the secret is told: `whsec_` and 32 bytes in base64. */
export const webhookMadeSchema = z.object({ secret: z.string(), webhook: webhookViewSchema })

/**
 * The body of a delivery, signed as https://www.standardwebhooks.com has it. `id` is in the header
 * `webhook-id` as well, and the same in every try and replay. `fileId` is null in a test event.
 */
export const webhookBodySchema = z.object({
  id: webhookEventIdSchema,
  version: z.literal(1),
  type: z.union([webhookEventSchema, z.literal(testWebhookEvent)]),
  /** When it happened, ISO 8601. */
  timestamp: z.iso.datetime(),
  data: z.object({
    spaceId: spaceIdSchema,
    fileId: fileIdSchema.nullable(),
    /** Of `generation.ready` alone. */
    generationId: generationIdSchema.optional(),
  }),
})
export type WebhookBody = z.infer<typeof webhookBodySchema>

/** `held`: its webhook is paused; it goes on when that is taken up again. */
export const webhookDeliveryStates = ['queued', 'held', 'delivered', 'failed'] as const

export const webhookDeliveryViewSchema = z.object({
  id: webhookDeliveryIdSchema,
  eventId: webhookEventIdSchema,
  type: webhookBodySchema.shape.type,
  fileId: fileIdSchema.nullable(),
  /** When the event happened. */
  at: z.string(),
  state: z.enum(webhookDeliveryStates),
  tries: z.int().nonnegative(),
  /** When it is tried next; null when it is not. */
  nextAt: z.string().nullable(),
  /** Of the last try, each null before the first one or when there was no answer. */
  lastTriedAt: z.string().nullable(),
  status: z.int().nullable(),
  durationMs: z.int().nullable(),
  /** Why there was no answer, as a sentence. */
  error: z.string().nullable(),
  /** The first KB of the answer's body, as text. */
  answer: z.string().nullable(),
})
export type WebhookDeliveryView = z.infer<typeof webhookDeliveryViewSchema>

/** Newest first. */
export const webhookDeliveryListSchema = z.object({
  items: z.array(webhookDeliveryViewSchema),
  nextCursor: z.string().nullable(),
})
export type WebhookDeliveryList = z.infer<typeof webhookDeliveryListSchema>

/** Everything that failed for good since then, and was not delivered by a replay since. */
export const replayWebhookSchema = z.strictObject({ since: z.iso.datetime() })
export const replayedWebhookSchema = z.object({ replayed: z.int().nonnegative() })
