import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { abandonUpload } from '../files/clear-orphaned-uploads.ts'
import { reservationTtlMs } from '../files/reservation-ttl.ts'
import { isGone, openUpload } from './find-upload.ts'
import { type Checksum, type LaneAnswer, laneAnswerSchema } from './lane-messages.ts'
import { extendUpload, type UploadRow } from './queries.ts'

/** The end of a reservation is moved when it is so much nearer than it could be, not at each request. */
const extendedEveryMs = 3_600_000

export interface IncomingBytes {
  /** Where the client believes the upload to stand. */
  offset: number
  /** Null when the client does not say. */
  length: number | null
  checksum: Checksum | null
  body: ReadableStream<Uint8Array> | null
}

/**
 * Takes the body of one request; resolves to how many bytes of the whole are durable now. Throws
 * `conflict` when the upload stands elsewhere, `locked` while another request writes,
 * `checksum_mismatch`, `too_large` for one request, and `length_mismatch` for more bytes than were
 * announced, which ends the upload.
 */
export async function receiveBytes(
  deps: Pick<Deps, 'db' | 'now' | 'log' | 'config' | 'originals' | 'uploadLane'>,
  row: UploadRow,
  incoming: IncomingBytes,
): Promise<number> {
  const upload = openUpload(row, deps.now())
  if ((incoming.length ?? 0) > deps.config.uploadBodyMaxBytes) {
    await incoming.body?.cancel()
    throw bodyTooLarge(deps)
  }
  const { body, ...described } = incoming
  const { uploadPartBytes: partBytes, uploadBodyMaxBytes: bodyMaxBytes } = deps.config
  const asked = { ...described, upload, partBytes, bodyMaxBytes }
  const answer = await ask(deps, upload.id, JSON.stringify(asked), body)
  switch (answer.kind) {
    case 'stored':
      return answer.offset
    case 'elsewhere':
      throw new AppError(
        'conflict',
        `The upload stands at ${answer.offset} bytes; go on from there.`,
      )
    case 'busy':
      throw new AppError('locked', 'Another request is sending bytes of this upload.', {
        retryAfterSeconds: 5,
      })
    case 'too_long':
      await abandonUpload(deps, upload)
      throw new AppError('length_mismatch', 'There are more bytes than the upload announced.')
    case 'body_too_large':
      throw bodyTooLarge(deps)
    case 'wrong_checksum':
      throw new AppError(
        'checksum_mismatch',
        'The bytes do not match their checksum. Send them again.',
      )
    case 'torn':
      throw new AppError('try_again', 'The request broke off; what had arrived is kept.')
    case 'ended':
      throw isGone()
  }
}

/** Moves the end of the reservation on, and answers when it is. */
export async function extend(
  { db, now }: Pick<Deps, 'db' | 'now'>,
  row: UploadRow,
): Promise<number> {
  const expiresAt = now() + reservationTtlMs
  if (row.state !== 'reserved' || expiresAt - row.expiresAt < extendedEveryMs) return row.expiresAt
  await extendUpload(db, row.id, expiresAt)
  return expiresAt
}

async function ask(
  deps: Pick<Deps, 'uploadLane'>,
  id: UploadRow['id'],
  asked: string,
  body: ReadableStream<Uint8Array> | null,
): Promise<LaneAnswer> {
  try {
    const headers = { 'X-Lane': asked }
    const init = { method: 'PUT', headers, ...(body && { body }) }
    const response = await deps.uploadLane(id).fetch('https://lane.internal/', init)
    return laneAnswerSchema.parse(await response.json())
  } catch (cause) {
    const detail = 'The bytes could not be stored just now. Ask how many are, and go on from there.'
    throw new AppError('try_again', detail, { cause, retryAfterSeconds: 5 })
  }
}

function bodyTooLarge({ config }: Pick<Deps, 'config'>): AppError {
  const { uploadBodyMaxBytes: max, uploadPartBytes: part } = config
  const chunk = max < part ? max : Math.floor(max / part) * part
  return new AppError(
    'too_large',
    `One request takes at most ${max} bytes here: send the file in chunks of ${chunk} bytes.`,
  )
}
