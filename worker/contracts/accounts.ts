import { z } from 'zod'
import { spaceIdSchema, userIdSchema } from './ids.ts'

export const usernameSchema = z
  .string()
  .trim()
  .min(2, 'A username has at least 2 characters.')
  .max(40, 'A username has at most 40 characters.')
  .regex(
    /^[\p{L}\p{N}][\p{L}\p{N}._-]*$/u,
    'A username starts with a letter or digit and holds letters, digits, dots, dashes and underscores.',
  )

export const passwordSchema = z
  .string()
  .min(8, 'A password has at least 8 characters.')
  .max(256, 'A password has at most 256 characters.')

/** Makes the first admin. Works once, with the token of the link that the start printed. */
export const setupRequestSchema = z.strictObject({
  token: z.string().min(1).max(200),
  username: usernameSchema,
  password: passwordSchema,
})
export type SetupRequest = z.infer<typeof setupRequestSchema>

export const setupStateSchema = z.object({ needed: z.boolean() })

export const loginRequestSchema = z.strictObject({
  username: z.string().trim().min(1).max(254),
  password: z.string().min(1).max(256, 'A password has at most 256 characters.'),
})
export type LoginRequest = z.infer<typeof loginRequestSchema>

/** Who is signed in, with the space that the library shows and what it holds. */
export const meSchema = z.object({
  userId: userIdSchema,
  username: z.string(),
  isAdmin: z.boolean(),
  personalSpaceId: spaceIdSchema,
  usedBytes: z.int().nonnegative(),
  reservedBytes: z.int().nonnegative(),
  quotaBytes: z.int().nonnegative(),
  /** Largest single upload body this deployment takes, in bytes. */
  uploadBodyMaxBytes: z.int().positive(),
})
export type Me = z.infer<typeof meSchema>
