import { z } from 'zod'
import { erasureIdSchema, spaceIdSchema, subjectIdSchema } from './ids.ts'

/** Where something of a face may lie, and how much of it there was and is. */
export const erasedStoreSchema = z.object({
  store: z.enum(['vectors', 'database', 'crops', 'home node', 'sidecars', 'snapshots']),
  /** How many there were, and how many are left; null: nobody can count them from here. */
  before: z.int().nonnegative(),
  after: z.int().nonnegative(),
  note: z.string().max(300),
})
export type ErasedStore = z.infer<typeof erasedStoreSchema>

/** What was erased, of whom, and when. Names nobody: an id tells whoever knows it. */
export const receiptBodySchema = z.object({
  format: z.literal('cloudvault-erasure-1'),
  id: erasureIdSchema,
  organizationId: spaceIdSchema,
  /** null: everything of the organization. */
  subjectId: subjectIdSchema.nullable(),
  /** Who asked: a user's or key's id, or `system` when a retention ended. */
  erasedBy: z.string(),
  erasedAt: z.string(),
  stores: z.array(erasedStoreSchema),
})
export type ReceiptBody = z.infer<typeof receiptBodySchema>

/** `signature`: Ed25519 over `receiptText` by the vault's own key, base64url. */
export const receiptSchema = receiptBodySchema.extend({
  publicKey: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
  signature: z.string().regex(/^[A-Za-z0-9_-]{86}$/),
})
export type Receipt = z.infer<typeof receiptSchema>

/** The text that is signed: keys in this order, whatever order they came in. */
export function receiptText(body: ReceiptBody): string {
  const { format, id, organizationId, subjectId, erasedBy, erasedAt, stores } = body
  const rows = stores.map(({ store, before, after, note }) => [store, before, after, note])
  return JSON.stringify([format, id, organizationId, subjectId, erasedBy, erasedAt, rows])
}
