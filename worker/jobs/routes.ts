import { Hono } from 'hono'
import { z } from 'zod'
import { splitFrame } from '#contracts/frames'
import { jobIdSchema } from '#contracts/ids'
import {
  type IngestResult,
  ingestReportMaxBytes,
  ingestResultSchema,
  jobFailureSchema,
  leaseRequestSchema,
} from '#contracts/jobs'
import type { AppEnv } from '../app-env.ts'
import { AppError } from '../errors.ts'
import { recordIngest } from '../files/record-ingest.ts'
import { parseSignedJson } from '../home-nodes/signed-json.ts'
import { validate } from '../http/validate.ts'
import { failJob } from './fail-job.ts'
import { leaseJobs } from './lease-jobs.ts'

const jobParam = z.object({ id: jobIdSchema })

/** The home node's side of background work: lease, report. */
export const homeJobRoutes = new Hono<AppEnv>()
  .post('/jobs/lease', async (c) => {
    const wanted = parseSignedJson(c.var.signedBody, leaseRequestSchema)
    return c.json({ jobs: await leaseJobs(c.var.deps, c.var.homeNodeId, wanted) }, 200)
  })
  .post('/jobs/:id/done', validate('param', jobParam), async (c) => {
    const report = parseReport(c.var.signedBody)
    await recordIngest(c.var.deps, c.var.homeNodeId, c.req.valid('param').id, report)
    return c.body(null, 204)
  })
  .post('/jobs/:id/failed', validate('param', jobParam), async (c) => {
    const failure = parseSignedJson(c.var.signedBody, jobFailureSchema)
    await failJob(c.var.deps, c.var.homeNodeId, c.req.valid('param').id, failure)
    return c.body(null, 204)
  })

function parseReport(body: Uint8Array): { result: IngestResult; bytes: Uint8Array } {
  if (body.length > ingestReportMaxBytes) {
    throw new AppError('too_large', 'The renditions are larger than 8 MB.')
  }
  let frame: ReturnType<typeof splitFrame>
  try {
    frame = splitFrame(body)
  } catch (cause) {
    throw new AppError('validation_failed', 'The body is not a frame.', { cause })
  }
  const parsed = ingestResultSchema.safeParse(frame.head)
  if (parsed.success) return { result: parsed.data, bytes: frame.bytes }
  const [issue] = parsed.error.issues
  throw new AppError('validation_failed', `${issue?.path.join('.')}: ${issue?.message}`)
}
