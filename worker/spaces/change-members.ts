import type { SpaceId, UserId } from '#contracts/ids'
import type { AddMember, MemberView, Role } from '#contracts/spaces'
import { foldLogin } from '../accounts/username.ts'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { type Actor, actorIdOf, membershipIn } from './access.ts'
import {
  deleteMember,
  findMember,
  findPerson,
  insertMember,
  listMembers,
  type MemberRow,
  setRole,
} from './queries.ts'
import { toMemberView } from './space-view.ts'

type MemberDeps = Pick<Deps, 'db' | 'now' | 'audit'>

/** All members of a space, the oldest membership first, for any of them. */
export async function membersOf(
  deps: Pick<Deps, 'db'>,
  actor: Actor,
  spaceId: SpaceId,
): Promise<MemberView[]> {
  membershipIn(actor, spaceId, 'viewer')
  return (await listMembers(deps.db, spaceId)).map(toMemberView)
}

/**
 * Adds a user by username or e-mail address. Throws `not_found` when there is none, `conflict` when
 * they are a member, when the space is personal, or when either side has too many.
 */
export async function addMember(
  deps: MemberDeps,
  actor: Actor,
  spaceId: SpaceId,
  wanted: AddMember,
): Promise<MemberView> {
  const { kind } = membershipIn(actor, spaceId, 'admin')
  if (kind === 'personal') {
    const detail = 'A personal space has no other members. Make a shared space.'
    throw new AppError('conflict', detail)
  }
  const person = await findPerson(deps.db, foldLogin(wanted.username))
  if (!person) throw new AppError('not_found', 'Nobody here has that name.')
  if (await findMember(deps.db, spaceId, person.id)) {
    throw new AppError('conflict', `${person.username} is a member of this space already.`)
  }
  const { role } = wanted
  if (!(await insertMember(deps.db, { spaceId, userId: person.id, role, now: deps.now() }))) {
    const detail = 'This space has too many members, or the user is in too many spaces.'
    throw new AppError('conflict', detail)
  }
  record(deps, actor, spaceId, 'member.added', person.id, { role })
  return await memberView(deps, spaceId, person.id)
}

/** Changes a member's role. The owner stays an admin: transfer the space first. */
export async function changeRole(
  deps: MemberDeps & Pick<Deps, 'spaceRoom' | 'defer'>,
  actor: Actor,
  spaceId: SpaceId,
  userId: UserId,
  role: Role,
): Promise<MemberView> {
  membershipIn(actor, spaceId, 'admin')
  const member = await memberOf(deps, spaceId, userId)
  if (member.role !== role) {
    if (!(await setRole(deps.db, spaceId, userId, role))) throw ownerStays()
    // A room of a canvas knows its visitors' roles as they came.
    deps.defer(deps.spaceRoom(spaceId).endOnCanvases(userId))
    record(deps, actor, spaceId, 'member.role_changed', userId, { from: member.role, to: role })
  }
  return await memberView(deps, spaceId, userId)
}

/** Ends a membership: an admin anybody's but the owner's, and everybody their own. */
export async function removeMember(
  deps: MemberDeps & Pick<Deps, 'spaceRoom' | 'defer'>,
  actor: Actor,
  spaceId: SpaceId,
  userId: UserId,
): Promise<void> {
  const isSelf = userId === actor.userId
  membershipIn(actor, spaceId, isSelf ? 'viewer' : 'admin')
  await memberOf(deps, spaceId, userId)
  if (!(await deleteMember(deps.db, spaceId, userId))) throw ownerStays()
  deps.defer(deps.spaceRoom(spaceId).end(userId))
  record(deps, actor, spaceId, 'member.removed', userId, { isLeave: isSelf })
}

async function memberOf(
  deps: Pick<Deps, 'db'>,
  spaceId: SpaceId,
  userId: UserId,
): Promise<MemberRow> {
  const member = await findMember(deps.db, spaceId, userId)
  if (!member) throw new AppError('not_found', 'There is no such member.')
  return member
}

async function memberView(deps: Pick<Deps, 'db'>, spaceId: SpaceId, userId: UserId) {
  return toMemberView(await memberOf(deps, spaceId, userId))
}

function ownerStays(): AppError {
  const detail = 'The owner of a space stays its admin. Transfer the space first.'
  return new AppError('conflict', detail)
}

function record(
  deps: Pick<Deps, 'audit'>,
  actor: Actor,
  spaceId: SpaceId,
  action: 'member.added' | 'member.removed' | 'member.role_changed',
  userId: UserId,
  details: Record<string, string | boolean>,
) {
  const actorId = actorIdOf(actor)
  deps.audit.record({ chain: spaceId, action, actorId, subjectId: userId, details })
}
