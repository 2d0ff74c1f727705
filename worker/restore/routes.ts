import { Hono } from 'hono'
import { z } from 'zod'
import { reportDrillSchema } from '#contracts/drills'
import { originalIdSchema } from '#contracts/ids'
import {
  beginRestoreSchema,
  finishRestoreSchema,
  lostOriginalsSchema,
  missingOriginalsQuerySchema,
  restoreBatchMaxBytes,
  restoreRowsSchema,
} from '#contracts/restore'
import { requireAdmin } from '../accounts/require-user.ts'
import type { AppEnv } from '../app-env.ts'
import { AppError } from '../errors.ts'
import { readBytes } from '../http/read-body.ts'
import { validate } from '../http/validate.ts'
import { recordDrill } from './drills.ts'
import { putRows } from './put-rows.ts'
import { originalsNotInR2 } from './queries.ts'
import {
  beginRestore,
  finishRestore,
  noteLost,
  putOriginal,
  putOriginals,
  requireRestore,
} from './restore-vault.ts'

const originalsOfList = 1_000

/** Rebuilds an empty vault. For the operator: a vault that may be restored has no admin yet. */
export const restoreRoutes = new Hono<AppEnv>()
  .use(requireAdmin)
  .post('/', validate('json', beginRestoreSchema), async (c) =>
    c.json(await beginRestore(c.var.deps, c.req.valid('json')), 200),
  )
  .post('/rows', validate('json', restoreRowsSchema), async (c) => {
    await requireRestore(c.var.deps)
    return c.json({ orphans: await putRows(c.var.deps, c.req.valid('json')) }, 200)
  })
  .get('/originals', validate('query', missingOriginalsQuerySchema), async (c) => {
    await requireRestore(c.var.deps)
    const { after } = c.req.valid('query')
    const originals = await originalsNotInR2(c.var.deps.db, after, originalsOfList)
    return c.json({ originals }, 200)
  })
  .post('/originals', async (c) => {
    await requireRestore(c.var.deps)
    const body = await readBytes(c.req.raw, restoreBatchMaxBytes)
    return c.json(await putOriginals(c.var.deps, body), 200)
  })
  .put(
    '/originals/:originalId',
    validate('param', z.object({ originalId: originalIdSchema })),
    async (c) => {
      await requireRestore(c.var.deps)
      const { body } = c.req.raw
      if (body === null) throw new AppError('empty_body', 'The original is empty.')
      await putOriginal(c.var.deps, c.req.valid('param').originalId, body)
      return c.body(null, 204)
    },
  )
  .post('/lost', validate('json', lostOriginalsSchema), async (c) => {
    await noteLost(c.var.deps, c.req.valid('json').originalIds)
    return c.body(null, 204)
  })
  .post('/drills', validate('json', reportDrillSchema), async (c) =>
    c.json(await recordDrill(c.var.deps, c.req.valid('json')), 201),
  )
  .post('/finish', validate('json', finishRestoreSchema), async (c) =>
    c.json({ next: await finishRestore(c.var.deps, c.req.valid('json').after) }, 200),
  )
