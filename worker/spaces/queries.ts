import { and, asc, eq, gt, isNull, lte, or, sql } from 'drizzle-orm'
import type { SpaceId, UserId } from '#contracts/ids'
import type { Role, SpaceKind } from '#contracts/spaces'
import type { Db } from '../db/client.ts'
import { runBatch } from '../db/run-batch.ts'
import { members, spaces } from '../db/schema/spaces.ts'
import { users } from '../db/schema/users.ts'
import { bytesOfSpace, onlyTrashedBytesOfSpace } from './space-bytes.ts'

/** Every query names all spaces of a caller, and D1 binds 100 values a statement. */
export const maxSpacesPerUser = 40
export const maxMembersPerSpace = 500

export async function endMediaAddresses(db: Db, id: SpaceId) {
  await db
    .update(spaces)
    .set({ mediaGeneration: sql`${spaces.mediaGeneration} + 1` })
    .where(eq(spaces.id, id))
}

export async function mediaGenerationOf(db: Db, id: SpaceId): Promise<number | null> {
  const [row] = await db
    .select({ generation: spaces.mediaGeneration })
    .from(spaces)
    .where(and(eq(spaces.id, id), isNull(spaces.trashedAt)))
  return row?.generation ?? null
}

function selectSpaces(db: Db, countRenditions: boolean) {
  const usedBytes = bytesOfSpace(sql`${spaces.id}`, countRenditions)
  return db
    .select({
      id: spaces.id,
      kind: spaces.kind,
      name: spaces.name,
      ownerId: spaces.ownerId,
      ownerUsername: users.username,
      role: members.role,
      createdAt: spaces.createdAt,
      trashedAt: spaces.trashedAt,
      memberCount: sql<number>`(select count(*) from members as others where others.space_id = ${spaces.id})`,
      fileCount: sql<number>`(select count(*) from files where files.space_id = ${spaces.id} and files.trashed_at is null)`,
      usedBytes: sql<number>`${usedBytes}`,
      trashBytes: sql<number>`case when ${spaces.trashedAt} is null
        then ${onlyTrashedBytesOfSpace(sql`${spaces.id}`, countRenditions)} else ${usedBytes} end`,
    })
    .from(members)
    .innerJoin(spaces, eq(spaces.id, members.spaceId))
    .innerJoin(users, eq(users.id, spaces.ownerId))
}

/** A space that is in trash is still its owner's, and nobody else's. */
const isSeen = or(isNull(spaces.trashedAt), eq(spaces.ownerId, members.userId))

export type SpaceRow = Awaited<ReturnType<typeof listSpaces>>[number]

/** The spaces of a user, with those of their own in trash. */
export async function listSpaces(db: Db, userId: UserId, countRenditions: boolean) {
  return await selectSpaces(db, countRenditions)
    .where(and(eq(members.userId, userId), isSeen))
    .orderBy(asc(spaces.createdAt), asc(spaces.id))
}

export async function findSpace(db: Db, userId: UserId, id: SpaceId, countRenditions: boolean) {
  const [row] = await selectSpaces(db, countRenditions).where(
    and(eq(members.userId, userId), eq(members.spaceId, id), isSeen),
  )
  return row
}

/** Makes a space with its first member, unless the user has too many. Resolves to whether it did. */
export async function insertSpace(
  db: Db,
  space: { id: SpaceId; kind: SpaceKind; name: string; ownerId: UserId; now: number },
): Promise<boolean> {
  const { id, ownerId, now } = space
  const results = await runBatch(db, [
    // One row of values, left out when its id is null: an `insert … select` would plan to look for
    // rows that wait for this space, in whole tables.
    db.run(sql`insert or ignore into spaces (id, kind, name, owner_id, created_at)
      values (case when ${hasRoomForSpace(ownerId)} then ${id} end,
        ${space.kind}, ${space.name}, ${ownerId}, ${now})`),
    db.run(sql`insert into members (space_id, user_id, role, created_at)
      select ${id}, ${ownerId}, 'admin', ${now} where changes() = 1 returning space_id`),
  ])
  return results[1]?.length === 1
}

const hasRoomForSpace = (userId: UserId) =>
  sql`(select count(*) from members where user_id = ${userId}) < ${maxSpacesPerUser}`

