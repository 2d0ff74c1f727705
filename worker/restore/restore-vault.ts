import { createHash } from 'node:crypto'
import { splitFrame } from '#contracts/frames'
import type { DiskId, FileId, OriginalId, Sha256 } from '#contracts/ids'
import { type RestoreStep, restoredOriginalSchema } from '#contracts/restore'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { newId } from '../ids.ts'
import { originalKey } from '../originals/keys.ts'
import { replaceInR2 } from '../originals/r2.ts'
import { announceRestored, endRestore } from './finish-queries.ts'
import {
  filesAfter,
  insertRestore,
  keptOriginals,
  openRestore,
  recordInR2,
  recordLost,
} from './queries.ts'
import { restoreSteps } from './steps.ts'

const putsAtOnce = 8
const filesOfStep = 400

/**
 * Begins a restore, or goes on with the one from the same snapshot. Throws `conflict` where the vault
 * holds anything, where another restore goes on, or where passwords would not hold.
 */
export async function beginRestore(
  deps: Pick<Deps, 'db' | 'config' | 'now' | 'log'>,
  from: { diskId: DiskId; snapshotAtMs: number; pepperSha256: Sha256 },
): Promise<{ isResumed: boolean; steps: RestoreStep[] }> {
  const { diskId, snapshotAtMs: snapshotAt, pepperSha256 } = from
  const pepper = Buffer.from(deps.config.passwordPepper).toString('base64url')
  if (createHash('sha256').update(pepper).digest('hex') !== pepperSha256) {
    const detail =
      'This vault has another PASSWORD_PEPPER than the one of the snapshot: no password would hold. Set that one first.'
    throw new AppError('conflict', detail)
  }
  const open = await openRestore(deps.db)
  if (open) {
    if (open.diskId === diskId && open.snapshotAt === snapshotAt) {
      return { isResumed: true, steps: restoreSteps() }
    }
    throw new AppError(
      'conflict',
      'A restore from another snapshot was begun here. Finish that one.',
    )
  }
  if (!(await insertRestore(deps.db, { diskId, snapshotAt, now: deps.now() }))) {
    throw new AppError('conflict', 'This vault is not empty. A restore wants one without any user.')
  }
  deps.log.info('restore.begun', { diskId, snapshotAt })
  return { isResumed: false, steps: restoreSteps() }
}

export async function isRestoring({ db }: Pick<Deps, 'db'>): Promise<boolean> {
  return (await openRestore(db)) !== undefined
}

/** The restore that goes on; throws `conflict` when none does. */
export async function requireRestore({ db }: Pick<Deps, 'db'>) {
  const open = await openRestore(db)
  if (!open) throw new AppError('conflict', 'No restore goes on here.')
  return open
}

/** Several originals, as frames in one body. Those whose bytes are not theirs are answered, not stored. */
export async function putOriginals(
  deps: Pick<Deps, 'db' | 'bucket' | 'now'>,
  body: Uint8Array,
): Promise<{ stored: number; refused: OriginalId[] }> {
  const sent = framesOf(body)
  const known = await keptOriginals(deps.db, [...sent.keys()])
  const stored: OriginalId[] = []
  const waiting = known.values()
  const lane = async () => {
    for (const original of waiting) {
      const bytes = sent.get(original.id) ?? new Uint8Array()
      if (bytes.length !== original.sizeBytes) continue
      const key = originalKey(original.spaceId, original.id)
      // R2 refuses what does not have this hash.
      const put = deps.bucket.put(key, bytes, { sha256: original.sha256 })
      if (await put.then(Boolean, () => false)) stored.push(original.id)
    }
  }
  await Promise.all(Array.from({ length: putsAtOnce }, lane))
  if (stored.length > 0) await recordInR2(deps.db, stored, deps.now())
  const held = new Set(stored)
  return { stored: stored.length, refused: [...sent.keys()].filter((id) => !held.has(id)) }
}

function framesOf(body: Uint8Array): Map<OriginalId, Uint8Array> {
  const sent = new Map<OriginalId, Uint8Array>()
  try {
    for (let rest = body; rest.length > 0; ) {
      const { head, bytes } = splitFrame(rest)
      const { originalId, sizeBytes } = restoredOriginalSchema.parse(head)
      if (bytes.length < sizeBytes) throw new RangeError('the frame is shorter than it says')
      sent.set(originalId, bytes.subarray(0, sizeBytes))
      rest = bytes.subarray(sizeBytes)
    }
  } catch (cause) {
    throw new AppError('validation_failed', 'The originals cannot be read.', { cause })
  }
  return sent
}

/** One original of any size, streamed. Throws `not_found` and `hash_mismatch`. */
export async function putOriginal(
  deps: Pick<Deps, 'db' | 'bucket' | 'now'>,
  id: OriginalId,
  body: ReadableStream<Uint8Array>,
): Promise<void> {
  const [original] = await keptOriginals(deps.db, [id])
  if (!original) throw new AppError('not_found', 'There is no such original.')
  const { spaceId, sizeBytes, sha256 } = original
  try {
    await replaceInR2(deps.bucket, originalKey(spaceId, id), body, { sizeBytes, sha256 })
  } catch (cause) {
    throw new AppError('hash_mismatch', 'These are not the bytes of this original.', { cause })
  }
  await recordInR2(deps.db, [id], deps.now())
}

/** The disk that it comes from does not hold these originals. */
export async function noteLost(deps: Pick<Deps, 'db'>, ids: OriginalId[]): Promise<void> {
  const { diskId } = await requireRestore(deps)
  await recordLost(deps.db, diskId, ids)
}

/** One part of what makes the vault work again. Answers from which file to go on; null at the end. */
export async function finishRestore(
  deps: Pick<Deps, 'db' | 'now' | 'log'>,
  after: FileId | null,
): Promise<FileId | null> {
  const { id } = await requireRestore(deps)
  const now = deps.now()
  const rows = await filesAfter(deps.db, after, filesOfStep)
  const work = rows.flatMap((file) =>
    file.preview === 'none' ? [] : [{ fileId: file.id, jobId: newId('job', now) }],
  )
  const fileIds = rows.map((file) => file.id)
  if (fileIds.length > 0) await announceRestored(deps.db, fileIds, work, now)
  const last = rows.at(-1)
  if (last !== undefined && rows.length === filesOfStep) return last.id
  await endRestore(deps.db, id, now)
  deps.log.info('restore.ended', {})
  return null
}
