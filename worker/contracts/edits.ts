import { z } from 'zod'
import { maxSteps } from './recipe.ts'

/** Steps that an edit may have: what is made of an edited picture needs some of its own. */
export const maxEditSteps = maxSteps - 5

/** Edits that a picture remembers, so that an earlier one can be had again. */
export const maxKeptEdits = 20

/**
 * `PUT /api/files/:id/edit`: what the picture is to look like from now on. The original stays as it
 * is, and every picture that is made of the file is made on top of its edit unless it says
 * `original=true`.
 */
export const putEditSchema = z.strictObject({
  /** Steps as parameters of the grammar, as in a query; nothing of the encoding. */
  query: z.string().trim().min(1, 'Say what to do to it.').max(6_000),
})
export type PutEdit = z.infer<typeof putEditSchema>

/**
 * | state | meaning |
 * |---|---|
 * | none | the picture is shown as it came |
 * | waiting | its pictures are still being made, and the ones of before are shown: `note` says why |
 * | ready | shown |
 * | failed | it could not be made, and the pictures of before are shown: `note` says why |
 */
export const editStates = ['none', 'waiting', 'ready', 'failed'] as const

/** `GET /api/files/:id/edit` */
export const editViewSchema = z.object({
  state: z.enum(editStates),
  note: z.string().nullable(),
  /** What is wanted; null when it is the original. */
  query: z.string().nullable(),
  original: z.object({
    /** Pixels, upright; null until they are known. */
    width: z.int().positive().nullable(),
    height: z.int().positive().nullable(),
    /** Its preview of 1600 pixels, as it came; null until it exists. */
    previewUrl: z.string().nullable(),
  }),
  /** The newest first. */
  history: z.array(
    z.object({
      number: z.int().positive(),
      query: z.string(),
      createdAt: z.string(),
      /** Username; null when it is gone. */
      createdBy: z.string().nullable(),
    }),
  ),
})
export type EditView = z.infer<typeof editViewSchema>
