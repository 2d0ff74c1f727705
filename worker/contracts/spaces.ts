import { z } from 'zod'
import { spaceIdSchema, userIdSchema } from './ids.ts'

/**
 * | role | may |
 * |---|---|
 * | viewer | see and download |
 * | editor | also upload, change and trash |
 * | admin | also members, keys, settings of the space and purging |
 */
export const roles = ['viewer', 'editor', 'admin'] as const
export const roleSchema = z.enum(roles)
export type Role = z.infer<typeof roleSchema>

export const spaceKinds = ['personal', 'shared', 'organization'] as const
export const spaceKindSchema = z.enum(spaceKinds)
export type SpaceKind = z.infer<typeof spaceKindSchema>

export const spaceNameSchema = z
  .string()
  .trim()
  .min(1, 'A space has a name.')
  .max(80, 'The name of a space has at most 80 characters.')
  .regex(/^[^\p{Cc}\p{Cf}]*$/u, 'The name holds characters that cannot be seen.')

export const makeSpaceSchema = z.strictObject({
  kind: z.enum(['shared', 'organization']),
  name: spaceNameSchema,
})
export type MakeSpace = z.infer<typeof makeSpaceSchema>

export const renameSpaceSchema = z.strictObject({ name: spaceNameSchema })

/** A space with what it holds. `usedBytes` counts on the owner's quota; `trashBytes` is part of it. */
export const spaceViewSchema = z.object({
  id: spaceIdSchema,
  kind: spaceKindSchema,
  name: z.string(),
  role: roleSchema,
  isOwner: z.boolean(),
  ownerUsername: z.string(),
  memberCount: z.int().positive(),
  fileCount: z.int().nonnegative(),
  usedBytes: z.int().nonnegative(),
  trashBytes: z.int().nonnegative(),
  createdAt: z.string(),
  trashedAt: z.string().nullable(),
})
export type SpaceView = z.infer<typeof spaceViewSchema>
export const spaceListSchema = z.object({ items: z.array(spaceViewSchema) })

export const memberViewSchema = z.object({
  userId: userIdSchema,
  username: z.string(),
  role: roleSchema,
  isOwner: z.boolean(),
  createdAt: z.string(),
})
export type MemberView = z.infer<typeof memberViewSchema>
export const memberListSchema = z.object({ items: z.array(memberViewSchema) })

/** Usernames are looked up as signing in does: in any case, or by e-mail. */
export const addMemberSchema = z.strictObject({
  username: z.string().trim().min(1).max(254),
  role: roleSchema,
})
export type AddMember = z.infer<typeof addMemberSchema>

export const changeRoleSchema = z.strictObject({ role: roleSchema })

/** The new owner must be a member and have room for everything in the space. */
export const transferSpaceSchema = z.strictObject({ username: z.string().trim().min(1).max(254) })
