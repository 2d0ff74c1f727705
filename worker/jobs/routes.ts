import { Hono } from 'hono'
import { z } from 'zod'
import { fileIdSchema, jobIdSchema } from '#contracts/ids'
import { ingestResultSchema, jobFailureSchema, leaseRequestSchema } from '#contracts/jobs'
import { renditionNameSchema } from '#contracts/renditions'
import type { AppEnv } from '../app-env.ts'
import { recordIngest } from '../files/record-ingest.ts'
import { storeRendition } from '../files/store-rendition.ts'
import { parseSignedJson } from '../home-nodes/signed-json.ts'
import { validate } from '../http/validate.ts'
import { failJob } from './fail-job.ts'
import { leaseJobs } from './lease-jobs.ts'

const jobParam = z.object({ id: jobIdSchema })

/** The home node's side of background work: lease, bring renditions, report. */
export const homeJobRoutes = new Hono<AppEnv>()
  .post('/jobs/lease', async (c) => {
    const { max } = parseSignedJson(c.var.signedBody, leaseRequestSchema)
    return c.json({ jobs: await leaseJobs(c.var.deps, c.var.homeNodeId, max) }, 200)
  })
  .post('/jobs/:id/done', validate('param', jobParam), async (c) => {
    const result = parseSignedJson(c.var.signedBody, ingestResultSchema)
    await recordIngest(c.var.deps, c.var.homeNodeId, c.req.valid('param').id, result)
    return c.body(null, 204)
  })
  .post('/jobs/:id/failed', validate('param', jobParam), async (c) => {
    const failure = parseSignedJson(c.var.signedBody, jobFailureSchema)
    await failJob(c.var.deps, c.var.homeNodeId, c.req.valid('param').id, failure)
    return c.body(null, 204)
  })
  .put(
    '/files/:fileId/renditions/:name',
    validate('param', z.object({ fileId: fileIdSchema, name: renditionNameSchema })),
    validate('header', z.object({ 'x-cloudvault-job': jobIdSchema })),
    async (c) => {
      await storeRendition(c.var.deps, {
        homeNodeId: c.var.homeNodeId,
        jobId: c.req.valid('header')['x-cloudvault-job'],
        ...c.req.valid('param'),
        bytes: c.var.signedBody,
      })
      return c.body(null, 204)
    },
  )
