import type { FolderId, SpaceId } from '#contracts/ids'
import {
  defaultPolicy,
  type PolicyView,
  type SpacePolicies,
  type WantedCopies,
} from '#contracts/policy'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { requireFolder } from '../folders/find-folder.ts'
import { wakeHome } from '../home-nodes/wake-home.ts'
import { readWants } from '../ledger/wanted-copies.ts'
import { type Actor, actorIdOf, membershipIn } from '../spaces/access.ts'
import { countDisks, dropPolicy, policiesOf, putPolicy } from './queries.ts'

type PolicyDeps = Pick<Deps, 'db' | 'now' | 'log' | 'homeLink' | 'defer'>
type StoredPolicy = Awaited<ReturnType<typeof policiesOf>>['policies'][number]

/** One copy on each disk, as the database writes it. */
const onEachDisk = 99

/**
 * The policy of a space, and those of its folders that have their own. Throws `not_found` for
 * strangers.
 */
export async function spacePolicies(
  { db }: Pick<Deps, 'db'>,
  actor: Actor,
  spaceId: SpaceId,
): Promise<SpacePolicies> {
  membershipIn(actor, spaceId, 'viewer')
  const { policies, disks } = await policiesOf(db, spaceId)
  const folders = policies.flatMap((row) =>
    row.folderId !== null && row.trashedAt === null
      ? [{ folderId: row.folderId, name: row.name ?? '', policy: toPolicy(row) }]
      : [],
  )
  return { ...viewOf(policies, null, spaceId), folders, disks }
}

/** The policy that holds in a folder: its own, the nearest above, the space's or the default. */
export async function folderPolicy(
  { db }: Pick<Deps, 'db'>,
  actor: Actor,
  folderId: FolderId,
): Promise<PolicyView> {
  const folder = await requireFolder({ db }, actor, folderId, 'viewer')
  const { policies } = await policiesOf(db, folder.spaceId)
  return viewOf(policies, folder.path, folder.id)
}

/** Says which copies a space wants. For its admins; throws `not_found`, `forbidden` and `validation_failed`. */
export async function setSpacePolicy(
  deps: PolicyDeps,
  actor: Actor,
  spaceId: SpaceId,
  policy: WantedCopies | null,
): Promise<SpacePolicies> {
  membershipIn(actor, spaceId, 'admin')
  await store(deps, actor, { scope: spaceId, spaceId, folderId: null }, policy)
  return await spacePolicies(deps, actor, spaceId)
}

/** The same of a folder. An album holds no files of its own, and so has no policy. */
export async function setFolderPolicy(
  deps: PolicyDeps,
  actor: Actor,
  folderId: FolderId,
  policy: WantedCopies | null,
): Promise<PolicyView> {
  const folder = await requireFolder(deps, actor, folderId, 'viewer')
  if (actor.memberships.get(folder.spaceId)?.role !== 'admin') {
    throw new AppError('forbidden', 'Only admins of the space say which copies it wants.')
  }
  if (folder.kind === 'album') {
    throw new AppError('conflict', 'An album only shows files. Ask for copies where they lie.')
  }
  await store(deps, actor, { scope: folderId, spaceId: folder.spaceId, folderId }, policy)
  return await folderPolicy(deps, actor, folderId)
}

async function store(
  deps: PolicyDeps,
  actor: Actor,
  place: { scope: FolderId | SpaceId; spaceId: SpaceId; folderId: FolderId | null },
  policy: WantedCopies | null,
): Promise<void> {
  if (policy === null) await dropPolicy(deps.db, place.scope)
  else {
    const diskIds = [...new Set(policy.diskIds ?? [])].sort()
    if (diskIds.length > 0 && (await countDisks(deps.db, diskIds)) < diskIds.length) {
      throw new AppError('validation_failed', 'One of these disks is not known here.')
    }
    await putPolicy(deps.db, {
      ...place,
      copies: policy.copies ?? onEachDisk,
      cloud: policy.isInCloud,
      disks: diskIds.join(','),
      updatedBy: actor.userId,
      updatedAt: deps.now(),
    })
  }
  deps.log.info('policy.changed', { scope: place.scope, by: actorIdOf(actor) })
  deps.defer(wakeHome(deps))
}

function viewOf(rows: StoredPolicy[], path: string | null, scope: FolderId | SpaceId): PolicyView {
  const [nearest] = rows
    .filter((row) => row.path === null || path?.startsWith(row.path))
    .sort((a, b) => (b.path?.length ?? 0) - (a.path?.length ?? 0))
  if (!nearest) return { policy: defaultPolicy, from: 'default', folderId: null, isOwn: false }
  return {
    policy: toPolicy(nearest),
    from: nearest.folderId === null ? 'space' : 'folder',
    folderId: nearest.folderId,
    isOwn: nearest.scope === scope,
  }
}

function toPolicy({ copies, cloud, disks }: StoredPolicy): WantedCopies {
  return readWants(`${copies}|${cloud ? 1 : 0}|${disks}`)
}
