import { z } from 'zod'
import { tagLabelSchema } from './metadata.ts'

/** What kind of thing a label names: labels of one group compete for a picture. */
export const labelGroups = ['objects', 'scenes', 'events', 'documents'] as const
export const labelGroupSchema = z.enum(labelGroups)
export type LabelGroup = z.infer<typeof labelGroupSchema>

export const labelSchema = z.strictObject({ name: tagLabelSchema, group: labelGroupSchema })
export type Label = z.infer<typeof labelSchema>

const descriptionSchema = z.string().trim().min(3).max(200)

/**
 * A question that is answered by yes or no, whatever else is in a picture: `name` is the tag for yes.
 * `yes` and `no` describe pictures: `a handwritten recipe`; without `no`, any other picture.
 */
export const labelQuestionSchema = z.strictObject({
  name: tagLabelSchema,
  yes: descriptionSchema,
  no: descriptionSchema.nullable(),
})
export type LabelQuestion = z.infer<typeof labelQuestionSchema>

/** How the labels of a space differ from those that come with the vault. */
export const labelChangesSchema = z.strictObject({
  /** Of those that come with the vault: not looked for here. */
  removed: z.array(tagLabelSchema).max(500),
  added: z.array(labelSchema).max(200),
  questions: z.array(labelQuestionSchema).max(50),
})
export type LabelChanges = z.infer<typeof labelChangesSchema>

/** `PUT /api/spaces/:spaceId/labels`; `version` is the one that was read: another is a conflict. */
export const putLabelsSchema = labelChangesSchema.extend({ version: z.int().nonnegative() })
export type PutLabels = z.infer<typeof putLabelsSchema>

/** `GET /api/spaces/:spaceId/labels` */
export const labelSetSchema = z.object({
  /** 0 until somebody changes it. */
  version: z.int().nonnegative(),
  labels: z.array(labelSchema.extend({ comesWithVault: z.boolean(), isOn: z.boolean() })),
  questions: z.array(labelQuestionSchema),
  /**
   * | state | meaning |
   * |---|---|
   * | no_model | nothing here was embedded yet: labels need a model that is fetched |
   * | working | they are being put to pictures |
   * | ready | every embedded picture has those that fit |
   */
  state: z.enum(['no_model', 'working', 'ready']),
})
export type LabelSet = z.infer<typeof labelSetSchema>
