import type { ApiKeyScope } from '#contracts/api-keys'
import type { ApiKeyId, SessionId, SpaceId, UserId } from '#contracts/ids'
import type { Role, SpaceKind } from '#contracts/spaces'
import { AppError } from '../errors.ts'

/** With what a caller came: a session of the page or of an API client, or a space's key. */
export type Credential =
  | { kind: 'session'; sessionId: SessionId; sessionKind: 'web' | 'api' }
  | { kind: 'key'; apiKeyId: ApiKeyId; scopes: ReadonlySet<ApiKeyScope> }

/** One space that the actor may enter. */
export interface Membership {
  spaceId: SpaceId
  kind: SpaceKind
  name: string
  role: Role
  /** Whose quota pays for what is in it. */
  ownerId: UserId
}

/**
 * Who acts, and where they may. This module is the one place that decides about access; a space
 * that an actor is no member of is for them as if it were not there.
 */
export interface Actor {
  userId: UserId
  username: string
  email: string | null
  /** Administers the vault. A key never does. */
  isAdmin: boolean
  credential: Credential
  /** Where things go when no space is named: the personal space, or the key's space. */
  homeSpaceId: SpaceId
  memberships: ReadonlyMap<SpaceId, Membership>
  readableSpaceIds: SpaceId[]
  editableSpaceIds: SpaceId[]
  storage: { usedBytes: number; reservedBytes: number; quotaBytes: number }
}

/** One row a membership, as the session and key queries give them. */
export interface MembershipRow {
  userId: UserId
  username: string
  email: string | null
  isAdmin: boolean
  usedBytes: number
  reservedBytes: number
  quotaBytes: number
  spaceId: SpaceId
  spaceName: string
  spaceKind: SpaceKind
  spaceOwnerId: UserId
  role: Role
}

const rank: Record<Role, number> = { viewer: 0, editor: 1, admin: 2 }

/** What a key's scopes let it do to files, at most; its maker's role may allow less. */
function roleOfScopes(scopes: ReadonlySet<ApiKeyScope>): Role {
  if (scopes.has('admin')) return 'admin'
  return scopes.has('upload') || scopes.has('delete') ? 'editor' : 'viewer'
}

/** Turns memberships into what a caller may do; null when there are none, or no space to act in. */
export function actorOf(rows: MembershipRow[], credential: Credential): Actor | null {
  const [first] = rows
  const home =
    credential.kind === 'key'
      ? first
      : rows.find((row) => row.spaceKind === 'personal' && row.spaceOwnerId === row.userId)
  if (!first || !home) return null
  const bound = credential.kind === 'key' ? roleOfScopes(credential.scopes) : 'admin'
  const memberships = new Map(
    rows.map(({ spaceId, spaceKind, spaceName, spaceOwnerId, role }) => [
      spaceId,
      {
        spaceId,
        kind: spaceKind,
        name: spaceName,
        ownerId: spaceOwnerId,
        role: rank[role] < rank[bound] ? role : bound,
      },
    ]),
  )
  const withRole = (role: Role) =>
    [...memberships.values()]
      .filter((membership) => rank[membership.role] >= rank[role])
      .map((membership) => membership.spaceId)
  return {
    userId: first.userId,
    username: first.username,
    email: first.email,
    isAdmin: first.isAdmin && credential.kind === 'session',
    credential,
    homeSpaceId: home.spaceId,
    memberships,
    readableSpaceIds: withRole('viewer'),
    editableSpaceIds: withRole('editor'),
    storage: {
      usedBytes: first.usedBytes,
      reservedBytes: first.reservedBytes,
      quotaBytes: first.quotaBytes,
    },
  }
}

/**
 * The actor's membership in a space, if their role there is at least `role`. A stranger gets the
 * `not_found` of a space that does not exist; a member with too small a role gets `forbidden`.
 */
export function membershipIn(actor: Actor, spaceId: SpaceId, role: Role): Membership {
  const membership = actor.memberships.get(spaceId)
  if (!membership) throw noSuchSpace()
  if (rank[membership.role] < rank[role]) {
    throw new AppError('forbidden', `Your role in this space is ${membership.role}.`)
  }
  return membership
}

export function noSuchSpace(): AppError {
  return new AppError('not_found', 'There is no such space.')
}

/** What logs and the audit call the one who acts. */
export function actorIdOf(actor: Actor): string {
  return actor.credential.kind === 'key' ? actor.credential.apiKeyId : actor.userId
}
