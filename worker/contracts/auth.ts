import { z } from 'zod'
import { emailSchema, inviteCodeSchema, passwordSchema, usernameSchema } from './accounts.ts'
import { userIdSchema } from './ids.ts'

// The shapes that older clients know (`/login`, `/logout`, `/register`, `/api/auth/*`): snake case.

/** What every way in answers. `token` is opaque and slides 12 hours; `access_token` is a JWT. */
export const tokenResponseSchema = z.object({
  access_token: z.string(),
  refresh_token: z.string(),
  token_type: z.literal('Bearer'),
  /** Seconds until the access token ends. */
  expires_in: z.int().positive(),
  token: z.string(),
  user_id: userIdSchema,
  username: z.string(),
})
export type TokenResponse = z.infer<typeof tokenResponseSchema>

const password = z.string().min(1).max(256, 'A password has at most 256 characters.')

/** By username or by e-mail, in either field. */
export const apiLoginSchema = z
  .strictObject({
    username: z.string().trim().min(1).max(254).optional(),
    email: z.string().trim().min(1).max(254).optional(),
    password,
    /** A code of the authenticator app, where the account asks for one. */
    second_factor: z.string().trim().min(6).max(40).optional(),
  })
  .refine(({ username, email }) => username !== undefined || email !== undefined, {
    message: 'Say a username or an e-mail address.',
  })
export type ApiLogin = z.infer<typeof apiLoginSchema>

/** A username is made from the e-mail address when there is none. */
export const apiRegisterSchema = z
  .strictObject({
    username: usernameSchema.optional(),
    email: emailSchema.optional(),
    password: passwordSchema,
    invite_code: inviteCodeSchema.optional(),
  })
  .refine(({ username, email }) => username !== undefined || email !== undefined, {
    message: 'Say a username or an e-mail address.',
  })
export type ApiRegister = z.infer<typeof apiRegisterSchema>

/** Refreshing answers the same but `token`: the opaque one is not told twice. */
export const refreshResponseSchema = tokenResponseSchema.omit({ token: true })
export type RefreshResponse = z.infer<typeof refreshResponseSchema>

export const refreshRequestSchema = z.strictObject({ refresh_token: z.string().min(1).max(200) })

/** What is to end may be in the body (older clients) or in the Authorization header. */
export const apiLogoutSchema = z.strictObject({
  token: z.string().min(1).max(2_000).optional(),
  refresh_token: z.string().min(1).max(200).optional(),
})
export type ApiLogout = z.infer<typeof apiLogoutSchema>

export const accessRequestSchema = z.strictObject({
  email: emailSchema,
  username: usernameSchema.optional(),
  message: z.string().trim().max(1_000).optional(),
})
export type AccessRequest = z.infer<typeof accessRequestSchema>
