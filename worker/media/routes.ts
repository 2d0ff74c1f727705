import { Hono } from 'hono'
import type { AppEnv } from '../app-env.ts'
import { AppError } from '../errors.ts'
import { currentGeneration } from './generation.ts'
import { shownName, verifyMediaPath } from './media-url.ts'
import { openRendition } from './open-rendition.ts'

/** Signed pictures. The order is: signature, generation, cache, R2, home node. */
export const mediaRoutes = new Hono<AppEnv>().get('/*', async (c) => {
  const { deps } = c.var
  const url = new URL(c.req.url)
  if (url.search !== '' || c.req.url.includes('?')) {
    throw new AppError('validation_failed', 'A signed address takes no query.')
  }
  const media = verifyMediaPath(deps.config.mediaKeys, url.host, url.pathname, deps.now())
  if (!media) throw expired()
  if ((await currentGeneration(deps, media.spaceId)) !== media.generation) throw expired()

  // The cache knows a picture by what it is, not by who signed for it until when.
  const { spaceId, fileId, generation } = media
  const cacheKey = new Request(
    new URL(`/m/cached/${generation}/${spaceId}/${fileId}/${shownName(media)}`, url.origin),
  )
  const hit = await caches.default.match(cacheKey)
  const picture = hit ?? (await openRendition(deps, media))
  if (!hit) deps.defer(caches.default.put(cacheKey, picture.clone()))

  const response = new Response(c.req.method === 'HEAD' ? null : picture.body, picture)
  const maxAge = media.expiresAtSeconds - Math.floor(deps.now() / 1_000)
  response.headers.set('Cache-Control', `private, max-age=${maxAge}, immutable`)
  response.headers.set('Server-Timing', `cache;desc=${hit ? 'hit' : 'miss'}`)
  response.headers.delete('CF-Cache-Status')
  return response
})

/** The same for a wrong, an expired and a revoked address: it says nothing of what is behind it. */
function expired(): AppError {
  return new AppError('bad_signature', 'This address is not valid any more. Load the page again.')
}
