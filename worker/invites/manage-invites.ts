import type { z } from 'zod'
import type { Invite, inviteListSchema, inviteQuerySchema, MakeInvite } from '#contracts/admin'
import type { InviteId, UserId } from '#contracts/ids'
import type { invites } from '../db/schema/users.ts'
import { decodeTimeCursor, encodeTimeCursor } from '../db/time-cursor.ts'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { newId } from '../ids.ts'
import { hashInviteCode, inviteCode } from './invite-code.ts'
import { insertInvite, revokeInviteRow, selectInvites } from './queries.ts'

type InviteRow = typeof invites.$inferSelect
type Context = Pick<Deps, 'db' | 'config' | 'now' | 'audit'>

const dayMs = 24 * 3_600_000
const maxInviteDays = 90

/** Who makes it and where: `origin` is that of the page the link leads to. */
interface Maker {
  adminId: UserId | 'operator'
  origin: string
}

/** Makes an invite and answers it with its code and link. */
export async function makeInvite(deps: Context, maker: Maker, wanted: MakeInvite): Promise<Invite> {
  const row = newInvite(deps, maker.adminId, wanted)
  await insertInvite(deps.db, row)
  recordInviteMade(deps, maker.adminId, row)
  return toInvite(deps, maker.origin, { invite: row, createdByUsername: null }, deps.now())
}

/** The row of a new invite, for a batch that makes it together with something else. */
export function newInvite(
  deps: Pick<Deps, 'config' | 'now'>,
  adminId: UserId | 'operator',
  wanted: MakeInvite,
): InviteRow {
  const now = deps.now()
  const id = newId('invite', now)
  return {
    id,
    codeHash: hashInviteCode(inviteCode(deps.config, id)),
    note: wanted.note,
    email: wanted.email,
    maxUses: wanted.maxUses,
    uses: 0,
    quotaBytes: wanted.quotaBytes,
    createdBy: adminId === 'operator' ? null : adminId,
    createdAt: now,
    expiresAt: now + wanted.expiresInDays * dayMs,
    revokedAt: null,
  }
}

export function recordInviteMade(
  deps: Pick<Deps, 'audit'>,
  actorId: UserId | 'operator',
  { id, maxUses, quotaBytes }: InviteRow,
) {
  const details = { maxUses, quotaBytes }
  deps.audit.record({ chain: 'vault', action: 'invite.made', actorId, subjectId: id, details })
}

/** Ends an invite. Throws `not_found`. Doing it again changes nothing. */
export async function revokeInvite(deps: Context, actorId: UserId | 'operator', id: InviteId) {
  if (!(await revokeInviteRow(deps.db, id, deps.now()))) {
    throw new AppError('not_found', 'There is no such invite.')
  }
  deps.audit.record({ chain: 'vault', action: 'invite.revoked', actorId, subjectId: id })
}

/** A page of invites, newest first; only those that still open unless all are asked for. */
export async function listInvites(
  deps: Context,
  origin: string,
  query: z.infer<typeof inviteQuerySchema>,
): Promise<z.infer<typeof inviteListSchema>> {
  const now = deps.now()
  const rows = await selectInvites(deps.db, {
    // What was made longer ago than an invite may live is over: the list need not read it.
    ...(query.all === 'true'
      ? { activeAt: null, since: 0 }
      : { activeAt: now, since: now - maxInviteDays * dayMs }),
    before: decodeTimeCursor(query.cursor),
    limit: query.limit,
  })
  const page = rows.slice(0, query.limit)
  const last = rows.length > query.limit ? page.at(-1)?.invite : undefined
  return {
    items: page.map((row) => toInvite(deps, origin, row, now)),
    nextCursor: last ? encodeTimeCursor({ timeMs: last.createdAt, id: last.id }) : null,
  }
}

function toInvite(
  deps: Pick<Deps, 'config'>,
  origin: string,
  row: { invite: InviteRow; createdByUsername: string | null },
  now: number,
): Invite {
  const { id, note, email, maxUses, uses, quotaBytes, createdAt, expiresAt } = row.invite
  return {
    id,
    code: inviteCode(deps.config, id),
    url: inviteUrl(deps, origin, id),
    note,
    email,
    maxUses,
    usesLeft: maxUses - uses,
    quotaBytes,
    createdByUsername: row.createdByUsername,
    createdAt: new Date(createdAt).toISOString(),
    expiresAt: new Date(expiresAt).toISOString(),
    state: stateOf(row.invite, now),
  }
}

/** The page that registers with it. The code stands behind the `#`, so no server's log holds it. */
export function inviteUrl(deps: Pick<Deps, 'config'>, origin: string, id: InviteId): string {
  return `${origin}/register#${inviteCode(deps.config, id)}`
}

/** What became of an invite; a revoked one says so before anything else. */
export function stateOf(
  invite: Pick<InviteRow, 'revokedAt' | 'uses' | 'maxUses' | 'expiresAt'>,
  now: number,
): Invite['state'] {
  if (invite.revokedAt !== null) return 'revoked'
  if (invite.uses >= invite.maxUses) return 'used'
  return invite.expiresAt <= now ? 'expired' : 'active'
}
