import type { ApiKeyScope } from '#contracts/api-keys'
import type { Permission } from '#contracts/folders'
import type { ApiKeyId, SessionId, SpaceId, UserId } from '#contracts/ids'
import type { Role, SpaceKind } from '#contracts/spaces'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { grantedPaths, grantOnPath } from './grant-queries.ts'

/** With what a caller came: a session of the page or of an API client, or a space's key. */
export type Credential =
  | { kind: 'session'; sessionId: SessionId; sessionKind: 'web' | 'api' }
  | { kind: 'key'; apiKeyId: ApiKeyId; name: string; scopes: ReadonlySet<ApiKeyScope> }

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

/** Where in a space something lies, as far as access goes; `folderPath` is null at the top. */
export interface Place {
  spaceId: SpaceId
  folderPath: string | null
}

/**
 * The actor's role at a place: as a member of the space, or by a grant on its folder or one above,
 * whichever is more; null for a stranger. A grant never does more than an editor may. Asks the
 * database only where membership does not settle it.
 */
export async function roleAt(
  deps: Pick<Deps, 'db'>,
  actor: Actor,
  place: Place,
  wanted: Role,
): Promise<Role | null> {
  const role = actor.memberships.get(place.spaceId)?.role ?? null
  if (role !== null && rank[role] >= rank[wanted]) return role
  // A key is bound to its space, and grants are for people.
  if (place.folderPath === null || actor.credential.kind === 'key') return role
  const permission = await grantOnPath(deps.db, actor.userId, place.folderPath)
  if (permission === null) return role
  const granted = roleOfPermission[permission]
  return role !== null && rank[role] >= rank[granted] ? role : granted
}

/**
 * Throws `missing()` for whom the place does not exist, and `forbidden` for whose role there is less
 * than `wanted`.
 */
export async function requireRoleAt(
  deps: Pick<Deps, 'db'>,
  actor: Actor,
  place: Place,
  wanted: Role,
  missing: () => AppError,
): Promise<Role> {
  const role = await roleAt(deps, actor, place, wanted)
  if (role === null) throw missing()
  if (rank[role] >= rank[wanted]) return role
  throw new AppError('forbidden', `Your role here is ${role}.`)
}

/** Keeps what the actor may see, whatever spaces it lies in: at most one question for all of it. */
export async function keepReadable<Item extends Place>(
  deps: Pick<Deps, 'db'>,
  actor: Actor,
  items: Item[],
): Promise<Item[]> {
  const isStrange = ({ spaceId }: Place) => !actor.memberships.has(spaceId)
  if (actor.credential.kind === 'key' || !items.some(isStrange)) {
    return items.filter((item) => !isStrange(item))
  }
  const granted = await grantedPaths(deps.db, actor.userId)
  const isGranted = ({ folderPath }: Place) =>
    folderPath !== null && granted.some(({ path }) => folderPath.startsWith(path))
  return items.filter((item) => !isStrange(item) || isGranted(item))
}

/** Everything that an actor may see: whole spaces, and folders of others with all below them. */
export interface ReadableScope {
  spaceIds: SpaceId[]
  granted: { spaceId: SpaceId; path: string }[]
}

/** One question, and none for a key: it is bound to its space. */
export async function readableScope(deps: Pick<Deps, 'db'>, actor: Actor): Promise<ReadableScope> {
  const spaceIds = actor.readableSpaceIds
  if (actor.credential.kind === 'key') return { spaceIds, granted: [] }
  const granted = await grantedPaths(deps.db, actor.userId)
  return { spaceIds, granted: granted.filter(({ spaceId }) => !actor.memberships.has(spaceId)) }
}

const roleOfPermission: Record<Permission, Role> = { view: 'viewer', edit: 'editor' }

export function noSuchSpace(): AppError {
  return new AppError('not_found', 'There is no such space.')
}

/** What logs and the audit call the one who acts. */
export function actorIdOf(actor: Actor): string {
  return actor.credential.kind === 'key' ? actor.credential.apiKeyId : actor.userId
}
