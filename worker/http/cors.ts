import type { MiddlewareHandler } from 'hono'
import type { AppEnv } from '../app-env.ts'

const allowedMethods = 'GET, HEAD, POST, PUT, PATCH, DELETE'

/** What scripts of other origins may send: a token or key, JSON, and what resumable uploads need. */
const allowedHeaders = [
  'Authorization',
  'Content-Type',
  'X-API-Key',
  'If-None-Match',
  'Range',
  'Tus-Resumable',
  'Upload-Checksum',
  'Upload-Concat',
  'Upload-Defer-Length',
  'Upload-Length',
  'Upload-Metadata',
  'Upload-Offset',
].join(', ')

/** What they may read of an answer, besides the few that are always readable. */
const exposedHeaders = [
  'Content-Disposition',
  'Content-Range',
  'ETag',
  'Location',
  'RateLimit-Limit',
  'RateLimit-Policy',
  'RateLimit-Remaining',
  'RateLimit-Reset',
  'Retry-After',
  'Tus-Checksum-Algorithm',
  'Tus-Extension',
  'Tus-Max-Size',
  'Tus-Resumable',
  'Tus-Version',
  'Upload-Expires',
  'Upload-Length',
  'Upload-Metadata',
  'Upload-Offset',
  'X-File-Id',
  'X-Request-Id',
  'X-Upload-Outcome',
].join(', ')

/** Browsers keep an answer to a preflight for at most two hours. */
const preflightSeconds = '7200'

/**
 * Lets pages of the configured origins call the API, compared to the letter. They come with a token or
 * a key, never with the cookie: credentials are not allowed. Every other origin gets the answer that
 * anybody gets, which its browser then keeps from it; so do `null` and origins that look alike.
 */
export const cors: MiddlewareHandler<AppEnv> = async (c, next) => {
  const origin = c.req.header('Origin')
  const isAllowed = origin !== undefined && c.get('deps').config.corsOrigins.has(origin)
  const isPreflight =
    c.req.method === 'OPTIONS' && c.req.header('Access-Control-Request-Method') !== undefined

  if (isPreflight) {
    c.header('Vary', 'Origin')
    if (isAllowed) {
      c.header('Access-Control-Allow-Origin', origin)
      c.header('Access-Control-Allow-Methods', allowedMethods)
      c.header('Access-Control-Allow-Headers', allowedHeaders)
      c.header('Access-Control-Max-Age', preflightSeconds)
    }
    return c.body(null, 204)
  }

  await next()
  // A switched protocol has no headers left to set.
  if (c.res.status === 101) return
  c.header('Vary', 'Origin', { append: true })
  if (!isAllowed) return
  c.header('Access-Control-Allow-Origin', origin)
  c.header('Access-Control-Expose-Headers', exposedHeaders)
}
