import {
  and,
  asc,
  count,
  desc,
  eq,
  gt,
  inArray,
  isNotNull,
  isNull,
  lt,
  max,
  min,
  sql,
} from 'drizzle-orm'
import type { CopyAck } from '#contracts/home-node'
import type { FileId, OriginalId } from '#contracts/ids'
import type { Db } from '../db/client.ts'
import { inChunks } from '../db/in-chunks.ts'
import { copies, fileMetadata, files, fileTags, originals } from '../db/schema/files.ts'
import { disks } from '../db/schema/home-nodes.ts'
import { changes, jobs } from '../db/schema/jobs.ts'
import { handEngine } from '../tags/hand-engine.ts'

/** An original that is kept; one that was purged is not there. */
export async function findOriginal(db: Db, id: OriginalId) {
  const [row] = await db
    .select()
    .from(originals)
    .where(and(eq(originals.id, id), isNull(originals.removedAt)))
  return row
}

export async function filesOfOriginal(db: Db, id: OriginalId): Promise<FileId[]> {
  const rows = await db
    .select({ id: files.id })
    .from(files)
    .where(eq(files.originalId, id))
    .limit(500)
  return rows.map((row) => row.id)
}

export async function recordR2Copy(db: Db, id: OriginalId, state: 'verified' | 'bad', now: number) {
  await db
    .update(copies)
    .set(state === 'verified' ? { state, verifiedAt: now } : { state })
    .where(and(eq(copies.originalId, id), eq(copies.place, 'r2')))
}

/** Verified copies in R2 of kept originals, the oldest reading first, if it was before that time. */
export async function oldestR2Copies(db: Db, before: number, limit: number) {
  return await db
    .select({
      originalId: originals.id,
      spaceId: originals.spaceId,
      sizeBytes: originals.sizeBytes,
    })
    .from(copies)
    .innerJoin(originals, and(eq(originals.id, copies.originalId), isNull(originals.removedAt)))
    .where(and(eq(copies.place, 'r2'), eq(copies.state, 'verified'), lt(copies.verifiedAt, before)))
    .orderBy(asc(copies.verifiedAt))
    .limit(limit)
}

/** Kept originals whose copy in R2 is bad; each time from another one of them on. */
export async function badR2Copies(db: Db, { limit, skip }: { limit: number; skip: number }) {
  const bad = db
    .select({
      originalId: originals.id,
      spaceId: originals.spaceId,
      sha256: originals.sha256,
      sizeBytes: originals.sizeBytes,
    })
    .from(copies)
    .innerJoin(originals, and(eq(originals.id, copies.originalId), isNull(originals.removedAt)))
    .where(and(eq(copies.place, 'r2'), eq(copies.state, 'bad')))
    .limit(1_000)
  const all = await bad
  const start = all.length === 0 ? 0 : (skip * limit) % all.length
  return [...all.slice(start), ...all.slice(0, start)].slice(0, limit)
}

/** Changes after `after`, in order, with what a mirror needs to fetch an original; and the last number. */
export async function changesAfter(db: Db, after: number, limit: number) {
  const [rows, [last]] = await db.batch([
    db
      .select({
        seq: changes.seq,
        kind: changes.kind,
        spaceId: changes.spaceId,
        fileId: changes.fileId,
        atMs: changes.at,
        originalId: originals.id,
        sha256: originals.sha256,
        sizeBytes: originals.sizeBytes,
        removedAt: originals.removedAt,
        wants: originals.wants,
      })
      .from(changes)
      .leftJoin(originals, eq(originals.id, changes.originalId))
      .where(gt(changes.seq, after))
      .orderBy(asc(changes.seq))
      .limit(limit),
    db.select({ seq: max(changes.seq) }).from(changes),
  ])
  return { rows, lastSeq: last?.seq ?? 0 }
}

/** These originals as the cloud knows them, but those that were purged. */
export async function originalsById(db: Db, ids: OriginalId[]) {
  return await inChunks(ids, (chunk) =>
    db
      .select({ id: originals.id, spaceId: originals.spaceId, sha256: originals.sha256 })
      .from(originals)
      .where(and(inArray(originals.id, chunk), isNull(originals.removedAt))),
  )
}

/**
 * Writes what became of mirrored copies into the ledger. Acks may come twice and in any order: a
 * received one never takes back what was verified, a bad one only what was verified before it.
 */
export async function upsertDiskCopies(db: Db, acks: CopyAck[], now: number) {
  const statements = acks.map(({ originalId, diskId, verifiedAtMs, badAtMs }) => {
    const state = badAtMs !== null ? 'bad' : verifiedAtMs !== null ? 'verified' : 'received'
    return db
      .insert(copies)
      .values({ originalId, place: diskId, state, verifiedAt: verifiedAtMs, createdAt: now })
      .onConflictDoUpdate({
        target: [copies.originalId, copies.place],
        ...whenKnown[state](badAtMs ?? 0),
      })
  })
  const [first, ...rest] = statements
  if (first) await db.batch([first, ...rest])
}

