import { z } from 'zod'
import { consentIdSchema, spaceIdSchema, userIdSchema } from './ids.ts'

export const recordConsentSchema = z.strictObject({
  text: z
    .string()
    .trim()
    .min(20, 'Say in a sentence what is agreed to.')
    .max(4_000, 'The text has at most 4,000 characters.'),
})
export type RecordConsent = z.infer<typeof recordConsentSchema>

/** Consent to look for faces in a space. Until there is one that is not withdrawn, nobody does. */
export const consentViewSchema = z.object({
  id: consentIdSchema,
  spaceId: spaceIdSchema,
  recordedBy: userIdSchema,
  recordedAt: z.string(),
  text: z.string(),
  withdrawnAt: z.string().nullable(),
  withdrawnBy: userIdSchema.nullable(),
})
export type ConsentView = z.infer<typeof consentViewSchema>

/** `isOn` says whether faces are looked for now; `items` is the history, the newest first. */
export const consentListSchema = z.object({
  isOn: z.boolean(),
  items: z.array(consentViewSchema),
})
