import type { KeepTransform } from '#contracts/transforms'
import type { FoundFile } from '../files/find-file.ts'
import type { SettleDeps, Taken } from '../files/settle-file.ts'
import { uploadFile } from '../files/upload-file.ts'
import type { Actor } from '../spaces/access.ts'
import type { OpenedTransform } from './open-transform.ts'

/**
 * Keeps a made picture as a file of its own, in its source's space. Throws as `uploadFile` does:
 * `forbidden` below editor, `quota_exceeded`, `not_found` for a folder that is not there.
 */
export async function keepTransform(
  deps: SettleDeps,
  actor: Actor,
  { row, body }: OpenedTransform,
  { source, asked }: { source: FoundFile; asked: KeepTransform },
): Promise<Taken> {
  const folder = asked.folder === undefined ? source.folderId : asked.folder
  const { width, height, sizeBytes, format } = row
  return await uploadFile(deps, actor, {
    ...{ name: asked.name ?? editedName(source.name, format), body, sizeBytes },
    ...{ space: source.spaceId, folder: folder ?? undefined, dimensions: { width, height } },
  })
}

/** `lake.heic` becomes `lake (edited).jpg`. */
function editedName(name: string, format: string): string {
  const stem = name.replace(/\.[^.]{1,5}$/, '')
  return `${stem.slice(0, 230)} (edited).${format === 'jpeg' ? 'jpg' : format}`
}
