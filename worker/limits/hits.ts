import { and, desc, gte, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { limitHitListSchema } from '#contracts/admin'
import type { LimitClass, LimitHitQuery } from '#contracts/limits'
import type { Db } from '../db/client.ts'
import { rateLimitHits } from '../db/schema/limits.ts'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import type { LimitSubject } from './subjects.ts'

const hourMs = 3_600_000
const keptMs = 30 * 24 * hourMs
/** The sweep comes every minute, so a flood of hits is gone soon all the same. */
const deletedAtOnce = 1_000
/** As long as deferred work may take; what has been writing for longer was ended with its request. */
const writingMsMax = 30_000

interface Writing {
  hits: number
  since: number
}

// Whoever is refused may come again thousands of times a second. While one write of a subject is on
// its way the others only add to the next one, so a flood costs the database one write at a time.
const writing = new Map<string, Writing>()

/** Counts a refusal for the admin page, after the answer. */
export function recordHit(
  deps: Pick<Deps, 'db' | 'now' | 'defer'>,
  limitClass: LimitClass,
  { shownAs }: LimitSubject,
): void {
  const now = deps.now()
  const windowStart = now - (now % hourMs)
  const key = `${limitClass} ${shownAs} ${windowStart}`
  const other = writing.get(key)
  if (other !== undefined && now - other.since < writingMsMax) {
    other.hits++
    return
  }
  const own: Writing = { hits: 1 + (other?.hits ?? 0), since: now }
  writing.set(key, own)
  deps.defer(
    writeAll(own, async (hits) => {
      const row = { class: limitClass, subject: shownAs, windowStart, hits, lastAt: deps.now() }
      await addHits(deps.db, row)
    }).finally(() => {
      if (writing.get(key) === own) writing.delete(key)
    }),
  )
}

async function writeAll(own: Writing, write: (hits: number) => Promise<void>): Promise<void> {
  while (own.hits > 0) {
    const { hits } = own
    own.hits = 0
    await write(hits)
  }
}

async function addHits(db: Db, row: typeof rateLimitHits.$inferInsert): Promise<void> {
  await db
    .insert(rateLimitHits)
    .values(row)
    .onConflictDoUpdate({
      target: [rateLimitHits.class, rateLimitHits.subject, rateLimitHits.windowStart],
      set: {
        hits: sql`${rateLimitHits.hits} + excluded.hits`,
        lastAt: sql`max(${rateLimitHits.lastAt}, excluded.last_at)`,
      },
    })
}

const rowid = sql<number>`${rateLimitHits}.rowid`
const cursorSchema = z.tuple([z.int().nonnegative(), z.int()])

/** A page of hits, the latest first. Throws `validation_failed` for a cursor that is none of ours. */
export async function listHits(
  db: Db,
  { since, cursor, limit }: LimitHitQuery,
): Promise<z.infer<typeof limitHitListSchema>> {
  const before = cursor === undefined ? null : decodeCursor(cursor)
  const rows = await db
    .select({
      rowid,
      class: rateLimitHits.class,
      subject: rateLimitHits.subject,
      windowStart: rateLimitHits.windowStart,
      hits: rateLimitHits.hits,
      lastAt: rateLimitHits.lastAt,
    })
    .from(rateLimitHits)
    .where(
      and(
        gte(rateLimitHits.lastAt, since === undefined ? 0 : Date.parse(since)),
        before === null
          ? undefined
          : sql`(${rateLimitHits.lastAt}, ${rowid}) < (${before[0]}, ${before[1]})`,
      ),
    )
    .orderBy(desc(rateLimitHits.lastAt), desc(rowid))
    .limit(limit + 1)
  const page = rows.slice(0, limit)
  const last = rows.length > limit ? page.at(-1) : undefined
  return {
    items: page.map((row) => ({
      class: row.class,
      subject: row.subject,
      windowStart: new Date(row.windowStart).toISOString(),
      hits: row.hits,
      lastAt: new Date(row.lastAt).toISOString(),
    })),
    nextCursor: last === undefined ? null : encodeCursor(last.lastAt, last.rowid),
  }
}

/** Deletes hits 30 days after the last of their hour, as many as one call may; answers how many. */
export async function deleteOldHits(deps: Pick<Deps, 'db' | 'now'>): Promise<number> {
  const { meta } = await deps.db.run(
    sql`delete from rate_limit_hits where rowid in (
      select rowid from rate_limit_hits where last_at < ${deps.now() - keptMs}
      order by last_at limit ${deletedAtOnce})`,
  )
  return meta.changes
}

function encodeCursor(lastAt: number, row: number): string {
  return Buffer.from(JSON.stringify([lastAt, row])).toString('base64url')
}

function decodeCursor(cursor: string): z.infer<typeof cursorSchema> {
  try {
    return cursorSchema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()))
  } catch (cause) {
    const detail = 'This cursor is not one of ours. Start from the first page.'
    throw new AppError('validation_failed', detail, { cause })
  }
}
