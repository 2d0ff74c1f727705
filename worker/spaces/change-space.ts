import type { SpaceId } from '#contracts/ids'
import type { MakeSpace } from '#contracts/spaces'
import { foldLogin } from '../accounts/username.ts'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { trashKeptMs } from '../files/purge-due.ts'
import { newId } from '../ids.ts'
import { type Actor, actorIdOf, type Membership, membershipIn, noSuchSpace } from './access.ts'
import {
  findMember,
  findPerson,
  findSpace,
  insertSpace,
  maxSpacesPerUser,
  renameSpace,
  restoreSpace,
  type SpaceRow,
  transferSpace,
  trashSpace,
} from './queries.ts'

type SpaceDeps = Pick<Deps, 'db' | 'now' | 'audit' | 'config'>

/** A space of the actor, also one of their own that is in trash. Throws `not_found`. */
export async function spaceOf(
  deps: Pick<Deps, 'db' | 'config'>,
  actor: Actor,
  spaceId: SpaceId,
): Promise<SpaceRow> {
  const { quotaCountsRenditions } = deps.config
  const space = await findSpace(deps.db, actor.userId, spaceId, quotaCountsRenditions)
  if (!space) throw noSuchSpace()
  return space
}

/** Makes a space that the actor owns. Throws `conflict` when they are in too many. */
export async function makeSpace(deps: SpaceDeps, actor: Actor, wanted: MakeSpace) {
  const now = deps.now()
  const id = newId('space', now)
  if (!(await insertSpace(deps.db, { id, ...wanted, ownerId: actor.userId, now }))) {
    throw new AppError('conflict', `One user is in at most ${maxSpacesPerUser} spaces.`)
  }
  record(deps, actor, id, 'space.made', { kind: wanted.kind })
  return await spaceOf(deps, actor, id)
}

/** Throws `not_found`, `forbidden` below admin, `conflict` for a personal space. */
export async function renameSpaceTo(deps: SpaceDeps, actor: Actor, id: SpaceId, name: string) {
  refusePersonal(membershipIn(actor, id, 'admin'), 'keeps its name')
  await renameSpace(deps.db, id, name)
  record(deps, actor, id, 'space.renamed')
  return await spaceOf(deps, actor, id)
}

/** Moves a space to trash: at once none of its members can enter. Only its owner may. */
export async function moveSpaceToTrash(
  deps: SpaceDeps & Pick<Deps, 'spaceRoom' | 'defer'>,
  actor: Actor,
  id: SpaceId,
) {
  const space = await spaceOf(deps, actor, id)
  requireOwner(actor, space)
  refusePersonal(space, 'cannot be deleted')
  if (await trashSpace(deps.db, id, actor.userId, deps.now())) {
    deps.defer(deps.spaceRoom(id).end(null))
    record(deps, actor, id, 'space.trashed')
  }
  return await spaceOf(deps, actor, id)
}

/** Takes a space out of trash, with its members as they were. Only its owner may, for 30 days. */
export async function takeSpaceFromTrash(deps: SpaceDeps, actor: Actor, id: SpaceId) {
  const before = await spaceOf(deps, actor, id)
  requireOwner(actor, before)
  if (before.trashedAt === null) return before
  if (!(await restoreSpace(deps.db, id, actor.userId, deps.now() - trashKeptMs))) {
    throw new AppError('gone', 'This space was in trash for 30 days and is being purged.')
  }
  record(deps, actor, id, 'space.restored')
  return await spaceOf(deps, actor, id)
}

/**
 * Gives a space, and all that it counts on a quota, to another member. Throws `not_found` when the
 * name is no member's, `quota_exceeded` when they have no room for everything in it.
 */
export async function transferSpaceTo(
  deps: SpaceDeps,
  actor: Actor,
  id: SpaceId,
  username: string,
) {
  const membership = membershipIn(actor, id, 'viewer')
  requireOwner(actor, membership)
  refusePersonal(membership, 'cannot be given away')
  const person = await findPerson(deps.db, foldLogin(username))
  const member = person && (await findMember(deps.db, id, person.id))
  if (!member) {
    throw new AppError('not_found', 'No member of this space has that name. Add them first.')
  }
  if (member.userId === actor.userId) throw new AppError('conflict', 'The space is yours already.')
  const countRenditions = deps.config.quotaCountsRenditions
  const transfer = { id, from: actor.userId, to: member.userId, countRenditions }
  if (!(await transferSpace(deps.db, transfer))) {
    const detail = `${member.username} has not enough room left for everything in this space.`
    throw new AppError('quota_exceeded', detail)
  }
  record(deps, actor, id, 'space.transferred', { to: member.userId })
  return await spaceOf(deps, actor, id)
}

function requireOwner(actor: Actor, space: { ownerId: Actor['userId'] }) {
  if (space.ownerId !== actor.userId) {
    throw new AppError('forbidden', 'Only the owner of the space may do this.')
  }
}

/** `so`: how the sentence that refuses goes on. */
function refusePersonal({ kind }: Pick<Membership, 'kind'>, so: string) {
  if (kind === 'personal') throw new AppError('conflict', `A personal space ${so}.`)
}

function record(
  deps: Pick<Deps, 'audit'>,
  actor: Actor,
  spaceId: SpaceId,
  action: `space.${'made' | 'renamed' | 'trashed' | 'restored' | 'transferred'}`,
  details: Record<string, string> = {},
) {
  const actorId = actorIdOf(actor)
  deps.audit.record({ chain: spaceId, action, actorId, subjectId: spaceId, details })
}
