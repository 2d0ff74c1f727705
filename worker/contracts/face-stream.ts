import { z } from 'zod'
import { apiAuthSchema, organizationRefSchema, recognizedSchema } from './face-api.ts'
import { problemCodeSchema } from './problem.ts'

/*
 * What goes over /ws/recognize. A caller says who they are in the address, by a subprotocol, or in the
 * first message; then each message is a frame: a picture as bytes, or JSON with the picture in base64
 * and wishes that hold from then on. Frames are numbered from 1 and answered in order; under load the
 * one that waits is dropped for the next, and `busy` says so.
 */

/** The subprotocol to offer beside the key: the answer names it, and not the key. */
export const faceStreamProtocol = 'cloudvault.face'

/**
 * The detector of frames for which no other is wished: a live picture is worth more soon than with the
 * smallest faces.
 */
export const streamDetector = 'quick@1'

export const frameMaxBytes = 1_000_000

/** Closing codes of our own. */
export const faceCloseCodes = { signIn: 4401, idle: 4408, tooMany: 4429 } as const

export const faceStreamMessageSchema = z.object({
  /** Whatever the caller likes; stands in the answer. */
  id: z.union([z.string().max(100), z.number()]).optional(),
  api_key: z.string().max(200).optional(),
  token: z.string().max(200).optional(),
  organization: organizationRefSchema.optional(),
  ...apiAuthSchema.partial().shape,
  image: z.string().min(1).optional(),
  threshold: z.number().min(0).max(1).optional(),
  limit: z.int().min(1).max(50).optional(),
  faces: z.enum(['all', 'largest']).optional(),
  landmarks: z.boolean().optional(),
  detector: z.string().max(60).optional(),
})
export type FaceStreamMessage = z.infer<typeof faceStreamMessageSchema>

const frame = { frame: z.int().nonnegative(), id: z.union([z.string(), z.number()]).nullable() }

export const faceStreamAnswerSchema = z.discriminatedUnion('type', [
  /** The caller is let in. */
  z.object({ type: z.literal('ready'), organization: z.string() }),
  z.object({ type: z.literal('faces'), ...frame, tookMs: z.number(), ...recognizedSchema.shape }),
  /** This frame was dropped for a newer one; frames take about so long now. */
  z.object({ type: z.literal('busy'), ...frame, tookMs: z.number() }),
  z.object({ type: z.literal('error'), ...frame, code: problemCodeSchema, detail: z.string() }),
])
export type FaceStreamAnswer = z.infer<typeof faceStreamAnswerSchema>
