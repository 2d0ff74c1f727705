import type { SpaceId } from '#contracts/ids'
import type { StoredRenditionName } from '#contracts/renditions'
import {
  type Month,
  type MonthPage,
  type MonthQuery,
  type Timeline,
  timelineItemSchema,
} from '#contracts/timeline'
import type { Deps } from '../deps.ts'
import { decodeCursor, encodeCursor } from '../files/cursor.ts'
import { currentGeneration } from '../media/generation.ts'
import { mediaExpiry, signMediaPath } from '../media/media-url.ts'
import { type Actor, membershipIn } from '../spaces/access.ts'
import { filesOfMonth, monthsOf, type TimelineRow } from './queries.ts'

/** The months of a space and how many files each holds. Throws `not_found` for strangers. */
export async function readTimeline(
  deps: Pick<Deps, 'db'>,
  actor: Actor,
  spaceId: SpaceId,
): Promise<Timeline> {
  membershipIn(actor, spaceId, 'viewer')
  const months = await monthsOf(deps.db, spaceId)
  return { months: months.map(({ month, files }) => [month, files]) }
}

/**
 * One page of a month by one query, and none per picture. Its addresses are signed for `host`. Throws `not_found` for strangers, `validation_failed` for a cursor
 * of another month.
 */
export async function readMonth(
  deps: Pick<Deps, 'db' | 'now' | 'config'>,
  actor: Actor,
  of: { spaceId: SpaceId; month: Month; host: string },
  query: Pick<MonthQuery, 'cursor' | 'limit'>,
): Promise<MonthPage> {
  const { spaceId, month, host } = of
  membershipIn(actor, spaceId, 'viewer')
  // At the same time: pages are read while somebody scrolls, and each trip to the database counts.
  const [rows, generation] = await Promise.all([
    filesOfMonth(
      deps.db,
      { spaceId, month, userId: actor.userId },
      {
        after: query.cursor === undefined ? null : decodeCursor(query.cursor, month),
        limit: query.limit + 1,
      },
    ),
    currentGeneration(deps, spaceId),
  ])
  const page = rows.slice(0, query.limit)
  const last = page.at(-1)
  const hasMore = rows.length > query.limit && last !== undefined
  const expiresAtSeconds = mediaExpiry(deps.now())
  const items = page.map((row) => {
    const sign = (rendition: StoredRenditionName) =>
      signMediaPath(deps.config.mediaKeys, host, {
        ...{ spaceId, fileId: row.id, rendition, edit: row.edit },
        ...{ generation: generation ?? 0, expiresAtSeconds },
      })
    const isReady = row.preview === 'ready'
    return toItem(row, {
      thumbUrl: isReady ? sign('320') : null,
      ...(isReady && row.kind === 'video' && row.isAnimated && { movingUrl: sign('moving') }),
    })
  })
  const nextCursor = hasMore
    ? encodeCursor({ sort: month, value: last.shownAt, id: last.id })
    : null
  return { items, nextCursor }
}

function toItem(
  { shownAt, isFavorite, ...row }: TimelineRow,
  urls: { thumbUrl: string | null; movingUrl?: string },
) {
  // A wall clock, so it ends before the zone.
  const clock = new Date(shownAt).toISOString().slice(0, 19)
  return timelineItemSchema.parse({
    ...{ ...row, ...urls },
    ...{ shownAt: clock, isFavorite: isFavorite === 1 },
  })
}
