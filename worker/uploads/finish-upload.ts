import { isPassingD1Error } from '../db/with-retry.ts'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { abandonUpload } from '../files/clear-orphaned-uploads.ts'
import { peek } from '../files/peek.ts'
import { type SettleDeps, settleFile, type Taken } from '../files/settle-file.ts'
import { sniffBytes, sniffType } from '../files/sniff-type.ts'
import { originalKey } from '../originals/keys.ts'
import type { Actor } from '../spaces/access.ts'
import { isGone, openUpload } from './find-upload.ts'
import type { UploadRow } from './queries.ts'

/**
 * Makes a file of an upload whose bytes are all here; null while some are not. Can be asked again, and
 * by two requests at once: there is one file, and both are told of it. Throws `hash_mismatch` when the
 * bytes are not the promised ones, and then nothing of them is kept.
 */
export async function finishUpload(
  deps: SettleDeps,
  actor: Actor,
  row: UploadRow,
): Promise<Taken | null> {
  const upload = openUpload(row, deps.now())
  const lane = deps.uploadLane(upload.id)
  const completion = await lane.complete(upload)
  if (completion.kind === 'incomplete') return null
  if (completion.kind === 'ended') throw isGone()
  if (completion.kind === 'wrong_bytes') {
    await abandonUpload(deps, upload)
    const detail = 'The bytes that arrived are not the ones that were promised. Send them again.'
    throw new AppError('hash_mismatch', detail)
  }
  try {
    const stored = {
      ...(await typeOf(deps, row)),
      name: row.name ?? '',
      folderId: row.folderId,
      sha256: completion.sha256,
      isVerified: false,
    }
    const taken = await settleFile(deps, actor, upload, stored)
    deps.defer(lane.end(upload))
    return taken
  } catch (cause) {
    if (!isPassingD1Error(cause)) throw cause
    const detail = 'All bytes are here, but the file could not be entered just now. Ask again.'
    throw new AppError('try_again', detail, { cause, retryAfterSeconds: 5 })
  }
}

async function typeOf({ originals }: Pick<Deps, 'originals'>, row: UploadRow) {
  const range = { start: 0, end: Math.min(sniffBytes, row.sizeBytes) - 1 }
  const opened = await originals.open(originalKey(row.spaceId, row.originalId), range)
  // Somebody else ended it between two steps of ours.
  if (opened === null) throw isGone()
  const { head, body } = await peek(opened.body, sniffBytes)
  await body.cancel()
  return await sniffType(head)
}
