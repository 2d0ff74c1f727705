import { z } from 'zod'
import { emailSchema, usernameSchema } from './accounts.ts'
import { accessRequestIdSchema, inviteIdSchema, userIdSchema } from './ids.ts'
import { pageQuerySchema } from './paging.ts'

/** Bytes that a user's originals may take: at most 1 PB. */
export const quotaBytesSchema = z.int().nonnegative().max(1e15)

export const adminUserSchema = z.object({
  id: userIdSchema,
  username: z.string(),
  email: z.string().nullable(),
  isAdmin: z.boolean(),
  usedBytes: z.int().nonnegative(),
  reservedBytes: z.int().nonnegative(),
  quotaBytes: z.int().nonnegative(),
  createdAt: z.string(),
  lastSeenAt: z.string().nullable(),
  disabledAt: z.string().nullable(),
  /** Set while a deleted account can still be brought back; `purgeAt` says until when. */
  deletedAt: z.string().nullable(),
  purgeAt: z.string().nullable(),
})
export type AdminUser = z.infer<typeof adminUserSchema>
export const adminUserListSchema = z.object({
  items: z.array(adminUserSchema),
  nextCursor: z.string().nullable(),
})
/** `search`: the start of a username or e-mail address. */
export const adminUserQuerySchema = pageQuerySchema.extend({
  search: z.string().trim().max(100).optional(),
})

/** Takes `quotaBytes`, or `quota_bytes` of the older shape. */
export const setQuotaSchema = z.union([
  z.strictObject({ quotaBytes: quotaBytesSchema }),
  z
    .strictObject({ quota_bytes: quotaBytesSchema })
    .transform(({ quota_bytes }) => ({ quotaBytes: quota_bytes })),
])

export const changeUserSchema = z.strictObject({
  isDisabled: z.boolean().optional(),
  isAdmin: z.boolean().optional(),
})
export type ChangeUser = z.infer<typeof changeUserSchema>

/** `POST /api/admin/users/:id/session`: an opaque token, told once. Only for the operator's command line. */
export const openedSessionSchema = z.object({ token: z.string().min(1) })

/** A link to hand on by hand; nothing is sent by mail. */
export const linkSchema = z.object({ url: z.url(), expiresAt: z.string() })

export const makeInviteSchema = z.strictObject({
  /** For whom, in the admin's words. */
  note: z.string().trim().max(200).default(''),
  /** Only this address may register with it. */
  email: emailSchema.nullable().default(null),
  maxUses: z.int().min(1).max(100).default(1),
  expiresInDays: z.int().min(1).max(90).default(7),
  /** What a user who comes by it may keep; null: the default. */
  quotaBytes: quotaBytesSchema.nullable().default(null),
})
export type MakeInvite = z.infer<typeof makeInviteSchema>

export const inviteSchema = z.object({
  id: inviteIdSchema,
  code: z.string(),
  /** The page that registers with it. */
  url: z.string(),
  note: z.string(),
  email: z.string().nullable(),
  maxUses: z.int().positive(),
  usesLeft: z.int().nonnegative(),
  quotaBytes: z.int().nullable(),
  createdByUsername: z.string().nullable(),
  createdAt: z.string(),
  expiresAt: z.string(),
  state: z.enum(['active', 'used', 'expired', 'revoked']),
})
export type Invite = z.infer<typeof inviteSchema>
export const inviteQuerySchema = pageQuerySchema.extend({
  /** Lists the active ones unless all are asked for. */
  all: z.enum(['true', 'false']).default('false'),
})
export const inviteListSchema = z.object({
  items: z.array(inviteSchema),
  nextCursor: z.string().nullable(),
})

export const accessRequestViewSchema = z.object({
  id: accessRequestIdSchema,
  email: z.string(),
  username: z.string().nullable(),
  message: z.string(),
  state: z.enum(['pending', 'approved', 'declined']),
  createdAt: z.string(),
  decidedAt: z.string().nullable(),
  /** The link to send, while the invite that approving made is active. */
  inviteUrl: z.string().nullable(),
})
export type AccessRequestView = z.infer<typeof accessRequestViewSchema>
export const accessRequestQuerySchema = pageQuerySchema.extend({
  state: z.enum(['pending', 'approved', 'declined']).default('pending'),
})
export const accessRequestListSchema = z.object({
  items: z.array(accessRequestViewSchema),
  nextCursor: z.string().nullable(),
})

/** How often a limit refused somebody, by hour. `subject`: an id, or a shortened network address. */
export const limitHitSchema = z.object({
  class: z.string(),
  subject: z.string(),
  windowStart: z.string(),
  hits: z.int().positive(),
  lastAt: z.string(),
})
export const limitHitListSchema = z.object({
  items: z.array(limitHitSchema),
  nextCursor: z.string().nullable(),
})

/** The figures at the head of the admin page. */
export const adminOverviewSchema = z.object({
  users: z.int().nonnegative(),
  usedBytes: z.int().nonnegative(),
  activeInvites: z.int().nonnegative(),
  pendingRequests: z.int().nonnegative(),
  /** Of the last nightly check: users whose figures were off, and by how much in all. */
  quotaCheck: z.object({ at: z.string(), driftingUsers: z.int(), driftBytes: z.int() }).nullable(),
})
export type AdminOverview = z.infer<typeof adminOverviewSchema>

/** Accounts of another program with its password hashes: PBKDF2-SHA256 or bcrypt. */
export const importUsersSchema = z.strictObject({
  users: z
    .array(
      z.strictObject({
        username: usernameSchema,
        email: emailSchema.optional(),
        passwordHash: z.string().min(20).max(500),
        quotaBytes: quotaBytesSchema.optional(),
      }),
    )
    .min(1)
    .max(200),
})
export type ImportUsers = z.infer<typeof importUsersSchema>

export const importUsersResultSchema = z.object({
  imported: z.array(z.object({ username: z.string(), id: userIdSchema })),
  refused: z.array(z.object({ username: z.string(), reason: z.string() })),
})
export type ImportUsersResult = z.infer<typeof importUsersResultSchema>
