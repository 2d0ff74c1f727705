import type { UploadFromUrl } from '#contracts/uploads'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import type { SettleDeps, Taken } from '../files/settle-file.ts'
import { uploadFile } from '../files/upload-file.ts'
import { requirePlace } from '../folders/require-place.ts'
import { nameFromResponse } from '../outbound/name-from-response.ts'
import type { OutboundResponse } from '../outbound/outbound.ts'
import type { Actor } from '../spaces/access.ts'

const limits = { headersMs: 10_000, idleMs: 10_000, totalMs: 600_000, redirectsMax: 3 }

/** Room is reserved before the first byte is stored: what does not say its size is held in memory. */
const untoldMaxBytes = 32_000_000

/**
 * Fetches a file from an address on the public Internet and takes it in like any other: its type is
 * that of its bytes, and its size counts before it is stored. Throws `url_not_allowed`,
 * `source_failed` and `too_large` besides what an upload throws; nothing is left behind then.
 */
export async function uploadFromUrl(
  deps: SettleDeps & Pick<Deps, 'outbound'>,
  actor: Actor,
  wanted: UploadFromUrl,
): Promise<Taken> {
  const place = { space: wanted.space, folder: wanted.folderId }
  // Before anything is asked for: who may not write here has nothing fetched.
  await requirePlace(deps, actor, place)
  const response = await deps.outbound.fetch(
    wanted.url,
    // Compressed, it would not say how large it is.
    { method: 'GET', headers: { Accept: '*/*', 'Accept-Encoding': 'identity' } },
    { ...limits, maxBytes: deps.config.uploadBodyMaxBytes },
  )
  if (response.status !== 200 || response.body === null) {
    await response.body?.cancel()
    throw new AppError(
      'source_failed',
      `This address gave no file: it answered ${response.status}.`,
    )
  }
  const name = wanted.name ?? nameFromResponse(response)
  return await uploadFile(deps, actor, { name, ...place, ...(await sized(response)) })
}

async function sized({ headers, body }: OutboundResponse) {
  const length = headers.get('Content-Length')
  const isPlain = (headers.get('Content-Encoding') ?? 'identity') === 'identity'
  if (body !== null && isPlain && length !== null && /^\d{1,15}$/.test(length)) {
    return { sizeBytes: Number(length), body }
  }
  const bytes = await readAll(body)
  return { sizeBytes: bytes.length, body: new Blob([bytes]).stream() }
}

async function readAll(body: ReadableStream<Uint8Array> | null): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = []
  let seenBytes = 0
  for await (const chunk of body ?? []) {
    seenBytes += chunk.byteLength
    if (seenBytes > untoldMaxBytes) {
      const detail = `This address does not say how large its file is, and it is larger than ${untoldMaxBytes} bytes. Download it and upload it from your device.`
      throw new AppError('too_large', detail)
    }
    chunks.push(chunk)
  }
  return new Uint8Array(Buffer.concat(chunks))
}
