import type { ListCanvasesQuery } from '#contracts/canvas'
import { decodeTimeCursor, encodeTimeCursor } from '../../db/time-cursor.ts'
import type { Deps } from '../../deps.ts'
import { type Actor, membershipIn } from '../../spaces/access.ts'
import { type CanvasRow, listCanvases } from './queries.ts'

/**
 * One page of the canvases of a space, or of all that the actor may read, the latest changed first.
 * Throws `not_found`, and `validation_failed` for a cursor of another list.
 */
export async function canvasesOf(
  deps: Pick<Deps, 'db'>,
  actor: Actor,
  { space, trashed, cursor, limit }: ListCanvasesQuery,
): Promise<{ rows: CanvasRow[]; nextCursor: string | null }> {
  if (space !== undefined) membershipIn(actor, space, 'viewer')
  const after = decodeTimeCursor(cursor)
  // A range of the index for each space; who is in many spaces has few canvases in most of them.
  const lists = await Promise.all(
    (space === undefined ? actor.readableSpaceIds : [space]).map((spaceId) =>
      listCanvases(deps.db, { spaceId, isTrashed: trashed === 'true' }, after, limit + 1),
    ),
  )
  const sorted = lists.flat().sort((a, b) => b.changedAt - a.changedAt || (a.id < b.id ? 1 : -1))
  const rows = sorted.slice(0, limit)
  const last = rows.at(-1)
  const hasMore = sorted.length > rows.length && last !== undefined
  return {
    rows,
    nextCursor: hasMore ? encodeTimeCursor({ timeMs: last.changedAt, id: last.id }) : null,
  }
}
