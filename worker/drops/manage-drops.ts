import { type ChangeDrop, type DropView, dropViewSchema, type MakeDrop } from '#contracts/drops'
import type { DropId } from '#contracts/ids'
import { hashPassword } from '../accounts/password.ts'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { requireFolder } from '../folders/find-folder.ts'
import { newId } from '../ids.ts'
import { newSlug } from '../shares/slug.ts'
import { type Actor, actorIdOf, membershipIn } from '../spaces/access.ts'
import {
  clearOldDrops,
  findOwned,
  insertDrop,
  listDrops,
  type OwnerRow,
  updateDrop,
} from './queries.ts'

type ManageDeps = Pick<Deps, 'config' | 'db' | 'now' | 'audit'>

const keptMs = 30 * 86_400_000
/** A visit is over by then. */
const visitsKeptMs = 86_400_000

/** The drop links of all spaces that the actor administers, the latest first. */
export async function dropsOf(deps: ManageDeps, actor: Actor): Promise<DropView[]> {
  const spaces = [...actor.memberships.values()].filter(({ role }) => role === 'admin')
  const lists = await Promise.all(spaces.map(({ spaceId }) => listDrops(deps.db, spaceId)))
  const rows = lists.flat().sort((a, b) => b.drop.createdAt - a.drop.createdAt)
  return rows.map((row) => toDropView(row, deps.now()))
}

/**
 * Makes a link by which guests put files into a folder; admins of its space do, as what comes counts
 * on its owner's quota. Throws `not_found`, `forbidden`, and `conflict` for an album.
 */
export async function makeDrop(
  deps: ManageDeps,
  actor: Actor,
  { folderId, title, password, expiresInSeconds, ...limits }: MakeDrop,
): Promise<DropView> {
  const folder = await requireFolder(deps, actor, folderId, 'viewer')
  if (!actor.memberships.has(folder.spaceId)) {
    const detail = 'Only who has this folder in a space of theirs asks for pictures.'
    throw new AppError('forbidden', detail)
  }
  membershipIn(actor, folder.spaceId, 'admin')
  if (folder.kind === 'album') {
    throw new AppError('conflict', 'An album only shows files. Ask for them into a folder.')
  }
  const now = deps.now()
  const id = newId('drop', now)
  await insertDrop(deps.db, {
    ...limits,
    ...{ id, folderId, spaceId: folder.spaceId, slug: newSlug() },
    title: title ?? `Pictures for ${actor.username}`,
    ...secretsOf(deps, { password, expiresInSeconds }),
    ...{ createdBy: actor.userId, createdAt: now },
  })
  return await told(deps, actor, id, 'drop.made')
}

/** Changes what a link takes, from the next request on. Throws `not_found` and `forbidden`. */
export async function changeDrop(
  deps: ManageDeps,
  actor: Actor,
  id: DropId,
  { password, expiresInSeconds, ...change }: ChangeDrop,
): Promise<DropView> {
  await ownedDrop(deps, actor, id)
  await updateDrop(deps.db, id, { ...change, ...secretsOf(deps, { password, expiresInSeconds }) })
  return await told(deps, actor, id, 'drop.changed')
}

/** Ends a link at once, or opens it again within 30 days. Throws `not_found` and `forbidden`. */
export async function setRevoked(
  deps: ManageDeps,
  actor: Actor,
  id: DropId,
  isRevoked: boolean,
): Promise<DropView> {
  await ownedDrop(deps, actor, id)
  await updateDrop(deps.db, id, { revokedAt: isRevoked ? deps.now() : null })
  return await told(deps, actor, id, isRevoked ? 'drop.revoked' : 'drop.restored')
}

/** For the sweep: links revoked 30 days ago, and what is remembered of visits that are over. */
export async function clearDrops(deps: Pick<Deps, 'db' | 'now'>): Promise<void> {
  await clearOldDrops(deps.db, deps.now() - keptMs, deps.now() - visitsKeptMs)
}

function secretsOf(
  deps: ManageDeps,
  { password, expiresInSeconds }: Pick<ChangeDrop, 'password' | 'expiresInSeconds'>,
) {
  return {
    ...(password !== undefined && {
      passwordHash: password === null ? null : hashPassword(password, deps.config.passwordPepper),
    }),
    ...(expiresInSeconds !== undefined && {
      expiresAt: expiresInSeconds === null ? null : deps.now() + expiresInSeconds * 1_000,
    }),
  }
}

async function ownedDrop(deps: ManageDeps, actor: Actor, id: DropId): Promise<OwnerRow> {
  const row = await findOwned(deps.db, id)
  const role = row && actor.memberships.get(row.drop.spaceId)?.role
  if (!row || role === undefined) throw new AppError('not_found', 'There is no such link.')
  if (role !== 'admin') throw new AppError('forbidden', 'Only admins of its space change a link.')
  return row
}

async function told(
  deps: ManageDeps,
  actor: Actor,
  id: DropId,
  action: 'drop.made' | 'drop.changed' | 'drop.revoked' | 'drop.restored',
): Promise<DropView> {
  const row = await ownedDrop(deps, actor, id)
  const { spaceId, folderId, passwordHash } = row.drop
  const details = { folderId, hasPassword: passwordHash !== null }
  const actorId = actorIdOf(actor)
  deps.audit.record({ chain: spaceId, action, actorId, subjectId: id, details })
  return toDropView(row, deps.now())
}

/** A link as its owner sees it: never the password, nor a hash of it. */
function toDropView({ drop, folderName, createdByUsername }: OwnerRow, nowMs: number): DropView {
  const { passwordHash, createdAt, expiresAt, lastReceivedAt } = drop
  return dropViewSchema.parse({
    ...drop,
    ...{ folderName, createdByUsername, hasPassword: passwordHash !== null },
    state: stateOf(drop, nowMs),
    createdAt: new Date(createdAt).toISOString(),
    expiresAt: expiresAt === null ? null : new Date(expiresAt).toISOString(),
    lastReceivedAt: lastReceivedAt === null ? null : new Date(lastReceivedAt).toISOString(),
  })
}

function stateOf(
  { revokedAt, expiresAt, bytesLeft, filesLeft }: OwnerRow['drop'],
  nowMs: number,
): DropView['state'] {
  if (revokedAt !== null) return 'revoked'
  if (expiresAt !== null && expiresAt <= nowMs) return 'ended'
  return bytesLeft === 0 || filesLeft === 0 ? 'full' : 'open'
}
