import type { FileKind } from '#contracts/files'
import type { FileId, FolderId, Sha256, SpaceId } from '#contracts/ids'
import type { JobName } from '#contracts/jobs'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { wakeHome } from '../home-nodes/wake-home.ts'
import { newId } from '../ids.ts'
import { runnerOf } from '../jobs/runner-of.ts'
import type { Actor } from '../spaces/access.ts'
import { cleanName } from './clean-name.ts'
import { clearOrphan, type OrphanedUpload } from './clear-orphaned-uploads.ts'
import { copyFiles } from './copy-files.ts'
import { setTrashedState } from './set-trashed-state.ts'
import { isIngested } from './sniff-type.ts'
import {
  findTwin,
  noteFile,
  type ReservedUpload,
  reserveUpload,
  type SettledUpload,
  settleUpload,
} from './upload-queries.ts'

export type SettleDeps = Pick<
  Deps,
  | 'db'
  | 'originals'
  | 'uploadLane'
  | 'jobsQueue'
  | 'homeLink'
  | 'announce'
  | 'audit'
  | 'defer'
  | 'now'
  | 'log'
  | 'config'
>

/** What a file was told to be, and what its bytes turned out to be. */
export interface StoredBytes {
  name: string
  folderId: FolderId | null
  mimeType: string
  kind: FileKind
  /** In pixels, upright, where somebody has read them already. */
  dimensions?: { width: number; height: number } | undefined
  sha256: Sha256
  /** Who sent it by a drop link, if somebody did. */
  guestName?: string | null
  /** Whether the bytes in R2 were compared with the hash; if not, a job reads them back. */
  isVerified: boolean
}

export interface Taken {
  outcome: 'created' | 'duplicate'
  fileId: FileId
}

/** U2: room in the owner's quota, or `quota_exceeded`. */
export async function reserveRoom(
  deps: Pick<Deps, 'db'>,
  upload: ReservedUpload,
  isOwn: boolean,
): Promise<void> {
  if (await reserveUpload(deps.db, upload)) return
  const whose = isOwn ? 'your quota' : "the quota of this space's owner"
  throw new AppError('quota_exceeded', `There is not enough room left in ${whose}.`)
}

/**
 * U5: makes a file of bytes that are in R2 under a reservation, or finds the file that the space had
 * of them already and takes it back from trash. Doing it twice changes nothing. Throws `try_again`
 * when the reservation is over.
 */
export async function settleFile(
  deps: SettleDeps,
  actor: Actor,
  upload: OrphanedUpload,
  stored: StoredBytes,
): Promise<Taken> {
  const settled = toSettled(deps.now(), actor, upload, stored)
  const result = await settleUpload(deps.db, settled)
  if (result.kind === 'lost') {
    throw new AppError('try_again', 'The upload took too long. Send it again.')
  }
  if (result.kind === 'duplicate') {
    deps.defer(clearOrphan(deps, upload))
    return await duplicateOf(deps, actor, upload, stored)
  }
  if (result.fileId === settled.fileId) {
    deps.log.info('file.uploaded', { fileId: settled.fileId, sizeBytes: upload.sizeBytes })
    deps.defer(wakeRunners(deps, settled))
  }
  return { outcome: 'created', fileId: result.fileId }
}

function toSettled(
  now: number,
  actor: Actor,
  upload: Pick<SettledUpload, 'id' | 'spaceId' | 'originalId' | 'sizeBytes'>,
  stored: StoredBytes,
): SettledUpload {
  const names: JobName[] = []
  if (isIngested(stored.kind)) names.push('ingest-file')
  if (!stored.isVerified) names.push('verify-original')
  return {
    ...upload,
    ...stored,
    now,
    fileId: newId('file', now),
    createdBy: actor.userId,
    guestName: stored.guestName ?? null,
    name: cleanName(stored.name),
    dimensions: stored.dimensions ?? null,
    preview: isIngested(stored.kind) ? 'pending' : 'none',
    previewNote: isIngested(stored.kind) ? null : 'No preview for this kind of file yet.',
    jobs: names.map((name) => ({ id: newId('job', now), name, runner: runnerOf[name] })),
  }
}

/**
 * The file that has these bytes; or, when it lies in another folder than they were sent to, or where
 * the actor may not look, a file of its own with the same original.
 */
async function duplicateOf(
  deps: SettleDeps,
  actor: Actor,
  upload: OrphanedUpload,
  { sha256, folderId, name, guestName = null }: StoredBytes,
): Promise<Taken> {
  const twin = await findTwin(deps.db, upload.spaceId, sha256, folderId)
  if (!twin) throw isPurged()
  const mayLook = actor.memberships.has(upload.spaceId)
  if (folderId === null ? mayLook : twin.folderId === folderId) {
    await untrash(deps, actor, twin)
    await noteFile(deps.db, upload.id, twin.id)
    return { outcome: 'duplicate', fileId: twin.id }
  }
  const named = { folderId, createdBy: actor.userId, guestName, name: cleanName(name) }
  const place = { ...named, withWritings: mayLook }
  const [fileId] = await copyFiles(deps, [twin.id], place)
  if (fileId === undefined) throw isPurged()
  await noteFile(deps.db, upload.id, fileId)
  return { outcome: 'created', fileId }
}

/** The file of a space with these bytes, back from trash; null when the space has none. */
export async function findKnown(
  deps: SettleDeps,
  actor: Actor,
  spaceId: SpaceId,
  bytes: { sha256: Sha256; sizeBytes: number },
): Promise<FileId | null> {
  const twin = await findTwin(deps.db, spaceId, bytes.sha256)
  if (twin?.sizeBytes !== bytes.sizeBytes) return null
  await untrash(deps, actor, twin)
  return twin.id
}

async function untrash(
  deps: SettleDeps,
  actor: Actor,
  twin: { id: FileId; trashedAt: number | null },
) {
  if (twin.trashedAt === null) return
  await setTrashedState(deps, actor, twin.id, false).catch((error: unknown) => {
    throw error instanceof AppError && error.code === 'not_found' ? isPurged() : error
  })
}

function isPurged(): AppError {
  return new AppError('try_again', 'This file is just being removed. Send it again.')
}

/** Best effort: D1 has the jobs, so what is lost here the sweep and the home node's own look find. */
async function wakeRunners(deps: SettleDeps, settled: SettledUpload) {
  const edgeJobs = settled.jobs.filter((job) => job.runner === 'edge')
  await Promise.all([
    wakeHome(deps),
    ...edgeJobs.map((job) => deps.jobsQueue.send({ jobId: job.id })),
  ])
  await deps.announce(settled.spaceId, { type: 'files.changed', fileIds: [settled.fileId] })
}
