import { z } from 'zod'
import { spaceIdSchema } from './ids.ts'
import { pageQuerySchema } from './paging.ts'

/** The closed list of what is audited, `what.happened`. */
export const auditActions = [
  'account.created',
  'account.disabled',
  'account.enabled',
  'account.deleted',
  'account.restored',
  'account.exported',
  'account.purged',
  'login.succeeded',
  'login.failed',
  'session.opened_by_operator',
  'session.ended',
  'sessions.ended_everywhere',
  'token.reused',
  'password.changed',
  'password.reset_link_made',
  'password.reset',
  'second_factor.added',
  'second_factor.removed',
  'second_factor.failed',
  'invite.made',
  'invite.revoked',
  'access.requested',
  'access.approved',
  'access.declined',
  'admin.changed',
  'quota.changed',
  'quota.drift',
  'space.made',
  'space.renamed',
  'space.transferred',
  'space.exported',
  'space.trashed',
  'space.restored',
  'space.purged',
  'member.added',
  'member.removed',
  'member.role_changed',
  'api_key.made',
  'api_key.revoked',
  'api_key.exposed',
  'webhook.made',
  'webhook.changed',
  'webhook.paused',
  'webhook.secret_changed',
  'webhook.removed',
  'original.downloaded',
  'file.trashed',
  'file.restored',
  'file.purged',
  'file.published',
  'file.unpublished',
  'tags.merged',
  'tags.deleted',
  'labels.changed',
  'folder.trashed',
  'removals.allowed',
  'jobs.retried',
  'folder.restored',
  'grant.made',
  'grant.changed',
  'grant.revoked',
  'share.made',
  'share.changed',
  'share.revoked',
  'share.restored',
  'drop.made',
  'drop.changed',
  'drop.revoked',
  'drop.restored',
  'model.fetched',
  'model.fetch_cancelled',
  'model.chosen',
  'consent.recorded',
  'consent.withdrawn',
  'organization.made',
  'organization.changed',
  'organization.erased',
  'organization.exported',
  'subject.registered',
  'subject.renamed',
  'subject.erased',
] as const
export const auditActionSchema = z.enum(auditActions)
export type AuditAction = z.infer<typeof auditActionSchema>

/** Names, never contents: ids, roles, byte counts, reasons. No token, address of media, or place. */
export const auditDetailsSchema = z.record(
  z.string().max(40),
  z.union([z.string().max(200), z.number(), z.boolean(), z.null()]),
)
export type AuditDetails = z.infer<typeof auditDetailsSchema>

/** What `deps.audit` takes. `chain`: a space's id, or `vault` for what belongs to none. */
export interface AuditEvent {
  chain: string
  action: AuditAction
  /** A user's, key's or home node's id, `operator`, `system`, or null when nobody is known. */
  actorId: string | null
  /** What it was done to: an id, or null. */
  subjectId: string | null
  details?: AuditDetails
}

/**
 * One entry. `hash` is SHA-256 (hex) over `prevHash` and the entry's other fields in canonical
 * JSON; the first entry of a chain has 64 zeros before it. Changing or removing one breaks all later.
 */
export const auditEntrySchema = z.object({
  chain: z.string(),
  seq: z.int().positive(),
  at: z.int(),
  action: auditActionSchema,
  actorId: z.string().nullable(),
  subjectId: z.string().nullable(),
  details: auditDetailsSchema,
  prevHash: z.string().length(64),
  hash: z.string().length(64),
})
export type AuditEntry = z.infer<typeof auditEntrySchema>

/** The text whose SHA-256 is the entry's `hash`. The same on the Worker and in the command that checks. */
export function auditHashText(entry: Omit<AuditEntry, 'hash'>): string {
  const { chain, seq, at, action, actorId, subjectId, details, prevHash } = entry
  const sorted = Object.entries(details).sort(([a], [b]) => (a < b ? -1 : 1))
  return JSON.stringify([prevHash, chain, seq, at, action, actorId, subjectId, sorted])
}

export const auditQuerySchema = pageQuerySchema.extend({
  chain: z.union([z.literal('vault'), spaceIdSchema]).optional(),
  action: auditActionSchema.optional(),
  actorId: z.string().max(40).optional(),
  /** ISO 8601. */
  since: z.iso.datetime().optional(),
  until: z.iso.datetime().optional(),
})
export type AuditQuery = z.infer<typeof auditQuerySchema>

/** Newest first, with the names of the users who did it and to whom it was done. */
export const auditListSchema = z.object({
  items: z.array(
    auditEntrySchema.extend({
      actorName: z.string().nullable(),
      subjectName: z.string().nullable(),
    }),
  ),
  nextCursor: z.string().nullable(),
})
export type AuditList = z.infer<typeof auditListSchema>

/**
 * How far a chain is written, as its own keeper remembers it: what the table must agree with. Before
 * its first entry `seq` is 0 and `hash` 64 zeros.
 */
export const auditHeadSchema = auditEntrySchema
  .pick({ chain: true, hash: true })
  .extend({ seq: z.int().nonnegative() })
export type AuditHead = z.infer<typeof auditHeadSchema>

/**
 * One line of an export: first the heads of its chains, then their entries by chain and `seq`. An
 * export of only some actions, actors or times has no heads, for it is no chain.
 */
export const auditExportLineSchema = z.union([
  z.strictObject({ head: auditHeadSchema }),
  auditEntrySchema,
])
export type AuditExportLine = z.infer<typeof auditExportLineSchema>

export const auditExportQuerySchema = auditQuerySchema.omit({ cursor: true, limit: true })
