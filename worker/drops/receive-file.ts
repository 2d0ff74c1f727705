import type { DropAccepts, DroppedFile } from '#contracts/drops'
import { takeBackMs } from '#contracts/drops'
import type { FileKind } from '#contracts/files'
import type { DroppedFileId } from '#contracts/ids'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { cleanName } from '../files/clean-name.ts'
import { purgeFile } from '../files/purge-files.ts'
import { setTrashedState } from '../files/set-trashed-state.ts'
import type { SettleDeps } from '../files/settle-file.ts'
import { uploadFile } from '../files/upload-file.ts'
import { newId } from '../ids.ts'
import { type Actor, actorOf } from '../spaces/access.ts'
import {
  giveRoomBack,
  listDropped,
  noteDropped,
  type OpenDrop,
  takeDropped,
  takeRoom,
} from './queries.ts'
import type { Visit } from './visit-cookie.ts'

const kindsOf: Record<DropAccepts, { kinds: FileKind[]; sentence: string }> = {
  pictures: { kinds: ['image'], sentence: 'Only pictures are taken here.' },
  media: { kinds: ['image', 'video'], sentence: 'Only pictures and films are taken here.' },
  files: { kinds: ['image', 'video', 'other'], sentence: '' },
}

/** A file on its way from a guest. */
interface Sent {
  name: string
  sizeBytes: number
  body: ReadableStream<Uint8Array>
}

/**
 * Takes a guest's file into the folder, by the way that all uploads take: room in the owner's quota,
 * hash, and what its bytes say it is. Throws `gone` when the link ended or is full meanwhile,
 * `too_large`, `unsupported_type`, `quota_exceeded`, and what uploads throw.
 */
export async function receiveFile(
  deps: SettleDeps,
  open: OpenDrop,
  visit: Visit,
  sent: Sent,
): Promise<DroppedFile> {
  const { drop } = open
  const { sizeBytes } = sent
  if (sizeBytes > drop.maxFileBytes) {
    const megabytes = Math.floor(drop.maxFileBytes / 1_000_000)
    throw new AppError('too_large', `One file may have ${megabytes} MB at most here.`)
  }
  const now = deps.now()
  if (!(await takeRoom(deps.db, drop.id, sizeBytes, now))) throw full()
  try {
    const taken = await uploadFile(deps, makerOf(open), {
      ...sent,
      ...{ space: drop.spaceId, folder: drop.folderId, guestName: visit.guestName },
      accept: ({ kind }) => {
        const { kinds, sentence } = kindsOf[drop.accepts]
        if (!kinds.includes(kind)) throw new AppError('unsupported_type', sentence)
      },
    })
    const id = newId('droppedFile', now)
    const name = cleanName(sent.name)
    await noteDropped(deps.db, {
      ...{ id, dropId: drop.id, visitId: visit.id, name, sizeBytes, createdAt: now },
      // What was there before is not the guest's to take away.
      fileId: taken.outcome === 'created' ? taken.fileId : null,
    })
    const takeBackUntil = new Date(now + takeBackMs).toISOString()
    return { id, name, sizeBytes, takeBackUntil }
  } catch (error) {
    await giveRoomBack(deps.db, drop.id, sizeBytes)
    throw toGuestsError(error, open)
  }
}

/** What a visit brought, the latest first. */
export async function filesOfVisit(
  deps: Pick<Deps, 'db' | 'now'>,
  { drop }: OpenDrop,
  visit: Visit,
): Promise<DroppedFile[]> {
  const rows = await listDropped(deps.db, drop.id, visit.id)
  return rows.map(({ id, name, sizeBytes, createdAt }) => {
    const until = createdAt + takeBackMs
    const isOpen = until > deps.now()
    return { id, name, sizeBytes, takeBackUntil: isOpen ? new Date(until).toISOString() : null }
  })
}

/** Ends a file that a guest brought within the last ten minutes, for good. Throws `not_found`. */
export async function takeBack(
  deps: SettleDeps & Pick<Deps, 'bucket'>,
  open: OpenDrop,
  visit: Visit,
  id: DroppedFileId,
): Promise<void> {
  const since = deps.now() - takeBackMs
  const taken = await takeDropped(deps.db, { id, dropId: open.drop.id, visitId: visit.id, since })
  if (!taken) throw new AppError('not_found', 'It cannot be taken back any more.')
  if (taken.fileId === null) return
  const maker = makerOf(open)
  await setTrashedState(deps, maker, taken.fileId, true)
  await purgeFile(deps, maker, taken.fileId)
}

/** Guests act with what the link's maker may do in its space, and nowhere else. */
function makerOf({ drop, by, role, spaceName, spaceKind, spaceOwnerId }: OpenDrop): Actor {
  const person = { userId: drop.createdBy, username: by, email: null, isAdmin: false }
  const storage = { usedBytes: 0, reservedBytes: 0, quotaBytes: 0 }
  const row = { ...person, ...storage, spaceId: drop.spaceId, spaceName, spaceKind, spaceOwnerId }
  const scopes = new Set(['admin'] as const)
  const actor = actorOf([{ ...row, role }], {
    ...{ kind: 'key', name: 'drop', apiKeyId: newId('apiKey', 0), scopes },
  })
  if (!actor || role !== 'admin') throw gone()
  return actor
}

function toGuestsError(error: unknown, { by }: OpenDrop): unknown {
  if (error instanceof AppError && error.code === 'quota_exceeded') {
    return new AppError('quota_exceeded', `There is no room left. Tell ${by}.`)
  }
  // What is forbidden to the maker by now is nothing that a guest could ask for.
  if (error instanceof AppError && ['forbidden', 'not_found'].includes(error.code)) return gone()
  return error
}

export function gone(): AppError {
  return new AppError('gone', 'This link has ended. Ask the person who sent it for another one.')
}

function full(): AppError {
  return new AppError('gone', 'As much came by this link as may, or it has ended.')
}
