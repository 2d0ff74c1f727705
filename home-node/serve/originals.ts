import type { Sha256 } from '#contracts/ids'
import type { DiskSet } from '../disks/disk-set.ts'
import { ServeError } from './problems.ts'
import { parseRange } from './range.ts'

/** Answers GET and HEAD for an original that some disk has. Throws `ServeError` 404 and 416. */
export async function serveOriginal(
  disks: Pick<DiskSet, 'open' | 'sizeOf'>,
  sha256: Sha256,
  request: { method: string; range: string | undefined; ifRange: string | undefined },
): Promise<Response> {
  const sizeBytes = await disks.sizeOf(sha256)
  if (sizeBytes === null) throw new ServeError('not_found', 'No disk here has this original.')
  const etag = `"${sha256}"`
  const honoursRange = request.ifRange === undefined || request.ifRange === etag
  const range = parseRange(honoursRange ? request.range : undefined, sizeBytes)
  if (range === 'none') {
    throw new ServeError('range_not_satisfiable', 'The range lies outside the original.', {
      'Content-Range': `bytes */${sizeBytes}`,
    })
  }
  const part = range === 'whole' ? undefined : range
  const length = part === undefined ? sizeBytes : part.end - part.start + 1
  const headers = new Headers({
    ETag: etag,
    'Accept-Ranges': 'bytes',
    'Content-Type': 'application/octet-stream',
    'Content-Length': String(length),
    // The Worker decides who may see it, each time.
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
  })
  if (part !== undefined) {
    headers.set('Content-Range', `bytes ${part.start}-${part.end}/${sizeBytes}`)
  }
  const status = part === undefined ? 200 : 206
  if (request.method === 'HEAD') return new Response(null, { status, headers })
  const opened = await disks.open(sha256, part)
  if (opened === null || opened.sizeBytes !== sizeBytes) {
    await opened?.body.cancel()
    throw new ServeError('not_found', 'No disk here has this original.')
  }
  return new Response(opened.body, { status, headers })
}
