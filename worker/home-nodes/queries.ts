import { and, desc, eq, isNull, lt, notInArray, sql } from 'drizzle-orm'
import type { DiskReport } from '#contracts/home-node'
import type { DiskHealth } from '#contracts/home-report'
import type { HomeNodeId } from '#contracts/ids'
import type { Db } from '../db/client.ts'
import { copies } from '../db/schema/files.ts'
import { disks, homeNodes } from '../db/schema/home-nodes.ts'

/**
 * Lets a home node join with a code that no other node has used. Resolves to whether it has joined:
 * the same node with the same code and key may ask again (its first answer may have been lost).
 */
export async function insertHomeNode(
  db: Db,
  node: { id: HomeNodeId; name: string; publicKey: string; joinCodeHash: string; now: number },
): Promise<boolean> {
  const { now, ...row } = node
  await db
    .insert(homeNodes)
    .values({ ...row, joinedAt: now, lastSeenAt: now })
    .onConflictDoNothing()
  const joined = await findHomeNode(db, node.id)
  return joined?.publicKey === node.publicKey && joined.joinCodeHash === node.joinCodeHash
}

/** A home node that may still speak: not revoked. */
export async function findHomeNode(db: Db, id: HomeNodeId) {
  const [row] = await db
    .select()
    .from(homeNodes)
    .where(and(eq(homeNodes.id, id), isNull(homeNodes.revokedAt)))
  return row
}

/** The home node behind HOME_URL: the one that joined last. */
export async function newestHomeNodeId(db: Db): Promise<HomeNodeId | null> {
  const [row] = await db
    .select({ id: homeNodes.id })
    .from(homeNodes)
    .where(isNull(homeNodes.revokedAt))
    .orderBy(desc(homeNodes.joinedAt))
    .limit(1)
  return row?.id ?? null
}

/** Moves `last_seen_at`, at most once a minute. */
export async function markHomeNodeSeen(db: Db, id: HomeNodeId, now: number) {
  await db
    .update(homeNodes)
    .set({ lastSeenAt: now })
    .where(and(eq(homeNodes.id, id), lt(homeNodes.lastSeenAt, now - 60_000)))
}

/** Takes a home node's word about its disks; a disk it no longer names is missing, never forgotten. */
export async function saveDisks(
  db: Db,
  homeNodeId: HomeNodeId,
  { disks: reportedDisks, mirror, retired }: DiskReport,
  now: number,
): Promise<{ removalsAllowedUntilMs: number | null }> {
  const reported = reportedDisks.map((disk) => disk.id)
  const missing = db
    .update(disks)
    .set({ state: 'missing', reportedAt: now })
    .where(and(eq(disks.homeNodeId, homeNodeId), notInArray(disks.id, reported)))
  const inserts = reportedDisks.map(({ health, ...disk }) =>
    db
      .insert(disks)
      .values({ ...disk, ...healthOf(health), homeNodeId, reportedAt: now })
      .onConflictDoUpdate({
        target: disks.id,
        set: {
          homeNodeId,
          name: disk.name,
          state: disk.state,
          totalBytes: disk.totalBytes,
          freeBytes: disk.freeBytes,
          reportedAt: now,
          ...healthOf(health),
        },
        // A disk carried to another home node is that one's to report once its own node is revoked.
        setWhere: sql`${disks.homeNodeId} = ${homeNodeId} or exists (select 1 from ${homeNodes}
          where ${homeNodes.id} = ${disks.homeNodeId} and ${homeNodes.revokedAt} is not null)`,
      }),
  )
  const said = db
    .update(homeNodes)
    .set({ lastSeenAt: now, ...(mirror && { report: JSON.stringify(mirror) }) })
    .where(eq(homeNodes.id, homeNodeId))
    .returning({ removalsAllowedUntilMs: homeNodes.removalsAllowedUntil })
  // Another disk took over: its copies are no copies any more, and it is gone for everybody.
  const isOwn = sql`exists (select 1 from ${disks} where ${disks.homeNodeId} = ${homeNodeId}
    and ${disks.id} = ${copies.place})`
  const ends = retired.flatMap((id) => [
    db.delete(copies).where(and(eq(copies.place, id), isOwn)),
    db.delete(disks).where(and(eq(disks.id, id), eq(disks.homeNodeId, homeNodeId))),
  ])
  const [[node]] = await db.batch([said, missing, ...inserts, ...ends])
  return { removalsAllowedUntilMs: node?.removalsAllowedUntilMs ?? null }
}

function healthOf(health: DiskHealth | undefined) {
  return health && { health: JSON.stringify(health) }
}

/** The home node's disks: it may acknowledge copies on no others. */
export async function ownDiskIds(db: Db, homeNodeId: HomeNodeId): Promise<Set<string>> {
  const rows = await db.select({ id: disks.id }).from(disks).where(eq(disks.homeNodeId, homeNodeId))
  return new Set(rows.map((row) => row.id))
}

/** Home jobs that nobody runs now wait, or wait no longer, as the home node goes and comes. */
export async function setHomeJobsWaiting(db: Db, isWaiting: boolean) {
  const [from, to] = isWaiting ? ['queued', 'waiting_home'] : ['waiting_home', 'queued']
  await db.run(sql`update jobs set state = ${to} 
    where runner = 'home' and name in ('ingest-file', 'index-file', 'find-faces') and state = ${from}`)
}
