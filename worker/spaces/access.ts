import type { SessionId, SpaceId, UserId } from '#contracts/ids'

type Role = 'viewer' | 'editor' | 'admin'

/** Who acts, and where they may. The one place that decides about access builds it. */
export interface Actor {
  userId: UserId
  username: string
  isAdmin: boolean
  sessionId: SessionId
  personalSpaceId: SpaceId
  readableSpaceIds: SpaceId[]
  editableSpaceIds: SpaceId[]
  /** Whose quota pays in each space the actor may edit. */
  quotaUserOf: ReadonlyMap<SpaceId, UserId>
  storage: { usedBytes: number; reservedBytes: number; quotaBytes: number }
}

/** One row a membership, as the session query gives them. */
export interface MembershipRow {
  sessionId: SessionId
  userId: UserId
  username: string
  isAdmin: boolean
  usedBytes: number
  reservedBytes: number
  quotaBytes: number
  spaceId: SpaceId
  role: Role
  spaceKind: 'personal' | 'shared' | 'organization'
  spaceOwnerId: UserId
}

const canEdit: Record<Role, boolean> = { viewer: false, editor: true, admin: true }

/** Turns the memberships of a signed-in user into what they may do; null when there are none. */
export function actorOf(rows: MembershipRow[]): Actor | null {
  const [first] = rows
  const personal = rows.find(
    (row) => row.spaceKind === 'personal' && row.spaceOwnerId === row.userId,
  )
  if (!first || !personal) return null
  const editable = rows.filter((row) => canEdit[row.role])
  return {
    userId: first.userId,
    username: first.username,
    isAdmin: first.isAdmin,
    sessionId: first.sessionId,
    personalSpaceId: personal.spaceId,
    readableSpaceIds: rows.map((row) => row.spaceId),
    editableSpaceIds: editable.map((row) => row.spaceId),
    quotaUserOf: new Map(editable.map((row) => [row.spaceId, row.spaceOwnerId])),
    storage: {
      usedBytes: first.usedBytes,
      reservedBytes: first.reservedBytes,
      quotaBytes: first.quotaBytes,
    },
  }
}
