import type { ActivityEntry, ActivityList, ActivityQuery } from '#contracts/activity'
import type { FileView } from '#contracts/files'
import type { FileId, SpaceId } from '#contracts/ids'
import { decodeTimeCursor, encodeTimeCursor } from '../db/time-cursor.ts'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { toFileViews } from '../files/file-view.ts'
import { readableFiles } from '../files/find-file.ts'
import { requireFolder } from '../folders/find-folder.ts'
import { type Actor, membershipIn } from '../spaces/access.ts'
import { type ActivityRow, listActivity } from './queries.ts'

/** A quiet folder of a busy space: so many entries of the space are looked at for one page of it. */
const lookedAtMax = 1_000

interface Of {
  spaceId: SpaceId
  /** Null: all of the space. */
  path: string | null
  /** Guests are not told with whom else something is shared. */
  isMember: boolean
}

/**
 * What happened in a space or a folder, the latest first. Throws `not_found` for whoever may not see
 * it, and for cursors that are none.
 */
export async function readActivity(
  deps: Pick<Deps, 'db' | 'now' | 'config'>,
  actor: Actor,
  { space, folder, cursor, limit }: ActivityQuery,
  host: string,
): Promise<ActivityList> {
  const of = await placeOf(deps, actor, { space, folder })
  const after = decodeTimeCursor(cursor)
  if (after && !/^\d{1,15}$/.test(after.id)) {
    throw new AppError('validation_failed', 'This cursor is not one of ours.')
  }
  const asked = of.path === null ? limit + 1 : lookedAtMax
  const rows = await listActivity(deps.db, of.spaceId, { after, limit: asked })
  const fitting = rows.filter((row) => isOf(of, row))
  const shown = fitting.slice(0, limit)
  const last = fitting.length > limit ? shown.at(-1) : rows.at(-1)
  const isMore = fitting.length > limit || rows.length === asked
  const views = await viewsOf(deps, actor, shown, host)
  return {
    items: shown.map((row) => toEntry(row, views)),
    nextCursor: last && isMore ? encodeTimeCursor({ timeMs: last.at, id: String(last.id) }) : null,
  }
}

async function placeOf(
  deps: Pick<Deps, 'db'>,
  actor: Actor,
  { space, folder }: Pick<ActivityQuery, 'space' | 'folder'>,
): Promise<Of> {
  if (folder === undefined) {
    const { spaceId } = membershipIn(actor, space ?? actor.homeSpaceId, 'viewer')
    return { spaceId, path: null, isMember: true }
  }
  const { spaceId, path } = await requireFolder(deps, actor, folder, 'viewer')
  return { spaceId, path, isMember: actor.memberships.has(spaceId) }
}

function isOf({ path, isMember }: Of, row: ActivityRow): boolean {
  if (!isMember && (row.kind === 'granted' || row.kind === 'linked')) return false
  const isAboutFile = row.kind === 'commented' || row.kind === 'hearted'
  if (isAboutFile && (row.fileId === null || row.fileTrashedAt !== null)) return false
  if (path === null) return true
  return row.folderTrashedAt === null && (row.folderPath?.startsWith(path) ?? false)
}

/** Of the files that still live where the actor may look. */
async function viewsOf(
  deps: Pick<Deps, 'db' | 'now' | 'config'>,
  actor: Actor,
  rows: ActivityRow[],
  host: string,
): Promise<Map<FileId, FileView>> {
  const ids = [...new Set(rows.flatMap(({ fileId }) => fileId ?? []))]
  if (ids.length === 0) return new Map()
  const found = await readableFiles(deps, actor, ids)
  const living = found.filter(({ trashedAt }) => trashedAt === null)
  const views = await toFileViews(deps, living, { host, userId: actor.userId })
  return new Map(views.map((view) => [view.id, view]))
}

function toEntry(row: ActivityRow, views: Map<FileId, FileView>): ActivityEntry {
  const view = row.fileId === null ? undefined : views.get(row.fileId)
  const { folderId, folderName } = row
  const isThere = folderId !== null && folderName !== null && row.folderTrashedAt === null
  return {
    ...{ key: row.key, kind: row.kind, at: new Date(row.at).toISOString() },
    by: row.guestName ?? row.username,
    isGuest: row.guestName !== null,
    file: view ? { id: view.id, name: view.name, thumbUrl: view.thumbUrl } : null,
    folder: isThere ? { id: folderId, name: folderName } : null,
    files: row.files,
    text: row.kind === 'linked' ? row.title : row.comment,
    withUser: row.withUser,
  }
}
