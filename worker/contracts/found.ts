import { z } from 'zod'
import { colourNames } from './colours.ts'
import { fileTagSchema } from './file-tags.ts'

/** A part of a picture, as shares of its width and height from the top left corner, 0 to 1. */
export const boxSchema = z.strictObject({
  left: z.number().min(0).max(1),
  top: z.number().min(0).max(1),
  width: z.number().min(0).max(1),
  height: z.number().min(0).max(1),
})
export type Box = z.infer<typeof boxSchema>

/** One thing that a detector saw, with the colours that it mostly has, the largest share first. */
export const objectFoundSchema = fileTagSchema.extend({
  box: boxSchema,
  colours: z.array(z.enum(colourNames)).max(3),
  /** Of a film: at which time; null in a picture. */
  atMs: z.int().nonnegative().nullable(),
})
export type ObjectFound = z.infer<typeof objectFoundSchema>

/** Text that stands in a picture, lines as they were read. `confidence` from 0 to 1. */
export const textFoundSchema = z.strictObject({
  text: z.string().min(1).max(20_000),
  confidence: z.number().min(0).max(1),
  engine: z.string().min(1).max(60),
})
export type TextFound = z.infer<typeof textFoundSchema>

/**
 * One embedding: little-endian float32 in base64, of length 1. `model` names model and pipeline
 * (`clip-vit-b32@1`): vectors of different names are never compared.
 */
export const embeddingFoundSchema = z.strictObject({
  model: z.string().regex(/^[a-z0-9.-]{1,40}@\d{1,3}$/),
  /** Of a film: at which time; null of a picture. */
  atMs: z.int().nonnegative().nullable(),
  values: z.base64().max(8_192),
})
export type EmbeddingFound = z.infer<typeof embeddingFoundSchema>

/**
 * What an `index-file` job reports. `looked` names every engine that looked, also where it found
 * nothing: what these found takes the place of what they found before, and the file counts as indexed
 * by them, besides those that the job named as having looked already.
 */
export const indexResultSchema = z.strictObject({
  looked: z.array(z.string().min(1).max(60)).max(20),
  tags: z.array(fileTagSchema).max(100),
  objects: z.array(objectFoundSchema).max(100),
  text: textFoundSchema.nullable(),
  embeddings: z.array(embeddingFoundSchema).max(8),
})
export type IndexResult = z.infer<typeof indexResultSchema>

/** What a model says is to be seen in a file. */
export const captionFoundSchema = z.strictObject({
  text: z.string().min(1).max(2_000),
  engine: z.string().min(1).max(60),
})
export type CaptionFound = z.infer<typeof captionFoundSchema>

/** What engines found in a file, as people are told. */
export const fileFoundSchema = z.object({
  objects: z.array(objectFoundSchema),
  text: textFoundSchema.nullable(),
  caption: captionFoundSchema.nullable(),
  /** Engines and models that looked at it, and when (ISO 8601, UTC); null: not yet. */
  looked: z.array(z.string()),
  lookedAt: z.string().nullable(),
})
export type FileFound = z.infer<typeof fileFoundSchema>