export async function renameSpace(db: Db, id: SpaceId, name: string) {
  await db
    .update(spaces)
    .set({ name })
    .where(and(eq(spaces.id, id), isNull(spaces.trashedAt)))
}

/** Moves a shared space to trash; addresses of its pictures end. Answers whether it was not there yet. */
export async function trashSpace(db: Db, id: SpaceId, ownerId: UserId, now: number) {
  const rows = await db
    .update(spaces)
    .set({ trashedAt: now, mediaGeneration: sql`${spaces.mediaGeneration} + 1` })
    .where(
      and(
        eq(spaces.id, id),
        eq(spaces.ownerId, ownerId),
        isNull(spaces.trashedAt),
        sql`${spaces.kind} <> 'personal'`,
      ),
    )
    .returning({ id: spaces.id })
  return rows.length === 1
}

/** Takes a space out of trash, if it was put there after `since`: what is older is being purged. */
export async function restoreSpace(db: Db, id: SpaceId, ownerId: UserId, since: number) {
  const rows = await db
    .update(spaces)
    .set({ trashedAt: null })
    .where(and(eq(spaces.id, id), eq(spaces.ownerId, ownerId), gt(spaces.trashedAt, since)))
    .returning({ id: spaces.id })
  return rows.length === 1
}

/** Spaces in trash since `until` that are not purged yet: a purged one has no members. */
export async function spacesToPurge(db: Db, until: number): Promise<SpaceId[]> {
  const rows = await db
    .select({ id: spaces.id })
    .from(spaces)
    .where(
      and(
        sql`${spaces.trashedAt} is not null`,
        lte(spaces.trashedAt, until),
        sql`exists (select 1 from members where members.space_id = ${spaces.id})`,
      ),
    )
    .orderBy(asc(spaces.trashedAt))
    .limit(5)
  return rows.map((row) => row.id)
}

/** Ends a space in trash that holds no file any more. Resolves to whether this call did. */
export async function closeSpace(db: Db, id: SpaceId, until: number): Promise<boolean> {
  const isOver = sql`exists (select 1 from spaces where id = ${id} and trashed_at <= ${until}
    and not exists (select 1 from files where space_id = ${id}))`
  const results = await runBatch(db, [
    db.run(sql`update spaces set name = '' where id = ${id} and ${isOver}`),
    // With their albums and grants. In one statement, for they lie in each other.
    db.run(sql`delete from folders where space_id = ${id} and ${isOver}`),
    db.run(sql`update uploads set name = null where space_id = ${id} and ${isOver}`),
    db.run(sql`delete from api_keys where space_id = ${id} and ${isOver}`),
    db.run(sql`delete from webhooks where space_id = ${id} and ${isOver}`),
    // What people wrote about its tags.
    db.run(sql`delete from tag_aliases where space_id = ${id} and ${isOver}`),
    db.run(sql`delete from activity where space_id = ${id} and ${isOver}`),
    db.run(sql`delete from label_sets where space_id = ${id} and ${isOver}`),
    db.run(sql`delete from label_runs where space_id = ${id} and ${isOver}`),
    db.run(sql`delete from label_vectors where space_id = ${id} and ${isOver}`),
    db.run(sql`delete from members where space_id = ${id} and ${isOver} returning user_id`),
  ])
  return (results.at(-1)?.length ?? 0) > 0
}

/**
 * Gives a space to another member, in one batch: owner, used bytes and what is reserved for uploads on
 * their way move together, or nothing does. Resolves to whether it did.
 */
