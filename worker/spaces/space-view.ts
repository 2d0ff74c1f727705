import type { UserId } from '#contracts/ids'
import type { MemberView, SpaceView } from '#contracts/spaces'
import type { MemberRow, SpaceRow } from './queries.ts'

/** A space as one of its members sees it. */
export function toSpaceView(row: SpaceRow, viewer: UserId): SpaceView {
  const { ownerId, createdAt, trashedAt, ...space } = row
  return {
    ...space,
    isOwner: ownerId === viewer,
    createdAt: new Date(createdAt).toISOString(),
    trashedAt: trashedAt === null ? null : new Date(trashedAt).toISOString(),
  }
}

export function toMemberView({ ownerId, createdAt, ...member }: MemberRow): MemberView {
  const isOwner = member.userId === ownerId
  return { ...member, isOwner, createdAt: new Date(createdAt).toISOString() }
}
