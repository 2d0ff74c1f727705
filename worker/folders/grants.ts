import type { GrantView, MakeGrant, Permission, SharedFolder } from '#contracts/folders'
import type { FolderId, GrantId, SpaceId, UserId } from '#contracts/ids'
import { foldLogin } from '../accounts/username.ts'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { newId } from '../ids.ts'
import { type Actor, actorIdOf, membershipIn } from '../spaces/access.ts'
import { raiseMediaGeneration } from '../spaces/media-generation.ts'
import { requireFolder } from './find-folder.ts'
import { toFolderView } from './folder-view.ts'
import {
  deleteGrant,
  findGrant,
  findGrantee,
  type GrantRow,
  listGrants,
  listShared,
  personalSpaceOf,
  putGrant,
  setPermission,
} from './grant-queries.ts'
import { type FolderRow, findFolder } from './queries.ts'

type GrantDeps = Pick<Deps, 'db' | 'now' | 'audit' | 'announce' | 'defer' | 'spaceRoom'>

/** With whom a folder itself is shared; for the admins of its space. */
export async function grantsOf(
  deps: Pick<Deps, 'db'>,
  actor: Actor,
  folderId: FolderId,
): Promise<GrantView[]> {
  await sharedFolder(deps, actor, folderId)
  return (await listGrants(deps.db, folderId)).map(toGrantView)
}

/**
 * Lets somebody into a folder and all that is below it; who has a grant on it already gets the new
 * permission. A member of the space may get one too, where it is more than their role. Throws
 * `not_found` for an unknown name.
 */
export async function makeGrant(
  deps: GrantDeps,
  actor: Actor,
  folderId: FolderId,
  { username, permission }: MakeGrant,
): Promise<GrantView> {
  const folder = await sharedFolder(deps, actor, folderId)
  const grantee = await findGrantee(deps.db, foldLogin(username))
  if (!grantee) throw new AppError('not_found', 'Nobody here has that name.')
  if (grantee.id === actor.userId) {
    throw new AppError('conflict', 'This folder is yours already.')
  }
  const now = deps.now()
  const { id, isNew } = await putGrant(deps.db, {
    ...{ id: newId('grant', now), folderId, userId: grantee.id, permission },
    ...{ createdBy: actor.userId, createdAt: now },
  })
  record(deps, actor, folder, isNew ? 'grant.made' : 'grant.changed', grantee.id, permission)
  await tellGrantee(deps, folder.spaceId, grantee.spaceId, !isNew)
  return await grantOf(deps, folderId, id)
}

/** Changes what a grant allows; it holds from the next request on. */
export async function changeGrant(
  deps: GrantDeps,
  actor: Actor,
  folderId: FolderId,
  id: GrantId,
  permission: Permission,
): Promise<GrantView> {
  const folder = await sharedFolder(deps, actor, folderId)
  const grant = await grantOf(deps, folderId, id)
  await setPermission(deps.db, id, permission, deps.now())
  record(deps, actor, folder, 'grant.changed', grant.userId, permission)
  await tellGrantee(deps, folder.spaceId, await personalSpaceOf(deps.db, grant.userId), false)
  return await grantOf(deps, folderId, id)
}

/** Ends a grant: an admin of the space anybody's, and everybody their own. */
export async function endGrant(
  deps: GrantDeps,
  actor: Actor,
  folderId: FolderId,
  id: GrantId,
): Promise<void> {
  const folder = await findFolder(deps.db, folderId)
  const grant = folder && (await findGrant(deps.db, folderId, id))
  if (!folder || !grant) throw noSuchGrant()
  const isOwn = grant.userId === actor.userId && actor.credential.kind === 'session'
  if (!isOwn) await sharedFolder(deps, actor, folderId)
  await deleteGrant(deps.db, id)
  // Before the answer: from then on they hear nothing more.
  await deps.spaceRoom(folder.spaceId).endGuest(grant.userId)
  record(deps, actor, folder, 'grant.revoked', grant.userId, grant.permission)
  await tellGrantee(deps, folder.spaceId, await personalSpaceOf(deps.db, grant.userId), true)
}

/** The folders that others share with the actor. */
export async function sharedWith(deps: Pick<Deps, 'db'>, actor: Actor): Promise<SharedFolder[]> {
  const rows = await listShared(deps.db, actor.userId)
  return rows.map(({ grantId, folder, permission, sharedByUsername, createdAt }) => ({
    ...{ grantId, permission, folder: toFolderView(actor, folder) },
    sharedByUsername: sharedByUsername ?? '',
    since: new Date(createdAt).toISOString(),
  }))
}

/** A folder that the actor may share: they are an admin of its space. */
async function sharedFolder(
  deps: Pick<Deps, 'db'>,
  actor: Actor,
  id: FolderId,
): Promise<FolderRow> {
  const folder = await requireFolder(deps, actor, id, 'viewer')
  if (!actor.memberships.has(folder.spaceId)) {
    throw new AppError('forbidden', 'Only who has this folder in a space of theirs shares it.')
  }
  membershipIn(actor, folder.spaceId, 'admin')
  if (folder.kind === 'album') {
    throw new AppError('conflict', 'An album cannot be shared with users; share its folder.')
  }
  return folder
}

async function grantOf(
  deps: Pick<Deps, 'db'>,
  folderId: FolderId,
  id: GrantId,
): Promise<GrantView> {
  const grant = await findGrant(deps.db, folderId, id)
  if (!grant) throw noSuchGrant()
  return toGrantView(grant)
}

function toGrantView({ createdAt, createdByUsername, ...grant }: GrantRow): GrantView {
  return {
    ...grant,
    createdByUsername: createdByUsername ?? '',
    createdAt: new Date(createdAt).toISOString(),
  }
}

function noSuchGrant(): AppError {
  return new AppError('not_found', 'There is no such grant.')
}

/** Their page hears of it; with less than before, the addresses of pictures end too. */
async function tellGrantee(
  deps: GrantDeps,
  spaceId: SpaceId,
  granteeSpaceId: SpaceId | undefined,
  endAddresses: boolean,
): Promise<void> {
  if (endAddresses) await raiseMediaGeneration(deps, spaceId)
  if (granteeSpaceId) deps.defer(deps.announce(granteeSpaceId, { type: 'shares.changed' }))
}

function record(
  deps: Pick<Deps, 'audit'>,
  actor: Actor,
  folder: FolderRow,
  action: 'grant.made' | 'grant.changed' | 'grant.revoked',
  userId: UserId,
  permission: Permission,
) {
  const details = { folderId: folder.id, permission }
  const actorId = actorIdOf(actor)
  deps.audit.record({ chain: folder.spaceId, action, actorId, subjectId: userId, details })
}
