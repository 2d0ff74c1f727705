import { Hono } from 'hono'
import { z } from 'zod'
import { indexResultSchema } from '#contracts/found'
import { renditionBatchSchema } from '#contracts/home-node'
import { jobIdSchema } from '#contracts/ids'
import { indexingFailuresQuerySchema } from '#contracts/indexing'
import { requireAdmin } from '../accounts/require-user.ts'
import type { AppEnv } from '../app-env.ts'
import { AppError } from '../errors.ts'
import { parseSignedJson } from '../home-nodes/signed-json.ts'
import { validate } from '../http/validate.ts'
import { indexAgain, indexingProgress, listFailures, retryFailures } from './progress.ts'
import { recordFound } from './record-found.ts'
import { streamRenditions } from './stream-renditions.ts'

/** The most that can be found: a hundred objects and tags, a page of text, eight embeddings. */
const foundMaxBytes = 300_000

/** The home node's side: fetch what is to be looked at, report what was found. */
export const homeIndexingRoutes = new Hono<AppEnv>()
  .post('/renditions/batch', async (c) => {
    const { fileIds } = parseSignedJson(c.var.signedBody, renditionBatchSchema)
    return c.body(await streamRenditions(c.var.deps, fileIds), 200, {
      'Content-Type': 'application/octet-stream',
      'Cache-Control': 'private, no-store',
    })
  })
  .post('/jobs/:id/found', validate('param', z.object({ id: jobIdSchema })), async (c) => {
    if (c.var.signedBody.length > foundMaxBytes) {
      throw new AppError('too_large', 'What was found is larger than 300 KB.')
    }
    const result = parseSignedJson(c.var.signedBody, indexResultSchema)
    await recordFound(c.var.deps, c.var.homeNodeId, c.req.valid('param').id, result)
    return c.body(null, 204)
  })

/** For admins: how far the home node is, and what it could not look at. */
export const adminIndexingRoutes = new Hono<AppEnv>()
  .use(requireAdmin)
  .get('/', async (c) => c.json(await indexingProgress(c.var.deps), 200))
  .get('/failures', validate('query', indexingFailuresQuerySchema), async (c) =>
    c.json(await listFailures(c.var.deps, c.req.valid('query')), 200),
  )
  .post('/retry', async (c) => c.json(await retryFailures(c.var.deps), 200))
  .post('/again', async (c) => {
    await indexAgain(c.var.deps)
    return c.body(null, 204)
  })
