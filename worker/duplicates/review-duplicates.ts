import {
  type DuplicateGroup,
  type Duplicates,
  type DuplicatesQuery,
  type KeepReason,
  maxGroupFiles,
  type ReviewDuplicates,
} from '#contracts/duplicates'
import type { FileView } from '#contracts/files'
import type { DuplicateGroupId } from '#contracts/ids'
import { decodeTimeCursor, encodeTimeCursor } from '../db/time-cursor.ts'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { toFileViews } from '../files/file-view.ts'
import { filesByIds } from '../files/find-file.ts'
import { type Actor, membershipIn, requireRoleAt } from '../spaces/access.ts'
import { filesOfGroups, findGroup, folderNames, groupsToReview, setReviewed } from './queries.ts'

/**
 * One page of the groups of a space that somebody should look at. Throws `not_found` for strangers,
 * and for guests: what looks alike may lie in folders that are not shared with them.
 */
export async function listDuplicates(
  deps: Pick<Deps, 'db' | 'now' | 'config'>,
  actor: Actor,
  query: DuplicatesQuery,
  host: string,
): Promise<Duplicates> {
  const spaceId = query.space ?? actor.homeSpaceId
  membershipIn(actor, spaceId, 'viewer')
  const rows = await groupsToReview(deps.db, spaceId, {
    after: decodeTimeCursor(query.cursor),
    limit: query.limit + 1,
  })
  const page = rows.slice(0, query.limit)
  const last = rows.length > query.limit ? page.at(-1) : undefined
  const members = Map.groupBy(
    await filesOfGroups(
      deps.db,
      page.map(({ id }) => id),
    ),
    ({ groupId }) => groupId,
  )
  const shown = [...members.values()].flatMap((some) => some.slice(0, maxGroupFiles))
  const found = await filesByIds(
    deps,
    shown.map(({ fileId }) => fileId),
  )
  const views = await toFileViews(deps, found, { host, userId: actor.userId })
  const byId = new Map(views.map((view) => [view.id, view]))
  const folders = await folderNames(
    deps.db,
    views.flatMap(({ folderId }) => folderId ?? []),
  )
  const items = page.flatMap(({ id }): DuplicateGroup[] => {
    const of = members.get(id) ?? []
    const files = of.flatMap(({ fileId }) => byId.get(fileId) ?? []).sort(byWorth)
    const [best, second] = files
    if (!best || !second) return []
    return [
      {
        id,
        files: files.map((file) => ({
          ...file,
          folderName: file.folderId === null ? null : (folders.get(file.folderId) ?? null),
        })),
        total: of.length,
        reason: reasonFor(best, second),
      },
    ]
  })
  const nextCursor = last ? encodeTimeCursor({ timeMs: last.grewAt, id: last.id }) : null
  return { items, nextCursor }
}

/** Remembers that files of a group are no duplicates. Throws `not_found`, and `forbidden` for viewers. */
export async function reviewDuplicates(
  deps: Pick<Deps, 'db' | 'now' | 'log'>,
  actor: Actor,
  groupId: DuplicateGroupId,
  { fileIds, areDistinct }: ReviewDuplicates,
): Promise<void> {
  const group = await findGroup(deps.db, groupId)
  if (!group) throw noSuchGroup()
  const place = { spaceId: group.spaceId, folderPath: null }
  await requireRoleAt(deps, actor, place, 'editor', noSuchGroup)
  await setReviewed(deps.db, groupId, fileIds, areDistinct ? deps.now() : null)
  deps.log.info('duplicates.reviewed', { spaceId: group.spaceId, files: fileIds.length })
}

const pixelsOf = ({ width, height }: FileView) => (width ?? 0) * (height ?? 0)

/** The one to keep first: the most pixels, then the most bytes of the same, then the oldest. */
function byWorth(one: FileView, two: FileView): number {
  return (
    pixelsOf(two) - pixelsOf(one) ||
    two.sizeBytes - one.sizeBytes ||
    one.shownAt.localeCompare(two.shownAt) ||
    one.createdAt.localeCompare(two.createdAt) ||
    (one.id < two.id ? -1 : 1)
  )
}

function reasonFor(best: FileView, second: FileView): KeepReason {
  if (pixelsOf(best) > pixelsOf(second)) return 'most_pixels'
  return best.sizeBytes > second.sizeBytes ? 'most_bytes' : 'oldest'
}

function noSuchGroup(): AppError {
  return new AppError('not_found', 'There is no such group of pictures.')
}
