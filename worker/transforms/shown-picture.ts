import type { FileId } from '#contracts/ids'
import type { Deps } from '../deps.ts'
import { findFile } from '../files/find-file.ts'
import { mediaGeneration } from '../spaces/media-generation.ts'

const ttlMs = 60_000
const maxEntries = 5_000

interface ShownPicture {
  generation: number
  /** The edit that it is shown by: another makes another picture of the same address. */
  edit: number
}

const remembered = new Map<FileId, { picture: ShownPicture; untilMs: number }>()

/**
 * What an address that asks for no session has to know of a picture; null when it is none, or in
 * trash. Each isolate remembers it for a minute, so that a picture in the cache asks nothing of D1;
 * what ends an address ends it everywhere within that minute.
 */
export async function shownPicture(
  deps: Pick<Deps, 'db' | 'now'>,
  fileId: FileId,
): Promise<ShownPicture | null> {
  const now = deps.now()
  const known = remembered.get(fileId)
  if (known && known.untilMs > now) return known.picture
  remembered.delete(fileId)
  const file = await findFile(deps, fileId)
  if (file?.kind !== 'image' || file.trashedAt !== null) return null
  const generation = await mediaGeneration(deps, file.spaceId)
  if (generation === null) return null
  const picture = { generation, edit: file.editNumber }
  if (remembered.size >= maxEntries) remembered.clear()
  remembered.set(fileId, { picture, untilMs: now + ttlMs })
  return picture
}
