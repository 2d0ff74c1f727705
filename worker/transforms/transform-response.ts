import { imageMimeTypes } from '#contracts/images'
import { contentDisposition } from '../http/original-response.ts'
import type { OpenedTransform } from './open-transform.ts'

export interface ResponseOptions {
  head: boolean
  /** As a file to keep, under the source's name. */
  downloadAs: string | null
  /** Which picture it is depends on the Accept header. */
  varies: boolean
  /** Of Cache-Control. */
  maxAgeSeconds: number
  ifNoneMatch: string | null
  /** Anybody who has the address may see it, on any page, and caches between may keep it. */
  isPublic?: boolean
}

/** Until a recipe means something else: its address says everything that goes into the picture. */
export const foreverSeconds = 31_536_000

/** A made picture. Its ETag is the hash of its recipe: what has it is told so. */
export function transformResponse(
  { row, body, cache }: OpenedTransform,
  options: ResponseOptions,
): Response {
  const { head, downloadAs, varies, maxAgeSeconds, isPublic = false } = options
  const etag = `"${row.hash}"`
  const headers = new Headers({
    'Cache-Control': `${isPublic ? 'public' : 'private'}, max-age=${maxAgeSeconds}${maxAgeSeconds === foreverSeconds ? ', immutable' : ''}`,
    'Content-Length': String(row.sizeBytes),
    'Content-Security-Policy': "default-src 'none'; sandbox",
    'Content-Type': imageMimeTypes[row.format],
    'Cross-Origin-Resource-Policy': isPublic ? 'cross-origin' : 'same-origin',
    ETag: etag,
    'Server-Timing': `cache;desc="${cache}"`,
    'X-Content-Type-Options': 'nosniff',
    'X-Image-Width': String(row.width),
    'X-Image-Height': String(row.height),
  })
  if (varies) headers.set('Vary', 'Accept')
  if (downloadAs !== null) {
    const extension = row.format === 'jpeg' ? 'jpg' : row.format
    const name = `${downloadAs.replace(/\.[^.]{1,5}$/, '')}.${extension}`
    headers.set('Content-Disposition', contentDisposition(name))
  }
  const isUsed = !head && !isKnownTo(options.ifNoneMatch, etag)
  if (!isUsed) void body.cancel()
  return answerTo(new Response(isUsed ? body : null, { headers }), options)
}

/** The same answer for who asks for the head alone, or has the picture. */
export function answerTo(
  { body, headers }: Response,
  { head, ifNoneMatch }: Pick<ResponseOptions, 'head' | 'ifNoneMatch'>,
): Response {
  if (!isKnownTo(ifNoneMatch, headers.get('ETag'))) {
    return new Response(head ? null : body, { headers })
  }
  for (const name of ['Content-Length', 'Content-Type', 'Content-Disposition']) headers.delete(name)
  return new Response(null, { status: 304, headers })
}

function isKnownTo(ifNoneMatch: string | null, etag: string | null): boolean {
  const tags = ifNoneMatch?.split(',').map((tag) => tag.trim().replace(/^W\//, '')) ?? []
  return etag !== null && tags.includes(etag)
}
