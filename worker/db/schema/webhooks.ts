import { sql } from 'drizzle-orm'
import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type {
  FileId,
  GenerationId,
  SpaceId,
  WebhookDeliveryId,
  WebhookEventId,
  WebhookId,
} from '#contracts/ids'
import { webhookDeliveryStates } from '#contracts/webhooks'
import { spaces } from './spaces.ts'

/** Who wants to be told of what happens in a space. */
export const webhooks = sqliteTable(
  'webhooks',
  {
    id: text().$type<WebhookId>().primaryKey(),
    spaceId: text('space_id')
      .$type<SpaceId>()
      .notNull()
      .references(() => spaces.id, { onDelete: 'cascade' }),
    url: text().notNull(),
    description: text().notNull(),
    /** Comma-separated, with a comma before the first and after the last: triggers look for `,name,`. */
    events: text().notNull(),
    /** By `seal`. */
    sealedSecret: text('sealed_secret').notNull(),
    createdAt: integer('created_at').notNull(),
    pausedAt: integer('paused_at'),
    pauseReason: text('pause_reason', { enum: ['paused', 'gone', 'failing'] }),
    failingSince: integer('failing_since'),
  },
  (table) => [index('webhooks_by_space').on(table.spaceId, table.createdAt)],
)

/**
 * The outbox: triggers on `changes` and `files` (see the migration) write it in the batch in which
 * something happens, and only where a webhook listens. Ids are made here, for no code runs there:
 * hexadecimal time and chance have the form of a ULID, and sort by time among themselves.
 */
const timedId = (prefix: string) =>
  sql.raw(
    `('${prefix}_' || printf('%012X', cast(unixepoch('subsec') * 1000 as integer)) || hex(randomblob(7)))`,
  )

export const webhookEvents = sqliteTable(
  'webhook_events',
  {
    id: text().$type<WebhookEventId>().primaryKey().default(timedId('evt')),
    spaceId: text('space_id').$type<SpaceId>().notNull(),
    type: text().notNull(),
    fileId: text('file_id').$type<FileId>(),
    /** Of `generation.ready`. */
    generationId: text('generation_id').$type<GenerationId>(),
    at: integer().notNull(),
  },
  (table) => [index('webhook_events_by_age').on(table.at)],
)

/** One row a webhook and event, made by a trigger on `webhook_events`; and one more a replay. */
export const webhookDeliveries = sqliteTable(
  'webhook_deliveries',
  {
    id: text().$type<WebhookDeliveryId>().primaryKey().default(timedId('whd')),
    webhookId: text('webhook_id')
      .$type<WebhookId>()
      .notNull()
      .references(() => webhooks.id, { onDelete: 'cascade' }),
    eventId: text('event_id')
      .$type<WebhookEventId>()
      .notNull()
      .references(() => webhookEvents.id, { onDelete: 'cascade' }),
    state: text({ enum: webhookDeliveryStates }).notNull(),
    tries: integer().notNull().default(0),
    /** Not before this time. While it is being tried: when another may take it. */
    nextAt: integer('next_at').notNull(),
    lastTriedAt: integer('last_tried_at'),
    status: integer(),
    durationMs: integer('duration_ms'),
    error: text(),
    answer: text(),
  },
  (table) => [
    index('webhook_deliveries_by_webhook').on(table.webhookId, table.id),
    index('webhook_deliveries_by_state').on(table.webhookId, table.state, table.nextAt),
    index('webhook_deliveries_due').on(table.nextAt).where(sql`state = 'queued'`),
    index('webhook_deliveries_by_event').on(table.eventId),
  ],
)
