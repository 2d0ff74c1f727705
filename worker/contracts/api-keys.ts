import { z } from 'zod'
import { apiKeyIdSchema, spaceIdSchema, userIdSchema } from './ids.ts'

/** What a key may do in its space, within what the role of the member who made it allows. */
export const apiKeyScopes = [
  'read',
  'upload',
  'delete',
  'search',
  'transform',
  'face',
  'generate',
  'admin',
] as const
export const apiKeyScopeSchema = z.enum(apiKeyScopes)
export type ApiKeyScope = z.infer<typeof apiKeyScopeSchema>

export const makeApiKeySchema = z.strictObject({
  name: z.string().trim().min(1, 'A key has a name.').max(80),
  scopes: z.array(apiKeyScopeSchema).min(1, 'A key needs at least one scope.').max(8),
  /** Days until it ends; null: never. */
  expiresInDays: z.int().min(1).max(3_650).nullable(),
})
export type MakeApiKey = z.infer<typeof makeApiKeySchema>

export const apiKeyViewSchema = z.object({
  id: apiKeyIdSchema,
  spaceId: spaceIdSchema,
  name: z.string(),
  /** The first characters, by which its owner knows it: `vlt_4k2n9xq1`. */
  prefix: z.string(),
  scopes: z.array(apiKeyScopeSchema),
  createdBy: userIdSchema,
  createdByUsername: z.string(),
  createdAt: z.string(),
  expiresAt: z.string().nullable(),
  lastUsedAt: z.string().nullable(),
  /** When it was seen in an address, where logs may have kept it: it wants to be replaced. */
  exposedAt: z.string().nullable(),
})
export type ApiKeyView = z.infer<typeof apiKeyViewSchema>
export const apiKeyListSchema = z.object({ items: z.array(apiKeyViewSchema) })

/** The only time that the key itself is told. */
export const apiKeyMadeSchema = z.object({ key: z.string(), view: apiKeyViewSchema })
