import { z } from 'zod'
import { sessionIdSchema, spaceIdSchema, userIdSchema } from './ids.ts'
import { roleSchema, spaceKindSchema } from './spaces.ts'

export const usernameSchema = z
  .string()
  .trim()
  .min(2, 'A username has at least 2 characters.')
  .max(40, 'A username has at most 40 characters.')
  .regex(
    /^[\p{L}\p{N}][\p{L}\p{N}._-]*$/u,
    'A username starts with a letter or digit and holds letters, digits, dots, dashes and underscores.',
  )

export const emailSchema = z.email('This is not an e-mail address.').max(254)

export const passwordSchema = z
  .string()
  .min(8, 'A password has at least 8 characters.')
  .max(256, 'A password has at most 256 characters.')

/** A password that is only compared: older rules may have let a shorter one through. */
const givenPasswordSchema = z.string().min(1).max(256, 'A password has at most 256 characters.')

/** Six digits of an authenticator app, or one of the recovery codes. */
const secondFactorSchema = z.string().trim().min(6).max(40)

/** An invite's code as people paste it: dashes, spaces and case do not matter. */
export const inviteCodeSchema = z.string().trim().min(1).max(80)

/** Makes the first admin. Works once, with the token of the link that the start printed. */
export const setupRequestSchema = z.strictObject({
  token: z.string().min(1).max(200),
  username: usernameSchema,
  password: passwordSchema,
})
export type SetupRequest = z.infer<typeof setupRequestSchema>

/** What a page that nobody is signed in to may know of this vault. */
export const setupStateSchema = z.object({
  needed: z.boolean(),
  /** Whether anyone may register without an invite. */
  registrationOpen: z.boolean(),
})

/** `username` may be an e-mail address. */
export const loginRequestSchema = z.strictObject({
  username: z.string().trim().min(1).max(254),
  password: givenPasswordSchema,
  secondFactor: secondFactorSchema.optional(),
})
export type LoginRequest = z.infer<typeof loginRequestSchema>

/** Registers through the page; answers as `POST /api/session` does. */
export const registerRequestSchema = z.strictObject({
  username: usernameSchema,
  email: emailSchema.optional(),
  password: passwordSchema,
  inviteCode: inviteCodeSchema.optional(),
})
export type RegisterRequest = z.infer<typeof registerRequestSchema>

/** A space as its member sees it in lists. */
export const mySpaceSchema = z.object({
  id: spaceIdSchema,
  kind: spaceKindSchema,
  name: z.string(),
  role: roleSchema,
  isOwner: z.boolean(),
})
export type MySpace = z.infer<typeof mySpaceSchema>

/** Who is signed in, with their spaces and what they hold. */
export const meSchema = z.object({
  userId: userIdSchema,
  username: z.string(),
  email: z.string().nullable(),
  isAdmin: z.boolean(),
  personalSpaceId: spaceIdSchema,
  /** The personal space first, then by name. */
  spaces: z.array(mySpaceSchema),
  usedBytes: z.int().nonnegative(),
  reservedBytes: z.int().nonnegative(),
  quotaBytes: z.int().nonnegative(),
  /** Largest single upload body this deployment takes, in bytes. */
  uploadBodyMaxBytes: z.int().positive(),
})
export type Me = z.infer<typeof meSchema>

/** How the account is protected, for the account page. `trashBytes`: part of `usedBytes` that purging gives back. */
export const accountSchema = z.object({
  createdAt: z.string(),
  trashBytes: z.int().nonnegative(),
  hasTotp: z.boolean(),
  recoveryCodesLeft: z.int().nonnegative(),
  passkeyCount: z.int().nonnegative(),
})
export type Account = z.infer<typeof accountSchema>

export const changeEmailSchema = z.strictObject({ email: emailSchema.nullable() })

/** Ends all other sessions of the user. */
export const changePasswordSchema = z.strictObject({
  password: givenPasswordSchema,
  newPassword: passwordSchema,
})
export type ChangePassword = z.infer<typeof changePasswordSchema>

/** `kind`: the page's cookie, or tokens of an API client. `place`: a country code, if the edge said one. */
export const sessionViewSchema = z.object({
  id: sessionIdSchema,
  kind: z.enum(['web', 'api']),
  /** `Firefox on Linux`, from the User-Agent; null when it said nothing. */
  device: z.string().nullable(),
  place: z.string().nullable(),
  createdAt: z.string(),
  lastSeenAt: z.string(),
  expiresAt: z.string(),
  isCurrent: z.boolean(),
})
export type SessionView = z.infer<typeof sessionViewSchema>

/** A link that an admin made for somebody who forgot their password; works once, for a day. */
export const resetPasswordSchema = z.strictObject({
  token: z.string().min(20).max(100),
  newPassword: passwordSchema,
})
export type ResetPassword = z.infer<typeof resetPasswordSchema>
