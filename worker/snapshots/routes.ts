import { Hono } from 'hono'
import { z } from 'zod'
import { libraryQuerySchema, libraryRequestSchema } from '#contracts/library'
import { snapshotHeaders, snapshotPageQuerySchema, tableNameSchema } from '#contracts/snapshots'
import type { AppEnv } from '../app-env.ts'
import { parseSignedJson } from '../home-nodes/signed-json.ts'
import { validate } from '../http/validate.ts'
import { readLibrary, readLibraryFiles } from './read-library.ts'
import { snapshotHead, snapshotPage } from './read-snapshot.ts'

/** What a home node fetches for its disks: snapshots, whose pages it cannot read, and the names of files. */
export const homeSnapshotRoutes = new Hono<AppEnv>()
  .get('/library', validate('query', libraryQuerySchema), async (c) => {
    const { after } = c.req.valid('query')
    return c.json({ files: await readLibrary(c.var.deps, after) }, 200)
  })
  .post('/library', async (c) => {
    const { fileIds } = parseSignedJson(c.var.signedBody, libraryRequestSchema)
    return c.json({ files: await readLibraryFiles(c.var.deps, fileIds) }, 200)
  })
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
