import type { FileId } from '#contracts/ids'
import type { Deps } from '../deps.ts'
import { noSuchFile } from '../errors.ts'
import type { Actor } from '../spaces/access.ts'
import { type FileRow, findFile, setTrashed } from './queries.ts'

/** The shared half of trashing and restoring; answers the file as it is afterwards. */
export async function setTrashedState(
  deps: Pick<Deps, 'db' | 'now' | 'log' | 'announce' | 'defer'>,
  actor: Actor,
  id: FileId,
  isTrashed: boolean,
): Promise<FileRow> {
  const now = deps.now()
  await setTrashed(deps.db, actor.editableSpaceIds, id, isTrashed ? now : null, now)
  const file = await findFile(deps.db, actor.editableSpaceIds, id)
  if (!file) throw noSuchFile()
  deps.log.info(isTrashed ? 'file.trashed' : 'file.restored', { fileId: id })
  deps.defer(deps.announce(file.spaceId, { type: 'files.changed', fileIds: [id] }))
  return file
}
