import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import { type DiskId, type Sha256, sha256Schema } from '#contracts/ids'

/** Days of which is kept what was read back: longer than a year, to compare with. */
const keptDays = 400
const dayMs = 86_400_000

/** `gone`: no file lies there; `unreadable`: the disk fails to give it back, several times. */
export type FoundWrong = 'bad' | 'gone' | 'unreadable'

const agedCopySchema = z.object({
  sha256: sha256Schema,
  sizeBytes: z.number(),
  verifiedAtMs: z.number(),
  checks: z.number(),
})
/** A copy that was read back once, and when; `checks` says how often reading it again failed. */
export type AgedCopy = z.infer<typeof agedCopySchema>

export interface ScrubbedPart {
  diskId: DiskId
  copies: number
  bytes: number
  bad: number
}

export const scrubbedDiskSchema = z.object({
  name: z.string(),
  /** Copies that were read back at some time. */
  copies: z.number(),
  oldestMs: z.number().nullable(),
  /** In the last 30 days: how many were read back again, and how many of them were wrong. */
  scrubbed: z.number(),
  scrubbedBytes: z.number(),
  bad: z.number(),
  /** Of all that were ever found wrong. */
  repaired: z.number(),
  unrepaired: z.number(),
})
export type ScrubbedDisk = z.infer<typeof scrubbedDiskSchema>

/** What the journal knows of reading copies back again: which are the oldest, and what was found. */
export function makeScrubLedger(db: DatabaseSync, transaction: <T>(work: () => T) => T) {
  const sql = {
    aged: db.prepare(`
      SELECT c.sha256, c.verified_at_ms AS verifiedAtMs, c.checks,
        (SELECT o.size_bytes FROM originals o WHERE o.sha256 = c.sha256 LIMIT 1) AS sizeBytes
      FROM copies c WHERE c.disk_id = :disk AND c.verified_at_ms < :before
      AND c.next_check_ms <= :now
      AND EXISTS (SELECT 1 FROM originals o WHERE o.sha256 = c.sha256)
      ORDER BY c.verified_at_ms LIMIT :limit`),
    oldest: db.prepare(`
      SELECT min(verified_at_ms) AS atMs FROM copies
      WHERE disk_id = ? AND verified_at_ms IS NOT NULL`),
    addDay: db.prepare(`
      INSERT INTO scrub_days VALUES (:day, :disk, :copies, :bytes, :bad)
      ON CONFLICT DO UPDATE SET copies = copies + excluded.copies,
        bytes = bytes + excluded.bytes, bad = bad + excluded.bad`),
    forgetDays: db.prepare('DELETE FROM scrub_days WHERE day < ?'),
    found: db.prepare(
      'INSERT INTO bad_copies VALUES (:sha256, :disk, :now, :found, NULL) ON CONFLICT DO NOTHING',
    ),
    repaired: db.prepare(`
      UPDATE bad_copies SET repaired_at_ms = :at
      WHERE sha256 = :sha256 AND disk_id = :disk AND repaired_at_ms IS NULL`),
    dropAll: db.prepare('DELETE FROM bad_copies WHERE sha256 = ? AND repaired_at_ms IS NULL'),
    setBefore: db.prepare(
      `INSERT INTO meta VALUES ('scrub_before', ?) ON CONFLICT DO UPDATE SET value = excluded.value`,
    ),
    before: db.prepare(`SELECT value AS atMs FROM meta WHERE key = 'scrub_before'`),
    report: db.prepare(`
      SELECT d.name,
        (SELECT count(*) FROM copies c WHERE c.disk_id = d.id AND c.verified_at_ms IS NOT NULL)
          AS copies,
        (SELECT min(verified_at_ms) FROM copies c
          WHERE c.disk_id = d.id AND c.verified_at_ms IS NOT NULL) AS oldestMs,
        coalesce((SELECT sum(copies) FROM scrub_days s WHERE s.disk_id = d.id AND day >= :since), 0)
          AS scrubbed,
        coalesce((SELECT sum(bytes) FROM scrub_days s WHERE s.disk_id = d.id AND day >= :since), 0)
          AS scrubbedBytes,
        coalesce((SELECT sum(bad) FROM scrub_days s WHERE s.disk_id = d.id AND day >= :since), 0)
          AS bad,
        (SELECT count(*) FROM bad_copies b
          WHERE b.disk_id = d.id AND b.repaired_at_ms IS NOT NULL) AS repaired,
        (SELECT count(DISTINCT sha256) FROM bad_copies b
          WHERE b.disk_id = d.id AND b.repaired_at_ms IS NULL) AS unrepaired
      FROM disks d ORDER BY d.known_since_ms, d.id`),
  }
  const timeSchema = z.object({ atMs: z.number().nullable() }).optional()

  return {
    /** Copies on a disk that were read back before that time, the oldest first. */
    agedCopies: (diskId: DiskId, beforeMs: number, nowMs: number, limit: number): AgedCopy[] =>
      agedCopySchema
        .array()
        .parse(sql.aged.all({ disk: diskId, before: beforeMs, now: nowMs, limit })),

    /** When the oldest of a disk's copies was read back; null when none was. */
    oldestCheckMs: (diskId: DiskId): number | null =>
      timeSchema.parse(sql.oldest.get(diskId))?.atMs ?? null,

    /** Counts what was read back again, for the report of that day. */
    noteScrubbed(part: ScrubbedPart, nowMs: number): void {
      const { diskId: disk, copies, bytes, bad } = part
      transaction(() => {
        sql.addDay.run({ day: dayOf(nowMs), disk, copies, bytes, bad })
        sql.forgetDays.run(dayOf(nowMs - keptDays * dayMs))
      })
    },

    /** For the transaction that says that a copy is none any more. */
    addFoundWrong(sha256: Sha256, diskId: DiskId, found: FoundWrong, nowMs: number): void {
      sql.found.run({ sha256, disk: diskId, found, now: nowMs })
    },
    /** For the transaction that says that a copy was read back and is right. */
    markRepaired(sha256: Sha256, diskId: DiskId, atMs: number): void {
      sql.repaired.run({ sha256, disk: diskId, at: atMs })
    },
    /** Nobody wants these bytes any more: nothing is left to repair. */
    forgetFoundWrong(sha256: Sha256): void {
      sql.dropAll.run(sha256)
    },

    /** Has everything that was read back before that time read back again, at full speed. */
    scrubEverything(beforeMs: number): void {
      sql.setBefore.run(beforeMs)
    },
    /** What was read back before that time is to be read back now; 0 when nobody asked for it. */
    scrubBeforeMs: (): number => timeSchema.parse(sql.before.get())?.atMs ?? 0,

    scrubReport: (nowMs: number): ScrubbedDisk[] =>
      scrubbedDiskSchema.array().parse(sql.report.all({ since: dayOf(nowMs - 30 * dayMs) })),
  }
}

function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10)
}
