import { and, desc, eq, isNull, lt, sql } from 'drizzle-orm'
import type { DropId, DroppedFileId, DropVisitId, FileId, SpaceId } from '#contracts/ids'
import type { Db } from '../db/client.ts'
import { runBatch } from '../db/run-batch.ts'
import { droppedFiles, drops } from '../db/schema/drops.ts'
import { folders } from '../db/schema/folders.ts'
import { members, spaces } from '../db/schema/spaces.ts'
import { users } from '../db/schema/users.ts'

export type NewDrop = typeof drops.$inferInsert
/** What is undefined stays. */
type DropChange = { [Column in keyof Omit<NewDrop, 'id'>]?: NewDrop[Column] | undefined }

const listedMax = 500
/** So many of a visit's files are listed. */
const visitMax = 500

const ownerColumns = { drop: drops, folderName: folders.name, createdByUsername: users.username }

export type OwnerRow = Awaited<ReturnType<typeof listDrops>>[number]

/** The drop links of a space, the latest first. */
export async function listDrops(db: Db, spaceId: SpaceId) {
  return await db
    .select(ownerColumns)
    .from(drops)
    .innerJoin(users, eq(users.id, drops.createdBy))
    .innerJoin(folders, eq(folders.id, drops.folderId))
    .where(eq(drops.spaceId, spaceId))
    .orderBy(desc(drops.createdAt), desc(drops.id))
    .limit(listedMax)
}

export async function findOwned(db: Db, id: DropId) {
  const [row] = await db
    .select(ownerColumns)
    .from(drops)
    .innerJoin(users, eq(users.id, drops.createdBy))
    .innerJoin(folders, eq(folders.id, drops.folderId))
    .where(eq(drops.id, id))
  return row
}

export async function insertDrop(db: Db, drop: NewDrop) {
  await db.insert(drops).values(drop)
}

export async function updateDrop(db: Db, id: DropId, change: DropChange) {
  await db.update(drops).set(change).where(eq(drops.id, id))
}

export type OpenDrop = Awaited<ReturnType<typeof findOpen>> & {}

/** A link as a guest meets it, with its maker's place in the space; none when that or its folder is gone. */
export async function findOpen(db: Db, slug: string) {
  const [row] = await db
    .select({
      drop: drops,
      by: users.username,
      role: members.role,
      spaceName: spaces.name,
      spaceKind: spaces.kind,
      spaceOwnerId: spaces.ownerId,
    })
    .from(drops)
    .innerJoin(folders, and(eq(folders.id, drops.folderId), isNull(folders.trashedAt)))
    .innerJoin(spaces, and(eq(spaces.id, drops.spaceId), isNull(spaces.trashedAt)))
    .innerJoin(users, and(eq(users.id, drops.createdBy), isNull(users.disabledAt)))
    .innerJoin(
      members,
      and(eq(members.spaceId, drops.spaceId), eq(members.userId, drops.createdBy)),
    )
    .where(and(eq(drops.slug, slug), isNull(drops.revokedAt)))
  return row
}

/** Takes room for one file of what a link still has, if it is open and has it; one statement decides. */
export async function takeRoom(db: Db, id: DropId, sizeBytes: number, now: number) {
  const rows = await db
    .update(drops)
    .set({
      bytesLeft: sql`${drops.bytesLeft} - ${sizeBytes}`,
      filesLeft: sql`${drops.filesLeft} - 1`,
    })
    .where(
      and(
        eq(drops.id, id),
        isNull(drops.revokedAt),
        sql`coalesce(${drops.expiresAt}, ${now + 1}) > ${now}`,
        sql`${drops.bytesLeft} >= ${sizeBytes}`,
        sql`${drops.filesLeft} >= 1`,
      ),
    )
    .returning({ id: drops.id })
  return rows.length === 1
}

/** Gives room back that was taken for a file which did not come. */
export async function giveRoomBack(db: Db, id: DropId, sizeBytes: number) {
  await db
    .update(drops)
    .set({
      bytesLeft: sql`${drops.bytesLeft} + ${sizeBytes}`,
      filesLeft: sql`${drops.filesLeft} + 1`,
    })
    .where(eq(drops.id, id))
}

/** Notes a file that came, for the visit that brought it, and counts it. */
export async function noteDropped(db: Db, row: typeof droppedFiles.$inferInsert) {
  await db.batch([
    db.insert(droppedFiles).values(row),
    db
      .update(drops)
      .set({
        receivedBytes: sql`${drops.receivedBytes} + ${row.sizeBytes}`,
        receivedFiles: sql`${drops.receivedFiles} + 1`,
        lastReceivedAt: row.createdAt,
      })
      .where(eq(drops.id, row.dropId)),
  ])
}

/** What one visit brought, the latest first. */
export async function listDropped(db: Db, dropId: DropId, visitId: DropVisitId) {
  return await db
    .select()
    .from(droppedFiles)
    .where(and(eq(droppedFiles.dropId, dropId), eq(droppedFiles.visitId, visitId)))
    .orderBy(desc(droppedFiles.createdAt), desc(droppedFiles.id))
    .limit(visitMax)
}

/**
 * Takes a file out of what a visit brought, if it brought it after `since`, and gives the link its room
 * back. Resolves to which file it was, or null for none.
 */
export async function takeDropped(
  db: Db,
  of: { id: DroppedFileId; dropId: DropId; visitId: DropVisitId; since: number },
): Promise<{ fileId: FileId | null } | null> {
  const isIt = and(
    eq(droppedFiles.id, of.id),
    eq(droppedFiles.dropId, of.dropId),
    eq(droppedFiles.visitId, of.visitId),
    sql`${droppedFiles.createdAt} > ${of.since}`,
  )
  const size = sql`(select size_bytes from dropped_files where id = ${of.id})`
  const [before] = await db.select({ fileId: droppedFiles.fileId }).from(droppedFiles).where(isIt)
  if (!before) return null
  const [, gone] = await runBatch(db, [
    db
      .update(drops)
      .set({
        bytesLeft: sql`${drops.bytesLeft} + ${size}`,
        filesLeft: sql`${drops.filesLeft} + 1`,
        receivedBytes: sql`${drops.receivedBytes} - ${size}`,
        receivedFiles: sql`${drops.receivedFiles} - 1`,
      })
      .where(
        and(eq(drops.id, of.dropId), sql`exists (select 1 from dropped_files where id = ${of.id})`),
      ),
    db.delete(droppedFiles).where(eq(droppedFiles.id, of.id)).returning({ id: droppedFiles.id }),
  ])
  return gone?.length === 1 ? before : null
}

/** Links that were revoked, and what visits brought, before these moments. */
export async function clearOldDrops(db: Db, revokedBefore: number, droppedBefore: number) {
  await db.batch([
    db.delete(drops).where(lt(drops.revokedAt, revokedBefore)),
    db.delete(droppedFiles).where(lt(droppedFiles.createdAt, droppedBefore)),
  ])
}
