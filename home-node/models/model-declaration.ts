import { z } from 'zod'
import { sha256Schema } from '#contracts/ids'
import { modelIdSchema } from '#contracts/models'

/** A path within the repository and within the model's folder: no way leads out of it. */
const filePathSchema = z
  .string()
  .max(200)
  .regex(/^[A-Za-z0-9_-][A-Za-z0-9._-]*(\/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$/)

/** One file, known by its hash. */
const pinnedFileSchema = z.strictObject({
  path: filePathSchema,
  sizeBytes: z.int().positive().max(4e9),
  sha256: sha256Schema,
})

/**
 * A file whose hash was not known when it was declared: known by the revision, by its largest size and
 * by what it has to do. Its hash is recorded when it is first there, and holds from then on.
 */
const boundedFileSchema = z.strictObject({
  path: filePathSchema,
  /** Roughly; the file itself tells. */
  sizeBytes: z.int().positive().max(1e8),
  maxBytes: z.int().positive().max(1e8),
  sha256: z.null(),
})
export type ModelFile = z.infer<typeof pinnedFileSchema> | z.infer<typeof boundedFileSchema>

const three = z.tuple([z.number(), z.number(), z.number()])

/** A model of two halves that put pictures and texts into one space, and how it wants its input. */
export const modelDeclarationSchema = z.strictObject({
  id: modelIdSchema,
  /** Raised whenever what is done around the model changes its vectors. */
  pipeline: z.int().min(1).max(999).default(1),
  name: z.string().trim().min(1).max(60),
  about: z.string().trim().min(1).max(200),
  licence: z.string().trim().min(1).max(60),
  dimensions: z.int().min(8).max(1536),
  /** On the hub: `owner/name`, and the commit. */
  repository: z.string().regex(/^[A-Za-z0-9][\w.-]*\/[A-Za-z0-9][\w.-]*$/),
  revision: z.string().regex(/^[0-9a-f]{40}$/),
  vision: z.strictObject({
    file: pinnedFileSchema,
    input: z.string().default('pixel_values'),
    output: z.string().default('image_embeds'),
    /** Sides of the square that it looks at, in pixels. */
    pixels: z.int().min(16).max(1024),
    /** `crop`: the shorter side fits and the middle is cut out; `squash`: both sides fit. */
    fit: z.enum(['crop', 'squash']),
    mean: three,
    std: three,
  }),
  text: z.strictObject({
    file: pinnedFileSchema,
    input: z.string().default('input_ids'),
    output: z.string().default('text_embeds'),
    /** Longest text in tokens; more is cut, the last token stays. */
    length: z.int().min(4).max(512),
    /** Fills a text up to `length` with this token; null: texts are as long as they are. */
    padWith: z.int().nonnegative().nullable(),
  }),
  tokenizer: z.strictObject({
    file: z.union([pinnedFileSchema, boundedFileSchema]),
    /** Texts and their tokens, as the tokenizer must give them. */
    known: z.record(z.string(), z.array(z.int().nonnegative())).default({}),
  }),
})
export type ModelDeclaration = z.infer<typeof modelDeclarationSchema>

/** Model and pipeline, as vectors are marked: `clip-vit-b32@1`. */
export function embeddingModelOf({ id, pipeline }: ModelDeclaration): string {
  return `${id}@${pipeline}`
}

/** The smallest first, so that what goes wrong goes wrong soon. */
export function filesOf({ tokenizer, text, vision }: ModelDeclaration): ModelFile[] {
  return [tokenizer.file, text.file, vision.file]
}