/** What an ack does to a copy that is in the ledger already. */
const whenKnown = {
  received: () => ({
    set: { state: 'received' as const },
    setWhere: sql`${copies.state} <> 'verified'`,
  }),
  verified: () => ({
    set: {
      state: 'verified' as const,
      verifiedAt: sql`max(coalesce(${copies.verifiedAt}, 0), excluded.verified_at)`,
    },
  }),
  bad: (badAtMs: number) => ({
    set: { state: 'bad' as const, verifiedAt: null },
    setWhere: sql`coalesce(${copies.verifiedAt}, 0) < ${badAtMs}`,
  }),
}

export async function filesOfOriginals(db: Db, ids: OriginalId[]) {
  return await inChunks(ids, (chunk) =>
    db
      .select({ id: files.id, spaceId: files.spaceId })
      .from(files)
      .where(inArray(files.originalId, chunk)),
  )
}

/** The copies of one original, what is wanted of it, and all known disks: what a file's details show. */
export async function copiesOf(db: Db, originalId: OriginalId) {
  const [known, allDisks, [original]] = await db.batch([
    db.select().from(copies).where(eq(copies.originalId, originalId)),
    db.select().from(disks).orderBy(asc(disks.name), asc(disks.id)),
    db
      .select({ wants: originals.wants, sizeBytes: originals.sizeBytes })
      .from(originals)
      .where(eq(originals.id, originalId)),
  ])
  return { known, disks: allDisks, original }
}

/** What people wrote about these files, trashed ones too, and their tags by hand. */
export async function writingsOf(db: Db, ids: FileId[]) {
  const list = sql`(select value from json_each(${JSON.stringify([...new Set(ids)])}))`
  const [rows, tags] = await db.batch([
    db
      .select({
        fileId: files.id,
        sha256: originals.sha256,
        name: files.name,
        edited: fileMetadata.edited,
      })
      .from(files)
      .innerJoin(originals, eq(originals.id, files.originalId))
      .leftJoin(fileMetadata, eq(fileMetadata.fileId, files.id))
      .where(sql`${files.id} in ${list}`),
    db
      .select({ fileId: fileTags.fileId, label: fileTags.label })
      .from(fileTags)
      .where(and(sql`${fileTags.fileId} in ${list}`, eq(fileTags.engine, handEngine)))
      .orderBy(asc(fileTags.fileId), asc(fileTags.label)),
  ])
  return { rows, tags }
}

/** Counts for `cloudvault status`. These read the whole ledger: for a person who asks, not for a page. */
export async function vaultCounts(db: Db) {
  const [live, trashed, stored, places, allDisks, work, last] = await db.batch([
    db.select({ n: count() }).from(files).where(isNull(files.trashedAt)),
    db.select({ n: count() }).from(files).where(isNotNull(files.trashedAt)),
    db
      .select({ n: count(), bytes: sql<number>`coalesce(sum(size_bytes), 0)` })
      .from(originals)
      .where(isNull(originals.removedAt)),
    db
      .select({
        place: copies.place,
        state: copies.state,
        copies: count(),
        oldest: min(copies.verifiedAt),
        newest: max(copies.verifiedAt),
      })
      .from(copies)
      .innerJoin(originals, and(eq(originals.id, copies.originalId), isNull(originals.removedAt)))
      .groupBy(copies.place, copies.state),
    db.select().from(disks).orderBy(asc(disks.name), asc(disks.id)),
    db.select({ state: jobs.state, n: count() }).from(jobs).groupBy(jobs.state),
    db.select({ seq: max(changes.seq) }).from(changes),
  ])
  return {
    files: live[0]?.n ?? 0,
    trashedFiles: trashed[0]?.n ?? 0,
    originals: stored[0]?.n ?? 0,
    originalBytes: stored[0]?.bytes ?? 0,
    places,
    disks: allDisks,
    jobs: new Map(work.map((row) => [row.state, row.n])),
    lastSeq: last[0]?.seq ?? 0,
  }
}

/** The newest files with the copies of each. */
export async function recentWithCopies(db: Db, limit: number) {
  const recent = await db
    .select({
      fileId: files.id,
      name: files.name,
      originalId: files.originalId,
      sizeBytes: originals.sizeBytes,
    })
    .from(files)
    .innerJoin(originals, eq(originals.id, files.originalId))
    .where(isNull(files.trashedAt))
    .orderBy(desc(files.id))
    .limit(limit)
  const rows = await inChunks(
    recent.map((row) => row.originalId),
    (ids) =>
      db
        .select({
          originalId: copies.originalId,
          place: copies.place,
          verifiedAt: copies.verifiedAt,
        })
        .from(copies)
        .where(and(inArray(copies.originalId, ids), eq(copies.state, 'verified'))),
    1,
  )
  return recent.map((file) => ({
    ...file,
    copies: rows.filter((copy) => copy.originalId === file.originalId),
  }))
}
