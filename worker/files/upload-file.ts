import type { FolderId, OriginalId, Sha256, SpaceId } from '#contracts/ids'
import { BrokenPromiseError } from '#contracts/originals'
import { isPassingD1Error } from '../db/with-retry.ts'
import { AppError } from '../errors.ts'
import { requirePlace } from '../folders/require-place.ts'
import { newId } from '../ids.ts'
import { originalKey } from '../originals/keys.ts'
import type { Actor } from '../spaces/access.ts'
import { abandonUpload } from './clear-orphaned-uploads.ts'
import { peek } from './peek.ts'
import { reserveRoom, type SettleDeps, settleFile, type Taken } from './settle-file.ts'
import { sniffBytes, sniffType } from './sniff-type.ts'

/** Bodies up to this size are verified before the 201; larger ones by a job that reads them back. */
const verifiedAtOnceMaxBytes = 95_000_000

export interface IncomingFile {
  name: string
  /** Where it goes; the actor's home space when it is not said. */
  space?: SpaceId | undefined
  /** At the top of the space when it is not said. */
  folder?: FolderId | undefined
  sizeBytes: number
  body: ReadableStream<Uint8Array>
  sha256?: Sha256 | undefined
  /** In pixels, upright, where somebody has read them already. */
  dimensions?: { width: number; height: number } | undefined
  /** Who sent it by a drop link of the actor. */
  guestName?: string | undefined
  /** Told what its bytes say it is before anything is stored; throws for what is not taken. */
  accept?: (type: Awaited<ReturnType<typeof sniffType>>) => void
}

/**
 * Takes one file in: reserve quota, stream to R2, then one batch that makes it a file (U2–U6).
 * When it resolves, the bytes are in R2 under a row. Bytes that the space already has resolve to the
 * file that has them, back from trash if it was there. When it rejects, nothing is left behind.
 */
export async function uploadFile(
  deps: SettleDeps,
  actor: Actor,
  incoming: IncomingFile,
): Promise<Taken> {
  if (incoming.sizeBytes === 0) throw new AppError('empty_body', 'The file is empty.')
  if (incoming.sizeBytes > deps.config.uploadBodyMaxBytes) {
    const limit = deps.config.uploadBodyMaxBytes
    throw new AppError('too_large', `One upload takes at most ${limit} bytes here.`)
  }
  const now = deps.now()
  const { spaceId, folderId, ownerId } = await requirePlace(deps, actor, incoming)
  const upload = {
    id: newId('upload', now),
    spaceId,
    originalId: newId('original', now),
    sizeBytes: incoming.sizeBytes,
    multipartId: null,
    sha256: null,
    now,
  }
  await reserveRoom(deps, upload, ownerId === actor.userId)
  try {
    const stored = await storeBytes(deps, upload, incoming)
    return await settleFile(deps, actor, upload, {
      ...stored,
      name: incoming.name,
      dimensions: incoming.dimensions,
      folderId,
      guestName: incoming.guestName ?? null,
      isVerified: incoming.sizeBytes <= verifiedAtOnceMaxBytes,
    })
  } catch (error) {
    deps.defer(abandonUpload(deps, upload))
    throw toAppError(error)
  }
}

async function storeBytes(
  deps: SettleDeps,
  upload: { spaceId: SpaceId; originalId: OriginalId },
  incoming: IncomingFile,
) {
  const { head, body } = await peek(incoming.body, sniffBytes)
  const type = await sniffType(head)
  incoming.accept?.(type)
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
