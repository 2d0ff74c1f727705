import type { SpaceEvent } from '#contracts/events'
import type { FileId } from '#contracts/ids'

/** What somebody follows who is in one folder of a space, and may not be in the rest of it. */
export interface FollowedFolder {
  /** `/fld_A/fld_B/`, as it was when they began: the folder itself is last. */
  path: string
}

/**
 * What of an event the follower of a folder is told, if anything: the ids of files that lie in it or
 * below it now, and that something changed there when files left it or folders of it changed.
 * `touched` are the paths of folders that lost or gained something, or changed themselves.
 */
export function eventForGuest(
  { path }: FollowedFolder,
  event: SpaceEvent,
  files: { id: FileId; path: string }[],
  touched: string[],
): SpaceEvent | null {
  const own = `/${lastOf(path)}/`
  if (event.type === 'files.changed' || event.type === 'remarks.changed') {
    const fileIds = files.filter((file) => file.path.includes(own)).map(({ id }) => id)
    return fileIds.length > 0 ? { type: event.type, fileIds } : null
  }
  if (event.type !== 'folders.changed') return null
  const isTold = touched.some((each) => each.includes(own) || path.startsWith(each))
  return isTold ? event : null
}

/**
 * Whether the followed folder may lie elsewhere from now on, or in trash: it, or one above it,
 * changed itself. Whoever follows it has to come again, and is looked at anew.
 */
export function mayHaveMoved({ path }: FollowedFolder, event: SpaceEvent, touched: string[]) {
  return event.type === 'folders.changed' && touched.some((each) => path.startsWith(each))
}

function lastOf(path: string): string {
  return path.split('/').at(-2) ?? ''
}
