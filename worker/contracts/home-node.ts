import { z } from 'zod'
import { diskHealthSchema, mirrorReportSchema } from './home-report.ts'
import {
  diskIdSchema,
  fileIdSchema,
  homeNodeIdSchema,
  originalIdSchema,
  sha256Schema,
  spaceIdSchema,
} from './ids.ts'
import { editedMetadataSchema } from './metadata.ts'
import { defaultPolicy, wantedCopiesSchema } from './policy.ts'

/*
 * The link between Worker and home node. Every request, in both directions, carries these headers:
 *
 * | header | value |
 * |---|---|
 * | X-CloudVault-Key | who signs: a home node's id, or `worker` |
 * | X-CloudVault-Time | Unix milliseconds; refused when more than 300 s off |
 * | X-CloudVault-Nonce | 22 characters of base64url, never seen before by the receiver |
 * | X-CloudVault-Body | SHA-256 of the body in hex (of nothing, when there is no body) |
 * | X-CloudVault-Signature | Ed25519 over `linkSigningString`, base64url without padding |
 */
export const linkHeaders = {
  key: 'X-CloudVault-Key',
  time: 'X-CloudVault-Time',
  nonce: 'X-CloudVault-Nonce',
  body: 'X-CloudVault-Body',
  signature: 'X-CloudVault-Signature',
} as const

export const linkClockSkewMs = 300_000
export const emptySha256 = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'

/** The parsed headers of a signed request. */
export const linkSignatureSchema = z.object({
  key: z.union([homeNodeIdSchema, z.literal('worker')]),
  timeMs: z.coerce.number().int(),
  nonce: z.string().regex(/^[A-Za-z0-9_-]{22}$/),
  bodySha256: sha256Schema,
  signature: z.string().regex(/^[A-Za-z0-9_-]{86}$/),
})
export type LinkSignature = z.infer<typeof linkSignatureSchema>

export interface LinkRequest {
  /** Who signs, and who is meant to read it: a signature for one receiver is no use at another. */
  key: string
  audience: string
  method: string
  /** Path and query exactly as sent. */
  target: string
  bodySha256: string
  timeMs: number
  nonce: string
}

/** The bytes that are signed: one field a line, so no field can run into the next. */
export function linkSigningString(request: LinkRequest): string {
  const { key, audience, method, target, bodySha256, timeMs, nonce } = request
  return [
    'cloudvault-link-v1',
    key,
    audience,
    method.toUpperCase(),
    target,
    bodySha256,
    String(timeMs),
    nonce,
  ].join('\n')
}

/** Raw 32-byte Ed25519 public key, base64url without padding. */
export const publicKeySchema = z.string().regex(/^[A-Za-z0-9_-]{43}$/)

/**
 * `POST /api/home/enrol`, signed with the key in the body, `X-CloudVault-Key: hno_…` chosen by the
 * home node (a ULID of its own), audience `worker`.
 */
export const enrolRequestSchema = z.strictObject({
  code: z.string().min(16).max(200),
  homeNodeId: homeNodeIdSchema,
  name: z.string().trim().min(1).max(60),
  publicKey: publicKeySchema,
})
export type EnrolRequest = z.infer<typeof enrolRequestSchema>

export const enrolResponseSchema = z.object({
  homeNodeId: homeNodeIdSchema,
  workerPublicKey: publicKeySchema,
})
export type EnrolResponse = z.infer<typeof enrolResponseSchema>

export const diskStateSchema = z.enum(['ok', 'missing', 'read_only', 'full'])
export type DiskState = z.infer<typeof diskStateSchema>

/** `PUT /api/home/disks`: all the disks this home node knows, missing ones included, and how far its mirror is. */
export const diskReportSchema = z.strictObject({
  disks: z
    .array(
      z.strictObject({
        id: diskIdSchema,
        name: z.string().min(1).max(60),
        state: diskStateSchema,
        totalBytes: z.int().nonnegative(),
        freeBytes: z.int().nonnegative(),
        health: diskHealthSchema.optional(),
      }),
    )
    .max(32),
  mirror: mirrorReportSchema.optional(),
  /** Disks that others took over from: their copies count no more. */
  retired: z.array(diskIdSchema).max(32).default([]),
})
export type DiskReport = z.infer<typeof diskReportSchema>

/**
 * `GET /api/home/changes?after=SEQ&limit=N`: the change feed. `original.stored` says that an
 * original is in R2 and wants mirroring, `original.wanted` that other copies of it are wanted from
 * now on; the others only name what happened to a file.
 */
export const changeKinds = [
  'original.stored',
  'original.removed',
  'original.wanted',
  'file.created',
  'file.updated',
  'file.trashed',
  'file.restored',
  'file.purged',
] as const
export const changeKindSchema = z.enum(changeKinds)
export type ChangeKind = z.infer<typeof changeKindSchema>

