import type { FileKind } from '#contracts/files'
import type { FileId, Sha256, SpaceId } from '#contracts/ids'
import type { JobName } from '#contracts/jobs'
import { BrokenPromiseError } from '#contracts/originals'
import { isPassingD1Error } from '../db/with-retry.ts'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { wakeHome } from '../home-nodes/wake-home.ts'
import { newId } from '../ids.ts'
import { runnerOf } from '../jobs/runner-of.ts'
import { originalKey } from '../originals/keys.ts'
import { type Actor, membershipIn } from '../spaces/access.ts'
import { cleanName } from './clean-name.ts'
import { clearOrphan } from './clear-orphaned-uploads.ts'
import { peek } from './peek.ts'
import { setTrashedState } from './set-trashed-state.ts'
import { sniffBytes, sniffType } from './sniff-type.ts'
import {
  findTwin,
  releaseUpload,
  reserveUpload,
  type SettledUpload,
  settleUpload,
} from './upload-queries.ts'

/** Bodies up to this size are verified before the 201; larger ones by a job that reads them back. */
const verifiedAtOnceMaxBytes = 95_000_000

export interface IncomingFile {
  name: string
  /** Where it goes; the actor's home space when it is not said. */
  spaceId?: SpaceId | undefined
  sizeBytes: number
  body: ReadableStream<Uint8Array>
  sha256?: Sha256 | undefined
}

type UploadDeps = Pick<
  Deps,
  | 'db'
  | 'originals'
  | 'jobsQueue'
  | 'homeLink'
  | 'announce'
  | 'audit'
  | 'defer'
  | 'now'
  | 'log'
  | 'config'
>

/**
 * Takes one file in: reserve quota, stream to R2, then one batch that makes it a file (U2–U6).
 * When it resolves, the bytes are in R2 under a row. Bytes that the space already has resolve to the
 * file that has them, back from trash if it was there. When it rejects, nothing is left behind.
 */
export async function uploadFile(
  deps: UploadDeps,
  actor: Actor,
  incoming: IncomingFile,
): Promise<{ outcome: 'created' | 'duplicate'; fileId: FileId }> {
  if (incoming.sizeBytes === 0) throw new AppError('empty_body', 'The file is empty.')
  if (incoming.sizeBytes > deps.config.uploadBodyMaxBytes) {
    const limit = deps.config.uploadBodyMaxBytes
    throw new AppError('too_large', `One upload takes at most ${limit} bytes here.`)
  }
  const now = deps.now()
  const spaceId = incoming.spaceId ?? actor.homeSpaceId
  const { ownerId } = membershipIn(actor, spaceId, 'editor')
  const upload = {
    id: newId('upload', now),
    spaceId,
    originalId: newId('original', now),
    sizeBytes: incoming.sizeBytes,
    now,
  }
  if (!(await reserveUpload(deps.db, upload))) {
    const whose = ownerId === actor.userId ? 'your quota' : "the quota of this space's owner"
    throw new AppError('quota_exceeded', `There is not enough room left in ${whose}.`)
  }
  try {
    const stored = await storeBytes(deps, upload, incoming)
    const settled = toSettled(upload, actor, incoming, stored)
    const result = await settleUpload(deps.db, settled)
    if (result === 'lost')
      throw new AppError('try_again', 'The upload took too long. Send it again.')
    if (result === 'duplicate') {
      deps.defer(clearOrphan(deps, upload))
      return await duplicateOf(deps, actor, stored.sha256, upload.spaceId)
    }
    deps.log.info('file.uploaded', { fileId: settled.fileId, sizeBytes: upload.sizeBytes })
    deps.defer(wakeRunners(deps, settled))
    return { outcome: 'created', fileId: settled.fileId }
  } catch (error) {
    deps.defer(releaseUpload(deps.db, upload.id).then(() => clearOrphan(deps, upload)))
    throw toAppError(error)
  }
}

async function storeBytes(
  deps: UploadDeps,
  upload: { spaceId: SettledUpload['spaceId']; originalId: SettledUpload['originalId'] },
  incoming: IncomingFile,
) {
  const { head, body } = await peek(incoming.body, sniffBytes)
  const type = await sniffType(head)
  const { sha256 } = await deps.originals.put(
    originalKey(upload.spaceId, upload.originalId),
    body,
    {
      sizeBytes: incoming.sizeBytes,
      ...(incoming.sha256 === undefined ? {} : { sha256: incoming.sha256 }),
    },
  )
  return { ...type, sha256 }
}

function toSettled(
  upload: Pick<SettledUpload, 'id' | 'spaceId' | 'originalId' | 'sizeBytes' | 'now'>,
  actor: Actor,
  incoming: IncomingFile,
  stored: { mimeType: string; kind: FileKind; sha256: Sha256 },
): SettledUpload {
  const isVerified = incoming.sizeBytes <= verifiedAtOnceMaxBytes
  const names: JobName[] = []
  if (stored.kind === 'image') names.push('ingest-file')
  if (!isVerified) names.push('verify-original')
  return {
    ...upload,
    ...stored,
    fileId: newId('file', upload.now),
    createdBy: actor.userId,
    name: cleanName(incoming.name),
    preview: stored.kind === 'image' ? 'pending' : 'none',
    previewNote: stored.kind === 'image' ? null : 'No preview for this kind of file yet.',
    isVerified,
    jobs: names.map((name) => ({ id: newId('job', upload.now), name, runner: runnerOf[name] })),
  }
}

async function duplicateOf(
  deps: UploadDeps,
  actor: Actor,
  sha256: Sha256,
  spaceId: SettledUpload['spaceId'],
): Promise<{ outcome: 'duplicate'; fileId: FileId }> {
  const twin = await findTwin(deps.db, spaceId, sha256)
  const isPurged = () =>
    new AppError('try_again', 'This file is just being removed. Send it again.')
  if (!twin) throw isPurged()
  if (twin.trashedAt !== null) {
    await setTrashedState(deps, actor, twin.id, false).catch((error: unknown) => {
      throw error instanceof AppError && error.code === 'not_found' ? isPurged() : error
    })
  }
  return { outcome: 'duplicate', fileId: twin.id }
}

/** Best effort: D1 has the jobs, so what is lost here the sweep and the home node's own look find. */
async function wakeRunners(deps: UploadDeps, settled: SettledUpload) {
  const edgeJobs = settled.jobs.filter((job) => job.runner === 'edge')
  await Promise.all([
    wakeHome(deps),
    ...edgeJobs.map((job) => deps.jobsQueue.send({ jobId: job.id })),
  ])
  await deps.announce(settled.spaceId, { type: 'files.changed', fileIds: [settled.fileId] })
}

function toAppError(error: unknown): unknown {
  if (error instanceof AppError) return error
  if (error instanceof BrokenPromiseError) {
    return error.what === 'length'
      ? new AppError(
          'length_mismatch',
          'The upload broke off or was longer than it said. Send it again.',
        )
      : new AppError(
          'hash_mismatch',
          'The bytes that arrived are not the ones that were promised. Send it again.',
        )
  }
  const detail = 'The file could not be stored just now. Nothing was kept; send it again.'
  if (isPassingD1Error(error)) {
    return new AppError('try_again', detail, { cause: error, retryAfterSeconds: 5 })
  }
  return error
}