export async function transferSpace(
  db: Db,
  transfer: { id: SpaceId; from: UserId; to: UserId; countRenditions: boolean },
): Promise<boolean> {
  const { id, from, to } = transfer
  const stored = bytesOfSpace(sql`${id}`, transfer.countRenditions)
  const reserved = sql`(select coalesce(sum(size_bytes), 0) from uploads
    where space_id = ${id} and state = 'reserved')`
  // Each of the next statements changes one row exactly when the one before it did.
  const results = await runBatch(db, [
    db.run(sql`update spaces set owner_id = ${to}
      where id = ${id} and owner_id = ${from} and kind <> 'personal' and trashed_at is null
        and exists (select 1 from members where space_id = ${id} and user_id = ${to})
        and exists (select 1 from users where id = ${to} and id <> ${from}
          and disabled_at is null and deleted_at is null
          and used_bytes + reserved_bytes + ${stored} + ${reserved} <= quota_bytes)`),
    db.run(sql`update users set used_bytes = max(0, used_bytes - ${stored}),
        reserved_bytes = reserved_bytes - ${reserved}
      where id = ${from} and changes() = 1`),
    db.run(sql`update users set used_bytes = used_bytes + ${stored},
        reserved_bytes = reserved_bytes + ${reserved}
      where id = ${to} and changes() = 1`),
    db.run(sql`update members set role = 'admin'
      where space_id = ${id} and user_id = ${to} and changes() = 1 returning user_id`),
    db.run(sql`update uploads set quota_user_id = ${to}
      where space_id = ${id} and state = 'reserved' and changes() = 1`),
  ])
  return results[3]?.length === 1
}

/** Somebody who could be a member: by username, or by e-mail address. */
export async function findPerson(db: Db, folded: string) {
  const isThem = folded.includes('@')
    ? eq(users.emailFolded, folded)
    : eq(users.usernameFolded, folded)
  const [row] = await db
    .select({ id: users.id, username: users.username })
    .from(users)
    .where(and(isThem, isNull(users.disabledAt), isNull(users.deletedAt)))
  return row
}

function selectMembers(db: Db) {
  return db
    .select({
      userId: members.userId,
      username: users.username,
      role: members.role,
      createdAt: members.createdAt,
      ownerId: spaces.ownerId,
    })
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .innerJoin(spaces, eq(spaces.id, members.spaceId))
}

export type MemberRow = Awaited<ReturnType<typeof listMembers>>[number]

export async function listMembers(db: Db, spaceId: SpaceId) {
  return await selectMembers(db)
    .where(eq(members.spaceId, spaceId))
    .orderBy(asc(members.createdAt), asc(members.userId))
    .limit(maxMembersPerSpace)
}

export async function findMember(db: Db, spaceId: SpaceId, userId: UserId) {
  const [row] = await selectMembers(db).where(
    and(eq(members.spaceId, spaceId), eq(members.userId, userId)),
  )
  return row
}

/** Resolves to whether a member was added: not when they are one, or when either side has too many. */
export async function insertMember(
  db: Db,
  member: { spaceId: SpaceId; userId: UserId; role: Role; now: number },
): Promise<boolean> {
  const { spaceId, userId, role, now } = member
  const [rows] = await runBatch(db, [
    db.run(sql`insert into members (space_id, user_id, role, created_at)
      select ${spaceId}, ${userId}, ${role}, ${now}
      where ${hasRoomForSpace(userId)}
        and (select count(*) from members where space_id = ${spaceId}) < ${maxMembersPerSpace}
        and exists (select 1 from spaces
          where id = ${spaceId} and kind <> 'personal' and trashed_at is null)
      on conflict do nothing returning user_id`),
  ])
  return rows?.length === 1
}

const isNotOwner = (spaceId: SpaceId, userId: UserId) =>
  sql`not exists (select 1 from spaces where id = ${spaceId} and owner_id = ${userId})`

/**
 * Sets the role of a member who is not the owner. Addresses of pictures that were handed out before
 * end, since they do not say for whom they were made.
 */
export async function setRole(db: Db, spaceId: SpaceId, userId: UserId, role: Role) {
  const [rows] = await runBatch(db, [
    db.run(sql`update members set role = ${role} where space_id = ${spaceId}
      and user_id = ${userId} and ${isNotOwner(spaceId, userId)} returning user_id`),
    raiseGeneration(db, spaceId),
  ])
  return rows?.length === 1
}

/** Ends a membership, and the addresses of pictures with it. Never that of the owner. */
export async function deleteMember(db: Db, spaceId: SpaceId, userId: UserId) {
  const [rows] = await runBatch(db, [
    db.run(sql`delete from members where space_id = ${spaceId}
      and user_id = ${userId} and ${isNotOwner(spaceId, userId)} returning user_id`),
    raiseGeneration(db, spaceId),
  ])
  return rows?.length === 1
}

function raiseGeneration(db: Db, spaceId: SpaceId) {
  return db.run(sql`update spaces set media_generation = media_generation + 1
    where id = ${spaceId} and changes() = 1`)
}