export const changeSchema = z.object({
  seq: z.int().positive(),
  kind: changeKindSchema,
  spaceId: spaceIdSchema,
  fileId: fileIdSchema.nullable(),
  original: z
    .object({
      id: originalIdSchema,
      sha256: sha256Schema,
      sizeBytes: z.int().nonnegative(),
      wants: wantedCopiesSchema.default(defaultPolicy),
    })
    .nullable(),
  atMs: z.int(),
})
export type Change = z.infer<typeof changeSchema>

export const changesQuerySchema = z.object({
  after: z.coerce.number().int().nonnegative(),
  limit: z.coerce.number().int().min(1).max(1_000).default(500),
})
export const changesResponseSchema = z.object({
  changes: z.array(changeSchema),
  /** The highest number in the feed, to show how far behind a mirror is. */
  lastSeq: z.int().nonnegative(),
})

/**
 * `POST /api/home/originals/batch`: several small originals in one answer, as frames (frames.ts) in
 * the order asked for. One that is not there is left out; a stream that breaks off has delivered
 * what came whole. Large ones are fetched one by one, from any byte, at `GET …/originals/:id`.
 */
export const originalBatchSchema = z.strictObject({
  ids: z.array(originalIdSchema).min(1).max(32),
})
export const originalFrameSchema = z.object({
  originalId: originalIdSchema,
  sizeBytes: z.int().nonnegative(),
})
export type OriginalFrame = z.infer<typeof originalFrameSchema>

/**
 * `POST /api/home/copies`: what became of mirrored copies. Idempotent, in any order.
 *
 * | copy | verifiedAtMs | badAtMs |
 * |---|---|---|
 * | received: hashed as it came, written and synced | null | null |
 * | verified: read back from the medium, and right | when | null |
 * | bad: read back, and wrong or gone; it will be fetched again | null | when |
 */
export const copyAckSchema = z.strictObject({
  originalId: originalIdSchema,
  sha256: sha256Schema,
  diskId: diskIdSchema,
  verifiedAtMs: z.int().positive().nullable(),
  badAtMs: z.int().positive().nullable().default(null),
})
export type CopyAck = z.infer<typeof copyAckSchema>
export const copyAcksSchema = z.strictObject({ copies: z.array(copyAckSchema).min(1).max(50) })
export const copyAcksResponseSchema = z.object({
  /** Originals that the cloud no longer has, or has under another hash; the copy stays where it is. */
  unknown: z.array(originalIdSchema),
})

/**
 * `POST /api/home/writings`: what people wrote about these files, for the sidecars on disks. Of a file
 * that was purged nothing is answered.
 */
export const writingsRequestSchema = z.strictObject({
  fileIds: z.array(fileIdSchema).min(1).max(500),
})
export const fileWritingsSchema = z.object({
  fileId: fileIdSchema,
  sha256: sha256Schema,
  name: z.string(),
  edited: editedMetadataSchema,
  /** Those by hand. */
  tags: z.array(z.string()),
})
export type FileWritings = z.infer<typeof fileWritingsSchema>
export const writingsResponseSchema = z.object({ files: z.array(fileWritingsSchema) })

/** `GET /api/home/wake` (WebSocket, signed): the Worker says that there is something to do. */
export const wakeMessageSchema = z.object({ type: z.literal('wake') })

/** `GET /api/home/status`: what `cloudvault status` prints. Disks of other home nodes included. */
export const vaultStatusSchema = z.object({
  files: z.int().nonnegative(),
  trashedFiles: z.int().nonnegative(),
  originals: z.int().nonnegative(),
  originalBytes: z.int().nonnegative(),
  lastSeq: z.int().nonnegative(),
  places: z.array(
    z.object({
      place: z.string(),
      name: z.string(),
      state: z.enum(['ok', 'missing', 'read_only', 'full']),
      verified: z.int().nonnegative(),
      /** Written there but not read back yet: not counted as copies. */
      received: z.int().nonnegative(),
      oldestVerifiedAt: z.string().nullable(),
      newestVerifiedAt: z.string().nullable(),
    }),
  ),
  jobs: z.object({
    queued: z.int().nonnegative(),
    running: z.int().nonnegative(),
    waitingHome: z.int().nonnegative(),
    failed: z.int().nonnegative(),
  }),
  /** Newest files first, with the state of each of their copies, in the order of `places`. */
  recent: z.array(
    z.object({
      fileId: fileIdSchema,
      name: z.string(),
      sizeBytes: z.int().nonnegative(),
      /** Without `verifiedAt` a copy is only received, bad, or not there at all. */
      copies: z.array(z.object({ place: z.string(), verifiedAt: z.string().nullable() })),
    }),
  ),
})
export type VaultStatus = z.infer<typeof vaultStatusSchema>

/**
 * `POST /api/home/renditions/batch`: the largest rendition of several files in one answer, as frames
 * in the order asked for. One that is not there is left out.
 */
export const renditionBatchSchema = z.strictObject({
  fileIds: z.array(fileIdSchema).min(1).max(16),
})
export const renditionFrameSchema = z.object({
  fileId: fileIdSchema,
  sizeBytes: z.int().nonnegative(),
})
export type RenditionFrame = z.infer<typeof renditionFrameSchema>
