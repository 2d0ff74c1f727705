import { z } from 'zod'

export const versionSchema = z.object({ name: z.literal('cloudvault'), version: z.string() })

const partSchema = z.enum(['ok', 'failed'])

/** Whether requests can be served; `ready` needs the database and the bucket, not the home node. */
export const readinessSchema = z.object({
  ready: z.boolean(),
  parts: z.object({
    database: partSchema,
    bucket: partSchema,
    /** `away`: none has a connection open; the vault serves without it. */
    homeNode: z.enum(['ok', 'away', 'failed']),
  }),
})
export type Readiness = z.infer<typeof readinessSchema>
