import { z } from 'zod'
import { faceCurveSchema } from './face-similarity.ts'
import { boxSchema } from './found.ts'

/*
 * What the home node's face engine tells about one picture. A pipeline has named, versioned parts:
 * a detector, which finds faces and their landmarks, and an embedder, which turns an aligned face
 * into a descriptor. Descriptors of different embedders are never compared.
 */

/** A point in a picture, as shares of its width and height from the top left corner. */
export const facePointSchema = z.strictObject({ x: z.number(), y: z.number() })
export type FacePoint = z.infer<typeof facePointSchema>

/** Name and version of a part: `ssd@1`, `face-api-128@1`. */
export const facePartSchema = z.string().regex(/^[a-z0-9.-]{1,40}@\d{1,3}$/)

/** Expressions as shares that sum to 1, as the model names them. */
export const faceExpressionSchema = z.enum([
  'neutral',
  'happy',
  'sad',
  'angry',
  'fearful',
  'disgusted',
  'surprised',
])

/** Why a face is too poor to be remembered by; empty when it is good enough. */
export const faceFlawSchema = z.enum(['small', 'blurred', 'turned', 'cut', 'unsure'])
export type FaceFlaw = z.infer<typeof faceFlawSchema>

/** How well a face shows who it is: 0 to 1, and what speaks against it. */
export const faceQualitySchema = z.strictObject({
  score: z.number().min(0).max(1),
  /** Width of the face in pixels of the picture that was looked at. */
  widthPx: z.number().nonnegative(),
  flaws: z.array(faceFlawSchema).max(5),
})
export type FaceQuality = z.infer<typeof faceQualitySchema>

export const faceSeenSchema = z.strictObject({
  box: boxSchema,
  /** The detector's own certainty, 0 to 1. */
  probability: z.number().min(0).max(1),
  /** 68 landmarks in the order of the iBUG 300-W annotation; empty where they were not asked for. */
  landmarks: z.array(facePointSchema).max(68),
  quality: faceQualitySchema,
  /** Little-endian float32 of length 1 in base64; null where none was asked for. */
  descriptor: z.base64().max(8_192).nullable(),
  /** Years as the model guesses them, and expressions; null where they were not asked for. */
  age: z.number().min(0).max(150).nullable(),
  expressions: z.partialRecord(faceExpressionSchema, z.number().min(0).max(1)).nullable(),
  /** Of a film: at which time; null in a picture. */
  atMs: z.int().nonnegative().nullable(),
})
export type FaceSeen = z.infer<typeof faceSeenSchema>

/** Largest first. No faces are an empty list. */
export const facesSeenSchema = z.strictObject({
  detector: facePartSchema,
  embedder: facePartSchema,
  width: z.int().positive(),
  height: z.int().positive(),
  faces: z.array(faceSeenSchema).max(200),
})
export type FacesSeen = z.infer<typeof facesSeenSchema>

/**
 * What is asked of a picture. Without a detector or an embedder those that the home node is
 * configured with answer; an unknown name is a 422 `unknown_model` that names those that exist.
 */
export const faceQuestionSchema = z.strictObject({
  detector: z.string().max(60).optional(),
  embedder: z.string().max(60).optional(),
  largestOnly: z.boolean().default(false),
  descriptors: z.boolean().default(true),
  landmarks: z.boolean().default(false),
  age: z.boolean().default(false),
  expressions: z.boolean().default(false),
})
export type FaceQuestion = z.infer<typeof faceQuestionSchema>

/** A part that can be chosen: what exists, which one is configured, and what it is made for. */
export const faceModelsSchema = z.strictObject({
  detectors: z.array(facePartSchema).min(1),
  embedders: z
    .array(
      z.strictObject({
        name: facePartSchema,
        dimensions: z.int().min(2).max(2_048),
        /**
         * Similarity above which two faces are taken for one person, as measured; similarity is
         * 0 to 1, monotone in the distance of descriptors (its meaning stands in faces.md).
         */
        threshold: z.number().min(0).max(1),
        /** How a distance of its descriptors becomes a similarity, see `face-similarity.ts`. */
        curve: faceCurveSchema,
      }),
    )
    .min(1),
  detector: facePartSchema,
  embedder: facePartSchema,
})
export type FaceModels = z.infer<typeof faceModelsSchema>
