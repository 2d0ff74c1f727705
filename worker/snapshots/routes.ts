import { Hono } from 'hono'
import { z } from 'zod'
import { snapshotHeaders, snapshotPageQuerySchema, tableNameSchema } from '#contracts/snapshots'
import type { AppEnv } from '../app-env.ts'
import { validate } from '../http/validate.ts'
import { snapshotHead, snapshotPage } from './read-snapshot.ts'

/** What a home node fetches for the snapshots on its disks. It cannot read the pages. */
export const homeSnapshotRoutes = new Hono<AppEnv>()
  .get('/snapshot', async (c) => c.json(await snapshotHead(c.var.deps), 200))
  .get(
    '/snapshot/:table',
    validate('param', z.object({ table: tableNameSchema })),
    validate('query', snapshotPageQuerySchema),
    async (c) => {
      const { table } = c.req.valid('param')
      const page = await snapshotPage(c.var.deps, table, c.req.valid('query').after)
      return c.body(page.sealed, 200, {
        'Content-Type': 'application/octet-stream',
        'Cache-Control': 'private, no-store',
        [snapshotHeaders.rows]: String(page.rows),
        ...(page.next !== null && { [snapshotHeaders.next]: String(page.next) }),
      })
    },
  )
