import { makeZip } from 'client-zip'
import type { SpaceId, UserId } from '#contracts/ids'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { originalKey } from '../originals/keys.ts'
import { entryNames } from './entry-names.ts'
import { type AdminId, requireUserRow } from './manage-users.ts'
import { type ExportedFile, findPersonalSpace, selectFilesToExport } from './queries.ts'

type Context = Pick<Deps, 'db' | 'originals' | 'homeOriginals' | 'now' | 'audit' | 'log'>

/**
 * A zip of all originals of a user's personal space, byte for byte, those in trash in a folder of
 * their own, and `files.json` about them as its last entry. It streams: one original is open at a
 * time. An original that cannot be had now is left out and `files.json` says so, for the zip has
 * begun by then. Throws `not_found`.
 */
export async function exportUser(
  deps: Context,
  actorId: AdminId,
  id: UserId,
): Promise<{ name: string; body: ReadableStream<Uint8Array> }> {
  const user = await requireUserRow(deps, id)
  const space = await findPersonalSpace(deps.db, id)
  if (!space) throw new AppError('not_found', 'This user has no personal space.')
  deps.audit.record({ chain: 'vault', action: 'account.exported', actorId, subjectId: id })
  const day = new Date(deps.now()).toISOString().slice(0, 10)
  return { name: `${user.username}-${day}.zip`, body: makeZip(entries(deps, space.id)) }
}

async function* entries(deps: Context, spaceId: SpaceId) {
  const nameFor = entryNames(['files.json'])
  const listing: string[] = []
  for await (const file of allFiles(deps, spaceId)) {
    const path = nameFor(file.trashedAt === null ? '' : 'Trash/', file.name)
    const body = await openOriginal(deps, spaceId, file)
    listing.push(describe(file, body ? path : null))
    if (!body) continue
    yield { name: path, input: body, size: file.sizeBytes, lastModified: new Date(file.createdAt) }
  }
  const text = `[${listing.length > 0 ? `\n${listing.join(',\n')}\n` : ''}]\n`
  yield { name: 'files.json', input: text, lastModified: new Date(deps.now()) }
}

async function* allFiles(deps: Pick<Deps, 'db'>, spaceId: SpaceId): AsyncGenerator<ExportedFile> {
  for (const trashed of [false, true]) {
    let last: ExportedFile | null = null
    do {
      const page: ExportedFile[] = await selectFilesToExport(deps.db, spaceId, { trashed, last })
      yield* page
      last = page.at(-1) ?? null
    } while (last !== null)
  }
}

/** Null when neither R2 nor a home disk can give it now. */
async function openOriginal(deps: Context, spaceId: SpaceId, file: ExportedFile) {
  try {
    const opened =
      (await deps.originals.open(originalKey(spaceId, file.originalId))) ??
      (await deps.homeOriginals.open(file.sha256))
    return opened?.body ?? null
  } catch (error) {
    deps.log.error('export.original_missing', error, { fileId: file.id })
    return null
  }
}

/** One line of `files.json`. `path` null: its original could not be had. */
function describe(file: ExportedFile, path: string | null): string {
  return JSON.stringify({
    path,
    name: file.name,
    sha256: file.sha256,
    sizeBytes: file.sizeBytes,
    takenAt: file.takenAt,
    createdAt: new Date(file.createdAt).toISOString(),
    trashedAt: file.trashedAt === null ? null : new Date(file.trashedAt).toISOString(),
  })
}
