import { z } from 'zod'
import { originalIdSchema, sha256Schema, spaceIdSchema, uploadIdSchema } from '#contracts/ids'
import { tusChecksumAlgorithmSchema } from '#contracts/uploads'

/** What a lane is told of its upload with every call; D1 has it, so the lane need not remember. */
export const laneUploadSchema = z.object({
  id: uploadIdSchema,
  spaceId: spaceIdSchema,
  originalId: originalIdSchema,
  multipartId: z.string().min(1),
  sizeBytes: z.int().positive(),
  /** What the client promised. */
  sha256: sha256Schema.nullable(),
})
export type LaneUpload = z.infer<typeof laneUploadSchema>

export const checksumSchema = z.object({
  algorithm: tusChecksumAlgorithmSchema,
  /** Of the body of this one request, in hex. */
  hex: z.string(),
})
export type Checksum = z.infer<typeof checksumSchema>

/** Travels in the header `X-Lane` beside a body, as JSON. */
export const laneRequestSchema = z.object({
  upload: laneUploadSchema,
  /** Where the client believes the upload to stand. */
  offset: z.int().nonnegative(),
  /** The body's length; null when the client does not say. */
  length: z.int().nonnegative().nullable(),
  checksum: checksumSchema.nullable(),
  /** The size of the parts, should the upload begin with this request. */
  partBytes: z.int().positive(),
  /** The most that one request may bring. */
  bodyMaxBytes: z.int().positive(),
})
export type LaneRequest = z.infer<typeof laneRequestSchema>

/** `offset` is always what is durable now. */
export const laneAnswerSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('stored'), offset: z.int() }),
  /** The client stands elsewhere. */
  z.object({ kind: z.literal('elsewhere'), offset: z.int() }),
  /** Another request is writing. */
  z.object({ kind: z.literal('busy') }),
  /** More bytes than the upload has room for. */
  z.object({ kind: z.literal('too_long') }),
  /** One request brought more than one may bring. */
  z.object({ kind: z.literal('body_too_large'), offset: z.int() }),
  z.object({ kind: z.literal('wrong_checksum'), offset: z.int() }),
  /** The body broke off; what was durable before still is. */
  z.object({ kind: z.literal('torn'), offset: z.int() }),
  /** The upload was terminated, has expired, or is a file by now. */
  z.object({ kind: z.literal('ended') }),
])
export type LaneAnswer = z.infer<typeof laneAnswerSchema>

export const laneCompletionSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('completed'), sha256: sha256Schema }),
  z.object({ kind: z.literal('incomplete') }),
  /** All bytes are here, and they are not the ones that were promised. */
  z.object({ kind: z.literal('wrong_bytes') }),
  z.object({ kind: z.literal('ended') }),
])
export type LaneCompletion = z.infer<typeof laneCompletionSchema>
