import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import type { CopyAck } from '#contracts/home-node'
import {
  type DiskId,
  diskIdSchema,
  type OriginalId,
  originalIdSchema,
  type Sha256,
  sha256Schema,
} from '#contracts/ids'

/*
 * What the home node knows, in SQLite. Every transaction is synced before its call returns, so
 * whatever is told to the Worker has survived power loss first.
 *
 * | table | a row says |
 * |---|---|
 * | disks | this disk was adopted, or joined with the marker it had |
 * | originals | the change feed named this original |
 * | wanted | this original is not on this disk yet; when to try next |
 * | copies | this hash was read back on this disk, at this time |
 * | acks | the Worker has not yet been told of this copy |
 * | meta | `cursor`: every change up to it is in the tables above |
 */
const schema = `
  CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS disks (
    id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, known_since_ms INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS originals (
    id TEXT PRIMARY KEY, sha256 TEXT NOT NULL, size_bytes INTEGER NOT NULL, seq INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS originals_by_sha256 ON originals (sha256);
  CREATE TABLE IF NOT EXISTS wanted (
    original_id TEXT NOT NULL, disk_id TEXT NOT NULL, seq INTEGER NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0, next_at_ms INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (original_id, disk_id)
  ) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS wanted_by_time ON wanted (next_at_ms, seq);
  CREATE TABLE IF NOT EXISTS copies (
    sha256 TEXT NOT NULL, disk_id TEXT NOT NULL, verified_at_ms INTEGER NOT NULL,
    PRIMARY KEY (sha256, disk_id)
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS acks (
    original_id TEXT NOT NULL, disk_id TEXT NOT NULL, sha256 TEXT NOT NULL,
    verified_at_ms INTEGER NOT NULL, PRIMARY KEY (original_id, disk_id)
  ) WITHOUT ROWID;
  PRAGMA user_version = 1;
`

const knownDiskSchema = z.object({ id: diskIdSchema, name: z.string() })
export type KnownDisk = z.infer<typeof knownDiskSchema>

const wantedSchema = z.object({
  originalId: originalIdSchema,
  sha256: sha256Schema,
  sizeBytes: z.number(),
  diskId: diskIdSchema,
})
/** An original that a disk lacks, as far as the journal knows. */
export type Wanted = z.infer<typeof wantedSchema>

const ackRowSchema = z.object({
  originalId: originalIdSchema,
  sha256: sha256Schema,
  diskId: diskIdSchema,
  verifiedAtMs: z.number(),
})

export interface FeedOriginal {
  seq: number
  originalId: OriginalId
  sha256: Sha256
  sizeBytes: number
}

export interface VerifiedCopy {
  sha256: Sha256
  diskId: DiskId
  verifiedAtMs: number
}

