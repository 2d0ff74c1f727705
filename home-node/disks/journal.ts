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
import type { WantedCopies } from '#contracts/policy'
import { openJournalDatabase } from './journal-schema.ts'
import { makeRemovalBreaker } from './removal-breaker.ts'
import { makeReplacements } from './replacement.ts'
import { type FoundWrong, makeScrubLedger } from './scrub-ledger.ts'

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

/** How many copies are wanted of an original; null: one on each of the disks. `diskIds` null: any. */
export type CopiesWish = Pick<WantedCopies, 'copies' | 'diskIds'>

const ackRowSchema = z.object({
  originalId: originalIdSchema,
  sha256: sha256Schema,
  diskId: diskIdSchema,
  verifiedAtMs: z.number().nullable(),
  badAtMs: z.number().nullable(),
})

const unverifiedSchema = z.object({
  sha256: sha256Schema,
  diskId: diskIdSchema,
  sizeBytes: z.number(),
  nextCheckMs: z.number(),
})
/** A copy that was written and synced but not read back yet, with when that may be tried. */
export type Unverified = z.infer<typeof unverifiedSchema>

export interface FeedOriginal {
  seq: number
  originalId: OriginalId
  sha256: Sha256
  sizeBytes: number
}

/** The last word on which copies of an original are wanted. */
export interface FeedWish extends CopiesWish {
  originalId: OriginalId
  sha256: Sha256
}

/** An original that was purged in the cloud. */
export type FeedRemoval = Pick<FeedOriginal, 'originalId' | 'sha256'>

const removalSchema = z.object({ sha256: sha256Schema, diskId: diskIdSchema })

export interface DiskCopy {
  sha256: Sha256
  diskId: DiskId
  /** When it was read back from the medium; null while it is only written and synced. */
  verifiedAtMs: number | null
}

/**
 * What the home node knows, in SQLite (tables in journal-schema.ts). Every transaction is synced
 * before its call returns, so whatever is told to the Worker has survived power loss first. One
 * process at a time may hold the journal of a state folder.
 */
