import type { FileId, SpaceId } from '#contracts/ids'
import type { Deps } from '../deps.ts'
import { setPreviewNone } from './queries.ts'

/** Ends the wait for a preview that will not come, and says so on the file. The file itself stays. */
export async function giveUpPreview(
  deps: Pick<Deps, 'db' | 'announce'>,
  spaceId: SpaceId,
  fileId: FileId,
): Promise<void> {
  await setPreviewNone(deps.db, fileId, 'The preview could not be made.')
  await deps.announce(spaceId, { type: 'files.changed', fileIds: [fileId] })
}
