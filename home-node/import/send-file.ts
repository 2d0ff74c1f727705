import { open } from 'node:fs/promises'
import { z } from 'zod'
import { type FileId, fileIdSchema, type Sha256 } from '#contracts/ids'
import {
  finishedUploadHeaders,
  tusVersion,
  type UploadOutcomeName,
  uploadOutcomeNameSchema,
} from '#contracts/uploads'
import type { ImportLedger } from './import-ledger.ts'
import { RefusedError, type VaultSession } from './vault-session.ts'

/** A whole part of the vault's store: larger requests gain nothing, smaller ones are written twice. */
const pieceBytes = 16 * 1_048_576

export interface Sending {
  session: VaultSession
  ledger: Pick<ImportLedger, 'uploadAt' | 'keepUpload' | 'dropUpload'>
  path: string
  sizeBytes: number
  sha256: Sha256
  /** What tus calls the metadata: name, hash, space and folder. */
  metadata: Record<string, string>
  /** Space, folder and hash: under this name the ledger keeps where the upload goes on. */
  place: string
  /** Bytes that the vault has taken since the last call. */
  onProgress(bytes: number): void
}

export interface Sent {
  fileId: FileId
  outcome: UploadOutcomeName
}

/** The bytes under this path are not those that were hashed. */
export class ChangedFileError extends Error {
  override name = 'ChangedFileError'
  constructor() {
    super('It changed while it was read.')
  }
}

/**
 * Sends a file by tus 1.0 in pieces of 16 MiB, going on where an earlier run was stopped. Throws
 * `RefusedError` with the vault's sentence, and `ChangedFileError`.
 */
export async function sendFile(sending: Sending): Promise<Sent> {
  const { session, ledger, sizeBytes, place } = sending
  const began = await findOffset(sending)
  let { url, offset, sent } = began ?? (await begin(sending))
  if (sent) return finish(ledger, place, sent)
  if (offset > 0) sending.onProgress(offset)
  const file = await open(sending.path)
  try {
    const buffer = Buffer.alloc(Math.min(pieceBytes, sizeBytes))
    while (offset < sizeBytes) {
      const wanted = Math.min(buffer.length, sizeBytes - offset)
      const { bytesRead } = await file.read(buffer, 0, wanted, offset)
      if (bytesRead === 0) throw new ChangedFileError()
      const answer = await patch(session, url, offset, new Uint8Array(buffer.buffer, 0, bytesRead))
      sending.onProgress(answer.offset - offset)
      ;({ offset, sent } = answer)
    }
  } catch (error) {
    if (error instanceof RefusedError) ledger.dropUpload(place)
    throw error
  } finally {
    await file.close()
  }
  // The last answer may have been lost: asking tells it again.
  sent ??= (await offsetAt(session, url)).sent
  if (sent === null) throw new Error('The vault did not say what became of the upload.')
  return finish(ledger, place, sent)
}

interface Standing {
  url: string
  offset: number
  sent: Sent | null
}

function finish(ledger: Sending['ledger'], place: string, sent: Sent): Sent {
  ledger.dropUpload(place)
  return sent
}

async function begin({ session, ledger, sizeBytes, metadata, place }: Sending): Promise<Standing> {
  const pairs = Object.entries(metadata).map(
    ([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`,
  )
  const response = await session.send('/uploads', {
    method: 'POST',
    headers: {
      'Tus-Resumable': tusVersion,
      'Upload-Length': String(sizeBytes),
      'Upload-Metadata': pairs.join(','),
    },
  })
  const location = z.string().startsWith('/api/').parse(response.headers.get('Location'))
  const url = location.slice('/api'.length)
  // What goes in one request needs no going on.
  if (sizeBytes > pieceBytes) ledger.keepUpload(place, url)
  return { url, offset: 0, sent: null }
}

/** Where an earlier run was stopped; null when there was none, or its upload is over. */
async function findOffset(sending: Sending): Promise<Standing | null> {
  const url = sending.ledger.uploadAt(sending.place)
  if (url === null) return null
  try {
    return await offsetAt(sending.session, url)
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error
    sending.ledger.dropUpload(sending.place)
    return null
  }
}

async function offsetAt(session: VaultSession, url: string): Promise<Standing> {
  const headers = { 'Tus-Resumable': tusVersion }
  return { url, ...standingOf(await session.send(url, { method: 'HEAD', headers })) }
}

/** One piece. Who hears that it is not wanted there asks where it is: an answer had been lost. */
async function patch(
  session: VaultSession,
  url: string,
  offset: number,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<Pick<Standing, 'offset' | 'sent'>> {
  try {
    const response = await session.send(url, {
      method: 'PATCH',
      headers: {
        'Tus-Resumable': tusVersion,
        'Upload-Offset': String(offset),
        'Content-Type': 'application/offset+octet-stream',
      },
      bytes,
    })
    return standingOf(response)
  } catch (error) {
    if (!(error instanceof RefusedError) || error.status !== 409) throw error
    const standing = await offsetAt(session, url)
    if (standing.offset === offset) throw error
    return standing
  }
}

const offsetSchema = z.coerce.number().int().nonnegative()

function standingOf({ headers }: Response): Pick<Standing, 'offset' | 'sent'> {
  const fileId = fileIdSchema.safeParse(headers.get(finishedUploadHeaders.fileId))
  const outcome = uploadOutcomeNameSchema.safeParse(headers.get(finishedUploadHeaders.outcome))
  return {
    offset: offsetSchema.parse(headers.get('Upload-Offset')),
    sent: fileId.success && outcome.success ? { fileId: fileId.data, outcome: outcome.data } : null,
  }
}