export function openJournal(stateDir: string) {
  const db = openJournalDatabase(stateDir)

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
      WHERE d.id NOT IN (SELECT old_id FROM replacements) AND NOT EXISTS (SELECT 1 FROM copies c WHERE c.sha256 = :sha256 AND c.disk_id = d.id)
      ON CONFLICT DO NOTHING`),
    ackKnown: db.prepare(`
      INSERT INTO acks SELECT :original, c.disk_id, c.sha256, c.verified_at_ms, NULL FROM copies c
      WHERE c.sha256 = :sha256 ON CONFLICT DO NOTHING`),
    due: db.prepare(`
      SELECT w.original_id AS originalId, o.sha256, o.size_bytes AS sizeBytes, w.disk_id AS diskId
      FROM wanted w JOIN originals o ON o.id = w.original_id
      WHERE w.next_at_ms <= ? AND w.disk_id IN (SELECT value FROM json_each(?))
      ORDER BY w.next_at_ms, w.seq LIMIT ?`),
    nextDue: db.prepare(`
      SELECT min(next_at_ms) AS atMs FROM wanted WHERE disk_id IN (SELECT value FROM json_each(?))`),
    addCopy: db.prepare(`
      INSERT INTO copies (sha256, disk_id, verified_at_ms, next_check_ms)
      VALUES (:sha256, :disk, :verifiedAt, :now)
      ON CONFLICT DO UPDATE SET verified_at_ms = excluded.verified_at_ms,
        checks = 0, next_check_ms = excluded.next_check_ms`),
    ackCopy: db.prepare(`
      INSERT INTO acks SELECT o.id, :disk, o.sha256, :verifiedAt, :badAt FROM originals o
      WHERE o.sha256 = :sha256
      ON CONFLICT DO UPDATE
      SET verified_at_ms = excluded.verified_at_ms, bad_at_ms = excluded.bad_at_ms`),
    dropCopy: db.prepare('DELETE FROM copies WHERE sha256 = :sha256 AND disk_id = :disk'),
    wantAgain: db.prepare(`
      INSERT INTO wanted (original_id, disk_id, seq) SELECT o.id, d.id, o.seq
      FROM originals o CROSS JOIN disks d WHERE o.sha256 = :sha256
      AND d.id NOT IN (SELECT old_id FROM replacements)
      AND NOT EXISTS (SELECT 1 FROM copies c WHERE c.sha256 = o.sha256 AND c.disk_id = d.id)
      ON CONFLICT DO NOTHING`),
    setWish: db.prepare(`
      INSERT INTO wants VALUES (:original, :copies, :disks)
      ON CONFLICT DO UPDATE SET copies = excluded.copies, disk_ids = excluded.disk_ids`),
    dropWish: db.prepare('DELETE FROM wants WHERE original_id = ?'),
    wishes: db.prepare(`
      SELECT w.copies, w.disk_ids AS diskIds FROM originals o
      LEFT JOIN wants w ON w.original_id = o.id WHERE o.sha256 = ?`),
    unwantAll: db.prepare(`
      DELETE FROM wanted WHERE original_id IN (SELECT id FROM originals WHERE sha256 = ?)`),
    unwantHere: db.prepare(`
      DELETE FROM wanted WHERE disk_id NOT IN (SELECT value FROM json_each(:disks))
      AND original_id IN (SELECT id FROM originals WHERE sha256 = :sha256)`),
    unverified: db.prepare(`
      SELECT c.sha256, c.disk_id AS diskId, c.next_check_ms AS nextCheckMs,
        (SELECT o.size_bytes FROM originals o WHERE o.sha256 = c.sha256 LIMIT 1) AS sizeBytes
      FROM copies c WHERE c.verified_at_ms IS NULL AND c.next_check_ms <= ?
      AND c.disk_id IN (SELECT value FROM json_each(?)) ORDER BY c.next_check_ms LIMIT ?`),
    postponeCheck: db.prepare(`
      UPDATE copies SET checks = checks + 1,
        next_check_ms = :now + min(:longest, :first * (1 << min(checks, 20)))
      WHERE sha256 = :sha256 AND disk_id = :disk`),
    unwant: db.prepare(`
      DELETE FROM wanted WHERE disk_id = :disk
      AND original_id IN (SELECT id FROM originals WHERE sha256 = :sha256)`),
    postpone: db.prepare(`
      UPDATE wanted SET attempts = attempts + 1,
        next_at_ms = :now + min(:longest, :first * (1 << min(attempts, 20)))
      WHERE disk_id = :disk AND original_id IN (SELECT id FROM originals WHERE sha256 = :sha256)`),
    acks: db.prepare(`
      SELECT original_id AS originalId, sha256, disk_id AS diskId, verified_at_ms AS verifiedAtMs,
        bad_at_ms AS badAtMs
      FROM acks LIMIT ?`),
    dropAck: db.prepare(
      'DELETE FROM acks WHERE original_id = ? AND disk_id = ? AND verified_at_ms IS ? AND bad_at_ms IS ?',
    ),
    holders: db.prepare(
      'SELECT disk_id AS id FROM copies WHERE sha256 = ? ORDER BY verified_at_ms IS NULL',
    ),
    forgetOriginal: db.prepare('DELETE FROM originals WHERE id = ?'),
    forgetWants: db.prepare('DELETE FROM wanted WHERE original_id = ?'),
    forgetAcks: db.prepare('DELETE FROM acks WHERE original_id = ?'),
    // On every disk there is: a copy may lie on one of which this journal has heard nothing.
    removeEverywhere: db.prepare(`
      INSERT INTO removals (sha256, disk_id, since_ms) SELECT :sha256, d.id, :now FROM disks d
      WHERE NOT EXISTS (SELECT 1 FROM originals o WHERE o.sha256 = :sha256)
      ON CONFLICT DO NOTHING`),
    removeHere: db.prepare(`
      INSERT INTO removals (sha256, disk_id, since_ms) SELECT :sha256, :disk, :now
      WHERE NOT EXISTS (SELECT 1 FROM originals o WHERE o.sha256 = :sha256)
      ON CONFLICT DO NOTHING`),
    spare: db.prepare('DELETE FROM removals WHERE sha256 = ?'),
    removalsDue: db.prepare(`
      SELECT sha256, disk_id AS diskId FROM removals
      WHERE next_at_ms <= ? AND passed = 1 AND disk_id IN (SELECT value FROM json_each(?))
      ORDER BY next_at_ms LIMIT ?`),
    hasOriginal: db.prepare('SELECT count(*) AS n FROM originals WHERE sha256 = ?'),
    endRemoval: db.prepare('DELETE FROM removals WHERE sha256 = ? AND disk_id = ?'),
    postponeRemoval: db.prepare(
      'UPDATE removals SET next_at_ms = ? WHERE sha256 = ? AND disk_id = ?',
    ),
    behind: db.prepare(`
      SELECT count(*) AS copies, coalesce(sum(o.size_bytes), 0) AS bytes
      FROM wanted w JOIN originals o ON o.id = w.original_id`),
    retryNow: db.prepare('UPDATE wanted SET next_at_ms = 0 WHERE disk_id = ?'),
  }
  const behindSchema = z.object({ copies: z.number(), bytes: z.number() })
  const countSchema = z.object({ n: z.number() })
  const scrubs = makeScrubLedger(db, transaction)
  const replacements = makeReplacements(db, transaction)
  const wishRowSchema = z.object({
    copies: z.number().nullable(),
    diskIds: z.string().nullable(),
  })

  /** What all originals with these bytes want together: the most of each. */
  function wishFor(sha256: Sha256): CopiesWish {
    const rows = wishRowSchema.array().parse(sql.wishes.all(sha256))
    const counts = rows.map(({ copies }) => copies)
    const named = rows.map(({ diskIds }) => diskIds)
    return {
      copies: counts.includes(null) ? null : Math.max(...counts.map(Number), 0),
      diskIds: named.includes(null)
        ? null
        : [...new Set(named.flatMap((ids) => diskIdSchema.array().parse(ids?.split(',') ?? [])))],
    }
  }

  const holdersOf = (sha256: Sha256): DiskId[] =>
    z
      .object({ id: diskIdSchema })
      .array()
      .parse(sql.holders.all(sha256))
      .map((row) => row.id)

  /** Disks whose copies count: one that is being replaced has none. */
  function keepersOf(sha256: Sha256): DiskId[] {
    const replaced = replacements.replaced()
    return holdersOf(sha256).filter((id) => !replaced.has(id))
  }

  /** Wants no more of these bytes than is wished for. */
  function settleWants(sha256: Sha256): void {
    const { copies, diskIds } = wishFor(sha256)
    if (diskIds !== null) sql.unwantHere.run({ disks: JSON.stringify(diskIds), sha256 })
    if (copies === null) return
    const there = keepersOf(sha256).filter((id) => diskIds === null || diskIds.includes(id))
    if (there.length >= copies) sql.unwantAll.run(sha256)
  }

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
    recordFeed(
      originals: FeedOriginal[],
      cursor: number,
      removed: FeedRemoval[] = [],
      wishes: FeedWish[] = [],
    ): void {
      const now = Date.now()
      transaction(() => {
        for (const { originalId, copies, diskIds } of wishes) {
          if (copies === null && diskIds === null) sql.dropWish.run(originalId)
          else {
            sql.setWish.run({ original: originalId, copies, disks: diskIds?.join(',') ?? null })
          }
        }
        for (const { originalId, sha256, sizeBytes, seq } of originals) {
          sql.addOriginal.run(originalId, sha256, sizeBytes, seq)
          sql.spare.run(sha256)
          sql.want.run({ original: originalId, seq, sha256 })
          // The same bytes under another original: they lie there already, and are owed an ack.
          sql.ackKnown.run({ original: originalId, sha256 })
        }
        for (const sha256 of new Set(wishes.map((wish) => wish.sha256))) {
          sql.wantAgain.run({ sha256 })
          settleWants(sha256)
        }
        for (const { originalId, sha256 } of removed) {
          sql.forgetOriginal.run(originalId)
          sql.forgetWants.run(originalId)
          sql.dropWish.run(originalId)
          sql.forgetAcks.run(originalId)
          sql.removeEverywhere.run({ sha256, now })
          if (countSchema.parse(sql.hasOriginal.get(sha256)).n === 0)
            scrubs.forgetFoundWrong(sha256)
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

    /** M9 and V2: copies that were written, or read back, with their acks, in one transaction. */
    recordCopies(copies: DiskCopy[]): void {
      const now = Date.now()
      transaction(() => {
        for (const { sha256, diskId: disk, verifiedAtMs: verifiedAt } of copies) {
          sql.addCopy.run({ disk, sha256, verifiedAt, now })
          sql.ackCopy.run({ disk, sha256, verifiedAt, badAt: null })
          sql.unwant.run({ disk, sha256 })
          settleWants(sha256)
          if (verifiedAt !== null) scrubs.markRepaired(sha256, disk, verifiedAt)
          // Purged while it was copied.
          sql.removeHere.run({ disk, sha256, now })
        }
      })
    },

    /** Read back, and not what was written: it is no copy any more, and wanted again at once. */
    recordBad(sha256: Sha256, diskId: DiskId, found: FoundWrong, badAtMs: number): void {
      transaction(() => {
        scrubs.addFoundWrong(sha256, diskId, found, badAtMs)
        sql.dropCopy.run({ sha256, disk: diskId })
        sql.wantAgain.run({ sha256 })
        sql.ackCopy.run({ disk: diskId, sha256, verifiedAt: null, badAt: badAtMs })
      })
    },

    /** Copies on these disks that may be read back now, the longest waiting first. */
    unverified: (nowMs: number, diskIds: DiskId[], limit: number): Unverified[] =>
      unverifiedSchema.array().parse(sql.unverified.all(nowMs, JSON.stringify(diskIds), limit)),

    /** It could not be read back: the next try comes after `firstMs`, doubled each time. */
    postponeCheck(sha256: Sha256, diskId: DiskId, firstMs: number, longestMs: number): void {
      const [now, first, longest] = [Date.now(), firstMs, longestMs]
      sql.postponeCheck.run({ sha256, disk: diskId, now, first, longest })
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

    /** The Worker has heard of these. What was found out meanwhile stays owed. */
    dropAcks(acks: CopyAck[]): void {
      transaction(() => {
        for (const { originalId, diskId, verifiedAtMs, badAtMs } of acks) {
          sql.dropAck.run(originalId, diskId, verifiedAtMs, badAtMs)
        }
      })
    },

    /** Disks on which this hash was written, those where it was read back first. */
    holders: holdersOf,

    keepers: keepersOf,

    wishFor,

    /** Wants no more of these bytes than is wished for: a new disk wants everything at first. */
    settleWants: (sha256: Sha256): void => transaction(() => settleWants(sha256)),

    /** Copies that may leave these disks and may be tried now. */
    removalsDue: (nowMs: number, diskIds: DiskId[], limit: number) =>
      removalSchema.array().parse(sql.removalsDue.all(nowMs, JSON.stringify(diskIds), limit)),

    /**
     * R1: forgets a copy that is about to be taken away. False, and nothing is to be taken away, when
     * an original has these bytes by now.
     */
    beginRemoval: (sha256: Sha256, diskId: DiskId): boolean =>
      transaction(() => {
        const isWanted = countSchema.parse(sql.hasOriginal.get(sha256)).n > 0
        if (isWanted) sql.endRemoval.run(sha256, diskId)
        else sql.dropCopy.run({ sha256, disk: diskId })
        return !isWanted
      }),

    /** R4: the copy is gone from its place. */
    endRemoval(sha256: Sha256, diskId: DiskId): void {
      sql.endRemoval.run(sha256, diskId)
    },

    postponeRemoval(sha256: Sha256, diskId: DiskId, pauseMs: number): void {
      sql.postponeRemoval.run(Date.now() + pauseMs, sha256, diskId)
    },

    ...makeRemovalBreaker(db, transaction),
    ...scrubs,
    ...replacements,

    /** Copies still to be made, over all disks, and their bytes. */
    behind: () => behindSchema.parse(sql.behind.get()),

    close: () => db.close(),
  }
}
export type Journal = ReturnType<typeof openJournal>
