import { Hono } from 'hono'
import type { AppEnv } from '../app-env.ts'
import { AppError } from '../errors.ts'
import { openOriginal } from '../files/download.ts'
import { findFile } from '../files/find-file.ts'
import { originalResponse } from '../http/original-response.ts'
import { currentGeneration } from './generation.ts'
import { verifyOriginal } from './original-url.ts'

/** See: [Note: Addresses of originals] */
export const originalRoutes = new Hono<AppEnv>().get('/*', async (c) => {
  const { deps } = c.var
  const url = new URL(c.req.url)
  if (c.req.url.includes('?')) {
    throw new AppError('validation_failed', 'A signed address takes no query.')
  }
  const signed = verifyOriginal(deps.config.mediaKeys, url.host, url.pathname, deps.now())
  if (!signed) throw ended()
  if ((await currentGeneration(deps, signed.spaceId)) !== signed.generation) throw ended()
  const file = await findFile(deps, signed.fileId)
  if (file?.spaceId !== signed.spaceId || file.trashedAt !== null) throw ended()
  const { opened, partial } = await openOriginal(deps, file, c.req.header('Range'))
  const head = c.req.method === 'HEAD'
  if (!head && opened.range.start === 0) {
    const event = { chain: file.spaceId, actorId: null, subjectId: file.id }
    deps.audit.record({ ...event, action: 'original.downloaded', details: { by: 'address' } })
  }
  return originalResponse(opened, file, { head, partial })
})

/** The same for a wrong, an expired and a revoked address. */
function ended(): AppError {
  return new AppError('bad_signature', 'This address is not valid any more.')
}