/** Opens, or makes, the journal in this state folder. One process at a time may hold it. */
export function openJournal(stateDir: string) {
  mkdirSync(stateDir, { recursive: true, mode: 0o700 })
  const db = new DatabaseSync(join(stateDir, 'journal.sqlite'))
  try {
    // Two home nodes on one state folder would clear each other's incoming files.
    db.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL')
  } catch (error) {
    db.close()
    if (!(error instanceof Error && /locked|busy/.test(error.message))) throw error
    throw new Error('Another home node is running on this state folder.', { cause: error })
  }
  const { user_version } = z
    .object({ user_version: z.number() })
    .parse(db.prepare('PRAGMA user_version').get())
  if (user_version > 1) {
    db.close()
    throw new Error('The journal was written by a newer version of CloudVault.')
  }
  db.exec(`BEGIN IMMEDIATE; ${schema} COMMIT`)

  function transaction<T>(work: () => T): T {
    db.exec('BEGIN IMMEDIATE')
    try {
      const result = work()
      db.exec('COMMIT')
      return result
    } catch (error) {
      db.exec('ROLLBACK')
      throw error
    }
  }

  const sql = {
    cursor: db.prepare(`SELECT value FROM meta WHERE key = 'cursor'`),
    setCursor: db.prepare(
      `INSERT INTO meta VALUES ('cursor', ?) ON CONFLICT DO UPDATE SET value = max(value, excluded.value)`,
    ),
    rewind: db.prepare(`DELETE FROM meta WHERE key = 'cursor'`),
    disks: db.prepare('SELECT id, name FROM disks ORDER BY known_since_ms, id'),
    addDisk: db.prepare(
      'INSERT INTO disks VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET name = excluded.name',
    ),
    wantAll: db.prepare(`
      INSERT INTO wanted (original_id, disk_id, seq) SELECT o.id, :disk, o.seq FROM originals o
      WHERE NOT EXISTS (SELECT 1 FROM copies c WHERE c.sha256 = o.sha256 AND c.disk_id = :disk)
      ON CONFLICT DO NOTHING`),
    addOriginal: db.prepare('INSERT INTO originals VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING'),
    want: db.prepare(`
      INSERT INTO wanted (original_id, disk_id, seq) SELECT :original, d.id, :seq FROM disks d
      WHERE NOT EXISTS (SELECT 1 FROM copies c WHERE c.sha256 = :sha256 AND c.disk_id = d.id)
      ON CONFLICT DO NOTHING`),
    ackKnown: db.prepare(`
      INSERT INTO acks SELECT :original, c.disk_id, c.sha256, c.verified_at_ms FROM copies c
      WHERE c.sha256 = :sha256 ON CONFLICT DO NOTHING`),
    due: db.prepare(`
      SELECT w.original_id AS originalId, o.sha256, o.size_bytes AS sizeBytes, w.disk_id AS diskId
      FROM wanted w JOIN originals o ON o.id = w.original_id
      WHERE w.next_at_ms <= ? AND w.disk_id IN (SELECT value FROM json_each(?))
      ORDER BY w.next_at_ms, w.seq LIMIT ?`),
    nextDue: db.prepare(`
      SELECT min(next_at_ms) AS atMs FROM wanted WHERE disk_id IN (SELECT value FROM json_each(?))`),
    addCopy: db.prepare(`
      INSERT INTO copies VALUES (?, ?, ?)
      ON CONFLICT DO UPDATE SET verified_at_ms = max(verified_at_ms, excluded.verified_at_ms)`),
    ackCopy: db.prepare(`
      INSERT INTO acks SELECT o.id, :disk, o.sha256, :verifiedAt FROM originals o
      WHERE o.sha256 = :sha256
      ON CONFLICT DO UPDATE SET verified_at_ms = excluded.verified_at_ms`),
    unwant: db.prepare(`
      DELETE FROM wanted WHERE disk_id = :disk
      AND original_id IN (SELECT id FROM originals WHERE sha256 = :sha256)`),
    postpone: db.prepare(`
      UPDATE wanted SET attempts = attempts + 1,
        next_at_ms = :now + min(:longest, :first * (1 << min(attempts, 20)))
      WHERE disk_id = :disk AND original_id IN (SELECT id FROM originals WHERE sha256 = :sha256)`),
    acks: db.prepare(`
      SELECT original_id AS originalId, sha256, disk_id AS diskId, verified_at_ms AS verifiedAtMs
      FROM acks ORDER BY verified_at_ms LIMIT ?`),
    dropAck: db.prepare(
      'DELETE FROM acks WHERE original_id = ? AND disk_id = ? AND verified_at_ms <= ?',
    ),
    holders: db.prepare('SELECT disk_id AS id FROM copies WHERE sha256 = ?'),
    behind: db.prepare('SELECT count(*) AS n FROM wanted'),
    retryNow: db.prepare('UPDATE wanted SET next_at_ms = 0 WHERE disk_id = ?'),
  }
  const countSchema = z.object({ n: z.number() })

  return {
    /** All changes up to this number are recorded here. */
    cursor(): number {
      const row = z.object({ value: z.number() }).optional().parse(sql.cursor.get())
      return row?.value ?? 0
    },

    /**
     * The cloud's feed went back in time (its database was restored): reads it again from the
     * start. What was recorded before stays, and recording it again changes nothing.
     */
    rewind(): void {
      sql.rewind.run()
    },

    disks: (): KnownDisk[] => knownDiskSchema.array().parse(sql.disks.all()),

    /** Knows a disk from now on, and wants on it every original heard of so far. */
    addDisk(disk: KnownDisk): void {
      transaction(() => {
        sql.addDisk.run(disk.id, disk.name, Date.now())
        sql.wantAll.run({ disk: disk.id })
      })
    },

    /** Records one page of the feed and moves the cursor past it, in one step. */
    recordFeed(originals: FeedOriginal[], cursor: number): void {
      transaction(() => {
        for (const { originalId, sha256, sizeBytes, seq } of originals) {
          sql.addOriginal.run(originalId, sha256, sizeBytes, seq)
          sql.want.run({ original: originalId, seq, sha256 })
          // The same bytes under another original: they lie there already, and are owed an ack.
          sql.ackKnown.run({ original: originalId, sha256 })
        }
        sql.setCursor.run(cursor)
      })
    },

    /** What these disks lack and may be tried now, oldest change first. */
    due: (nowMs: number, diskIds: DiskId[], limit: number): Wanted[] =>
      wantedSchema.array().parse(sql.due.all(nowMs, JSON.stringify(diskIds), limit)),

    /** When the next of these disks' wants may be tried; null when they lack nothing. */
    nextDueMs(diskIds: DiskId[]): number | null {
      return z
        .object({ atMs: z.number().nullable() })
        .parse(sql.nextDue.get(JSON.stringify(diskIds))).atMs
    },

    /** M9: copies that were read back, with their acks, in one synced transaction. */
    recordCopies(copies: VerifiedCopy[]): void {
      transaction(() => {
        for (const { sha256, diskId, verifiedAtMs } of copies) {
          sql.addCopy.run(sha256, diskId, verifiedAtMs)
          sql.ackCopy.run({ disk: diskId, sha256, verifiedAt: verifiedAtMs })
          sql.unwant.run({ disk: diskId, sha256 })
        }
      })
    },

    /** A try failed: the next comes after `firstMs`, doubled each time up to `longestMs`. */
    postpone(failed: { sha256: Sha256; diskId: DiskId }[], firstMs: number, longestMs: number) {
      if (failed.length === 0) return
      const now = Date.now()
      transaction(() => {
        for (const { sha256, diskId } of failed) {
          sql.postpone.run({ sha256, disk: diskId, now, first: firstMs, longest: longestMs })
        }
      })
    },

    /** The disk is usable again, so its wants need not wait. */
    retryNow(diskId: DiskId): void {
      sql.retryNow.run(diskId)
    },

    pendingAcks: (limit: number): CopyAck[] => ackRowSchema.array().parse(sql.acks.all(limit)),

    /** The Worker has heard of these. A copy verified again meanwhile stays owed. */
    dropAcks(acks: CopyAck[]): void {
      transaction(() => {
        for (const ack of acks) sql.dropAck.run(ack.originalId, ack.diskId, ack.verifiedAtMs)
      })
    },

    /** Disks on which this hash was verified. */
    holders: (sha256: Sha256): DiskId[] =>
      z
        .object({ id: diskIdSchema })
        .array()
        .parse(sql.holders.all(sha256))
        .map((row) => row.id),

    /** Copies still to be made, over all disks. */
    behind: (): number => countSchema.parse(sql.behind.get()).n,

    close: () => db.close(),
  }
}
export type Journal = ReturnType<typeof openJournal>
