import { Hono } from 'hono'
import type { AppEnv } from '../app-env.ts'
import { AppError } from '../errors.ts'
import { generationKey } from '../originals/keys.ts'
import { currentGeneration } from './generation.ts'
import { verifyGeneration } from './generation-url.ts'

/** See: [Note: Addresses of generations] */
export const generationPictureRoutes = new Hono<AppEnv>().get('/*', async (c) => {
  const { deps } = c.var
  const url = new URL(c.req.url)
  if (c.req.url.includes('?')) {
    throw new AppError('validation_failed', 'A signed address takes no query.')
  }
  const signed = verifyGeneration(deps.config.mediaKeys, url.pathname, deps.now())
  if (!signed) throw ended()
  if ((await currentGeneration(deps, signed.spaceId)) !== signed.generation) throw ended()
  const stored = await deps.bucket.get(generationKey(signed.generationId))
  if (!stored) throw new AppError('not_found', 'This picture is not kept any more.')
  const maxAge = signed.expiresAtSeconds - Math.floor(deps.now() / 1_000)
  return new Response(c.req.method === 'HEAD' ? null : stored.body, {
    headers: {
      'Content-Type': stored.httpMetadata?.contentType ?? 'application/octet-stream',
      'Content-Length': String(stored.size),
      'Cache-Control': `private, max-age=${maxAge}, immutable`,
    },
  })
})

/** The same for a wrong, an expired and a revoked address. */
function ended(): AppError {
  return new AppError('bad_signature', 'This address is not valid any more.')
}
