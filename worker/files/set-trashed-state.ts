import type { FileId } from '#contracts/ids'
import type { Deps } from '../deps.ts'
import { noSuchFile } from '../errors.ts'
import { type Actor, actorIdOf } from '../spaces/access.ts'
import { requireFile } from './find-file.ts'
import { type FileRow, findFile, setTrashed } from './queries.ts'

/**
 * The shared half of trashing and restoring; answers the file as it is afterwards. Throws `not_found`,
 * and `forbidden` for viewers.
 */
export async function setTrashedState(
  deps: Pick<Deps, 'db' | 'now' | 'log' | 'audit' | 'announce' | 'defer'>,
  actor: Actor,
  id: FileId,
  isTrashed: boolean,
): Promise<FileRow> {
  await requireFile(deps, actor, id, 'editor')
  const now = deps.now()
  const isChanged = await setTrashed(deps.db, id, isTrashed ? now : null, now)
  const file = await findFile(deps.db, id)
  if (!file) throw noSuchFile()
  if (!isChanged) return file
  const action = isTrashed ? 'file.trashed' : 'file.restored'
  deps.log.info(action, { fileId: id })
  deps.audit.record({ chain: file.spaceId, action, actorId: actorIdOf(actor), subjectId: id })
  deps.defer(deps.announce(file.spaceId, { type: 'files.changed', fileIds: [id] }))
  return file
}
