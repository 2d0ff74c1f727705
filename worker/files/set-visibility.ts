import type { FileDetail, PublicShows } from '#contracts/files'
import { type FileId, type PublicId, publicIdSchema, type SpaceId } from '#contracts/ids'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { type Actor, actorIdOf } from '../spaces/access.ts'
import { deleteAddresses, findAddress, putAddresses } from './public-queries.ts'
import type { FileRow } from './queries.ts'

type Published = Pick<FileRow, 'id' | 'spaceId' | 'preview' | 'visibility'>

/**
 * Refuses what may not be shown to everybody, before anything is written. To show a file to the whole
 * world is to share it: only admins of its space do that. Whoever may change a file may take it back.
 */
export function requirePublishable(actor: Actor, files: Published[], shows: PublicShows): void {
  if (!files.every(({ spaceId }) => mayPublish(actor, spaceId))) {
    throw new AppError('forbidden', 'Only admins of its space make a file public.')
  }
  if (shows === 'preview' && files.some(({ preview }) => preview === 'none')) {
    const detail = 'There is no preview to show. Make the original public instead.'
    throw new AppError('conflict', detail)
  }
}

/** Makes and ends the addresses of files; the column that says so is written by the caller. */
export async function setAddresses(
  deps: Pick<Deps, 'db' | 'now' | 'audit'>,
  actor: Actor,
  files: Published[],
  visibility: 'private' | 'public',
  shows: PublicShows,
): Promise<void> {
  const ids = files.map(({ id }) => id)
  if (visibility === 'public') {
    const addresses = ids.map((fileId) => ({ id: newPublicId(), fileId }))
    await putAddresses(deps.db, addresses, {
      ...{ shows, createdBy: actor.userId, createdAt: deps.now() },
    })
  } else {
    await deleteAddresses(deps.db, ids)
  }
  const changed = visibility === 'public' ? files : files.filter((f) => f.visibility === 'public')
  for (const { id, spaceId } of changed) {
    const event = { chain: spaceId, actorId: actorIdOf(actor), subjectId: id }
    if (visibility === 'private') deps.audit.record({ ...event, action: 'file.unpublished' })
    else deps.audit.record({ ...event, action: 'file.published', details: { shows } })
  }
}

/** What the details of a file say of its address: only to those who could have made it. */
export async function publicFileOf(
  deps: Pick<Deps, 'db'>,
  actor: Actor,
  { id, spaceId }: { id: FileId; spaceId: SpaceId },
): Promise<FileDetail['publicFile']> {
  if (!mayPublish(actor, spaceId)) return null
  const found = await findAddress(deps.db, id)
  return { path: found ? `/p/${found.id}` : null, shows: found?.shows ?? null }
}

function mayPublish(actor: Actor, spaceId: SpaceId): boolean {
  return actor.memberships.get(spaceId)?.role === 'admin'
}

/** 128 random bits: nobody finds one by trying, and it says nothing of the file. */
function newPublicId(): PublicId {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return publicIdSchema.parse(Buffer.from(bytes).toString('base64url'))
}
