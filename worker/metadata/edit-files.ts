import type { FileId, SpaceId } from '#contracts/ids'
import type { EditFile, EditFiles } from '#contracts/metadata'
import type { Role } from '#contracts/spaces'
import type { Deps } from '../deps.ts'
import { AppError, noSuchFile } from '../errors.ts'
import { filesByIds } from '../files/find-file.ts'
import { saveEdits } from '../files/save-edits.ts'
import { requirePublishable, setAddresses } from '../files/set-visibility.ts'
import { type Actor, type Place, requireRoleAt } from '../spaces/access.ts'

export type EditDeps = Pick<Deps, 'db' | 'now' | 'log' | 'audit' | 'announce' | 'defer'>

/**
 * Writes the same about all of these files, or about none of them. Throws `not_found` when the actor
 * may not see one of them, `forbidden` when they may only look, `conflict` for what is in trash.
 */
export async function editFiles(
  deps: EditDeps,
  actor: Actor,
  fileIds: FileId[],
  edit: EditFile | Omit<EditFiles, 'fileIds'>,
): Promise<void> {
  const files = await requireFiles(deps, actor, fileIds, 'editor')
  if (files.some(({ trashedAt }) => trashedAt !== null)) throw inTrash()
  const {
    isArchived,
    visibility,
    publicShows,
    latitude,
    longitude,
    placeName,
    isPlaceHidden,
    ...rest
  } = edit
  const shows = publicShows ?? 'preview'
  if (visibility === 'public') requirePublishable(actor, files, shows)
  const { name, ...written } = 'name' in rest ? rest : { ...rest, name: undefined }
  // The name of the place before would not be that of the new one.
  const isMoved = latitude !== undefined
  const place = {
    ...(isMoved && { latitude, longitude: longitude ?? null, placeName: null }),
    ...(placeName !== undefined && { placeName }),
    ...(isPlaceHidden !== undefined && { isPlaceHidden: isPlaceHidden || null }),
  }
  const metadata = Object.fromEntries(
    Object.entries({ ...written, ...place }).filter(([, value]) => value !== undefined),
  )
  if (visibility !== undefined) await setAddresses(deps, actor, files, visibility, shows)
  await saveEdits(deps, fileIds, { metadata, name, isArchived, visibility })
  // Names of what changed, and no values: a location never gets into a log.
  deps.log.info('files.edited', { files: fileIds.length, fields: Object.keys(edit).join(' ') })
  announceFiles(deps, files)
}

/** These files, if the actor's role at every one of them is at least `role`. */
export async function requireFiles(
  deps: Pick<Deps, 'db'>,
  actor: Actor,
  fileIds: FileId[],
  role: Role,
) {
  const files = await filesByIds(deps, [...new Set(fileIds)])
  if (files.length !== new Set(fileIds).size) throw noSuchFile()
  const places = new Map<string, Place>(
    files.map((file) => [`${file.spaceId} ${file.folderPath}`, file]),
  )
  for (const place of places.values()) await requireRoleAt(deps, actor, place, role, noSuchFile)
  return files
}

/** Tells the pages that show these files, space by space. */
export function announceFiles(
  deps: Pick<Deps, 'announce' | 'defer'>,
  files: { id: FileId; spaceId: SpaceId }[],
): void {
  const bySpace = Map.groupBy(files, ({ spaceId }) => spaceId)
  for (const [spaceId, some] of bySpace) {
    const fileIds = some.map(({ id }) => id)
    deps.defer(deps.announce(spaceId, { type: 'files.changed', fileIds }))
  }
}

export function inTrash(): AppError {
  return new AppError('conflict', 'This file is in trash. Take it out first.')
}
