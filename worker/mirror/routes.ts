import { Hono } from 'hono'
import { z } from 'zod'
import {
  changesQuerySchema,
  copyAcksSchema,
  originalBatchSchema,
  writingsRequestSchema,
} from '#contracts/home-node'
import { originalIdSchema } from '#contracts/ids'
import type { AppEnv } from '../app-env.ts'
import { AppError } from '../errors.ts'
import { parseSignedJson } from '../home-nodes/signed-json.ts'
import { originalResponse } from '../http/original-response.ts'
import { parseRange } from '../http/range.ts'
import { validate } from '../http/validate.ts'
import { originalKey } from '../originals/keys.ts'
import { acknowledgeCopies } from './acknowledge-copies.ts'
import { findOriginal } from './queries.ts'
import { readChanges } from './read-changes.ts'
import { readWritings } from './read-writings.ts'
import { streamOriginals } from './stream-originals.ts'
import { vaultStatus } from './vault-status.ts'

/** The home node's side of the mirror: read the feed, fetch bytes, acknowledge. It deletes nothing. */
export const homeMirrorRoutes = new Hono<AppEnv>()
  .get('/changes', validate('query', changesQuerySchema), async (c) => {
    const { after, limit } = c.req.valid('query')
    return c.json(await readChanges(c.var.deps, after, limit), 200)
  })
  .get(
    '/originals/:originalId',
    validate('param', z.object({ originalId: originalIdSchema })),
    async (c) => {
      const { deps } = c.var
      const original = await findOriginal(deps.db, c.req.valid('param').originalId)
      if (!original) throw new AppError('not_found', 'There is no such original.')
      const range = parseRange(c.req.header('Range'), original.sizeBytes)
      if (range === 'unsatisfiable') {
        throw new AppError('range_not_satisfiable', 'The range lies outside the original.')
      }
      const opened = await deps.originals.open(originalKey(original.spaceId, original.id), range)
      if (!opened) throw new AppError('gone', 'The original is not in R2.')
      const file = { name: original.sha256, mimeType: original.mimeType, sha256: original.sha256 }
      return originalResponse(opened, file, { head: false, partial: range !== undefined })
    },
  )
  .post('/originals/batch', async (c) => {
    const { ids } = parseSignedJson(c.var.signedBody, originalBatchSchema)
    const body = await streamOriginals(c.var.deps, ids)
    return c.body(body, 200, {
      'Content-Type': 'application/octet-stream',
      'Cache-Control': 'private, no-store',
    })
  })
  .post('/copies', async (c) => {
    const { copies } = parseSignedJson(c.var.signedBody, copyAcksSchema)
    return c.json(await acknowledgeCopies(c.var.deps, c.var.homeNodeId, copies), 200)
  })
  .post('/writings', async (c) => {
    const { fileIds } = parseSignedJson(c.var.signedBody, writingsRequestSchema)
    return c.json(await readWritings(c.var.deps, fileIds), 200)
  })
  .get('/status', async (c) => c.json(await vaultStatus(c.var.deps), 200))
