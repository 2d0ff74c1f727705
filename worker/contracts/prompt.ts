import { z } from 'zod'
import { fileIdSchema, generationIdSchema } from './ids.ts'

export const maxPromptLength = 2_000
export const maxReferences = 4

/** What is taken as an example: a picture of the library, or one that was made here. */
export const referenceSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('file'), file: fileIdSchema }),
  z.strictObject({ kind: z.literal('generation'), generation: generationIdSchema }),
])
export type Reference = z.infer<typeof referenceSchema>

/** `provider/model` as `GET /api/studio/providers` lists them. */
export const modelNameSchema = z
  .string()
  .regex(/^[a-z0-9-]{1,32}\/[\w@./:+-]{1,120}$/, 'not a model')

/**
 * All that a picture is made of: the same prompt makes the same picture where the model can
 * (`isRepeatable`). What a model does not have is null, and refused where it is not.
 */
export const promptSchema = z.strictObject({
  text: z.string().trim().max(maxPromptLength),
  negative: z.string().trim().max(maxPromptLength).nullable(),
  /** Null: the first model of the first provider that is configured. */
  model: modelNameSchema.nullable(),
  /** Pixels of the full picture. */
  width: z.int().min(256).max(2_048),
  height: z.int().min(256).max(2_048),
  seed: z.int().min(0).max(2_147_483_647),
  steps: z.int().min(1).max(100).nullable(),
  references: z.array(referenceSchema).max(maxReferences),
  /** Of image to image: 0 leaves the first reference as it is, 1 lets nothing of it. Null: none. */
  strength: z.number().min(0).max(1).nullable(),
  /**
   * Where the first reference is painted over: a PNG as base64 (white: anew, black: stays), of the
   * same shape. Null: everywhere.
   */
  mask: z.base64().max(1_400_000).nullable(),
})
export type Prompt = z.infer<typeof promptSchema>
