import { z } from 'zod'
import { fileIdSchema, jobIdSchema, originalIdSchema, sha256Schema, spaceIdSchema } from './ids.ts'
import { readMetadataSchema } from './metadata.ts'
import { storedRenditionNameSchema } from './renditions.ts'

/**
 * | job | who runs it | what it does |
 * |---|---|---|
 * | ingest-file | home | dimensions, metadata; both renditions and the thumbhash; tags; a film's poster |
 * | index-file | home | objects, text and embeddings, from the preview: see found.ts |
 * | caption-file | edge | caption, labels and their embedding by Workers AI, where nothing at home looks |
 * | find-faces | home | faces in the preview, in spaces whose admin agreed to it: see faces.ts |
 * | render-edit | edge | both renditions of a picture by the edit that is wanted, from the original |
 * | make-transform | edge | a picture that somebody did not want to wait for |
 * | verify-original | edge | reads a received original back from R2 and checks its SHA-256 |
 */
export const jobNames = [
  'ingest-file',
  'index-file',
  'render-edit',
  'caption-file',
  'make-transform',
  'find-faces',
  'verify-original',
] as const
export const jobNameSchema = z.enum(jobNames)
export type JobName = z.infer<typeof jobNameSchema>

/** Those that a home node leases. */
export const homeJobNames = ['ingest-file', 'index-file', 'find-faces'] as const
export type HomeJobName = (typeof homeJobNames)[number]

/**
 * ```
 * queued ──lease──▶ running ──▶ done
 *   ▲  ▲               │
 *   │  └─ lease ended ─┤─ attempts left ─▶ queued (next time moved back)
 *   │                  └─ none left ─────▶ failed
 *   └─ home node back ── waiting_home (its runner is away)
 * ```
 */
export const jobStates = ['queued', 'running', 'waiting_home', 'done', 'failed'] as const
export const jobStateSchema = z.enum(jobStates)
export type JobState = z.infer<typeof jobStateSchema>

/** All that travels on the queue; D1 is the truth. */
export const jobMessageSchema = z.strictObject({ jobId: jobIdSchema })
export type JobMessage = z.infer<typeof jobMessageSchema>

/** On the queue of webhooks: in this space something is due. What, D1 knows. */
export const webhooksMessageSchema = z.strictObject({ spaceId: spaceIdSchema })
export type WebhooksMessage = z.infer<typeof webhooksMessageSchema>

/** A job as the home node leases it. The lease ends at `leaseUntilMs` (Unix milliseconds). */
export const leasedJobSchema = z.object({
  id: jobIdSchema,
  name: z.enum(homeJobNames),
  attempt: z.int().positive(),
  leaseUntilMs: z.int(),
  fileId: fileIdSchema,
  spaceId: spaceIdSchema,
  originalId: originalIdSchema,
  sha256: sha256Schema,
  sizeBytes: z.int().nonnegative(),
  mimeType: z.string(),
  /** Of an `index-file` job: engines that need not look again. */
  looked: z.array(z.string()).optional(),
})
export type LeasedJob = z.infer<typeof leasedJobSchema>

/** `engines` are those by which the home node indexes: files that others have looked at are due. */
export const leaseRequestSchema = z.strictObject({
  max: z.int().min(1).max(50),
  name: z.enum(homeJobNames).default('ingest-file'),
  engines: z.array(z.string().min(1).max(60)).max(20).optional(),
})
export const leaseResponseSchema = z.object({ jobs: z.array(leasedJobSchema) })

/**
 * `POST /api/home/jobs/:id/done`: one frame (frames.ts). Its head is what the pipeline found in a
 * file (`preview: 'none'` is a result, not a failure), its bytes are the renditions, one after the
 * other, as `renditions` lists them.
 */
export const ingestReportMaxBytes = 8_000_000

export const ingestResultSchema = z.strictObject({
  preview: z.enum(['ready', 'none']),
  /** Why there is no preview, as a sentence for people. */
  previewNote: z.string().max(300).nullable(),
  width: z.int().positive().max(1_000_000).nullable(),
  height: z.int().positive().max(1_000_000).nullable(),
  takenAt: z
    .string()
    .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/)
    .nullable(),
  camera: z.string().max(200).nullable(),
  thumbhash: z.string().max(100).nullable(),
  renditions: z
    .array(
      z.strictObject({
        name: storedRenditionNameSchema,
        width: z.int().positive(),
        height: z.int().positive(),
        sizeBytes: z.int().positive(),
      }),
    )
    .max(3),
  tags: z
    .array(
      z.strictObject({
        label: z.string().min(1).max(80),
        probability: z.number().min(0).max(1),
        engine: z.string().min(1).max(60),
      }),
    )
    .max(100),
  /** What else the file says of itself. This and the rest only of home nodes that look for it. */
  metadata: readMetadataSchema.optional(),
  durationMs: z.int().nonnegative().max(1e12).nullable().optional(),
  /** Of a film: whether it has a moving preview. */
  isAnimated: z.boolean().optional(),
  /** 64-bit difference hash in hex: of near-duplicates, few bits differ. */
  perceptualHash: z
    .string()
    .regex(/^[0-9a-f]{16}$/)
    .nullable()
    .optional(),
})
export type IngestResult = z.infer<typeof ingestResultSchema>

export const jobFailureSchema = z.strictObject({
  /** For people and the log; no paths of the home node's machine. */
  note: z.string().min(1).max(300),
  retryable: z.boolean(),
})
export type JobFailure = z.infer<typeof jobFailureSchema>
