import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'

const dayMs = 86_400_000
/** Purges within a day that never count as unusual. */
const usualCount = 50
/** Share of the originals there were before whose purges within a day do not count as unusual. */
const usualShare = 0.01

const countSchema = z.object({ n: z.number() })
const waitingOnDiskSchema = z.object({ name: z.string(), copies: z.number() })

/** Copies of purged originals that are still to leave their disks. */
export interface WaitingRemovals {
  /** More was purged than is usual: nothing leaves any disk until somebody allows it. */
  isHeld: boolean
  /** When the latest of them was heard of; 0 when none waits. */
  untilMs: number
  disks: z.infer<typeof waitingOnDiskSchema>[]
}

/**
 * Lets removals in the journal pass, or holds them. Each purged hash passes once, on all disks. It
 * passes by itself while the hashes that want to pass, together with those that passed by themselves
 * within a day, are at most 50, or 1 % of the originals there were before. What waits is
 * counted however long it waits: until somebody allows it, or its bytes are stored again.
 */
export function makeRemovalBreaker(db: DatabaseSync, transaction: <T>(work: () => T) => T) {
  const sql = {
    wanting: db.prepare('SELECT count(DISTINCT sha256) AS n FROM removals WHERE passed = 0'),
    recent: db.prepare(`
      SELECT count(*) AS n FROM passed_removals p WHERE p.at_ms > ?
      AND NOT EXISTS (SELECT 1 FROM removals r WHERE r.sha256 = p.sha256 AND r.passed = 0)`),
    originals: db.prepare('SELECT count(*) AS n FROM originals'),
    forget: db.prepare('DELETE FROM passed_removals WHERE at_ms <= ?'),
    note: db.prepare(`
      INSERT INTO passed_removals SELECT DISTINCT sha256, :now FROM removals WHERE passed = 0
      ON CONFLICT DO UPDATE SET at_ms = excluded.at_ms`),
    pass: db.prepare('UPDATE removals SET passed = 1 WHERE passed = 0'),
    allow: db.prepare('UPDATE removals SET passed = 1 WHERE passed = 0 AND since_ms <= ?'),
    startAnew: db.prepare('DELETE FROM passed_removals'),
    until: db.prepare('SELECT coalesce(max(since_ms), 0) AS n FROM removals'),
    perDisk: db.prepare(`
      SELECT d.name, count(*) AS copies FROM removals r JOIN disks d ON d.id = r.disk_id
      GROUP BY d.id ORDER BY d.known_since_ms, d.id`),
  }
  const count = (row: unknown) => countSchema.parse(row).n

  function isHeld(nowMs: number): boolean {
    const wanting = count(sql.wanting.get())
    if (wanting === 0) return false
    const purged = wanting + count(sql.recent.get(nowMs - dayMs))
    if (purged <= usualCount) return false
    return purged > (count(sql.originals.get()) + purged) * usualShare
  }

  return {
    /** Lets pass what waits, unless it is more than usual: then false, and nothing may be removed. */
    passRemovals: (nowMs: number): boolean =>
      transaction(() => {
        if (isHeld(nowMs)) return false
        if (count(sql.wanting.get()) === 0) return true
        sql.forget.run(nowMs - dayMs)
        sql.note.run({ now: nowMs })
        sql.pass.run()
        return true
      }),

    /** Somebody looked at what was heard of until then, and lets it pass: counting starts anew. */
    allowRemovals(untilMs: number): void {
      transaction(() => {
        sql.allow.run(untilMs)
        sql.startAnew.run()
      })
    },

    waitingRemovals: (nowMs: number): WaitingRemovals => ({
      isHeld: isHeld(nowMs),
      untilMs: count(sql.until.get()),
      disks: waitingOnDiskSchema.array().parse(sql.perDisk.all()),
    }),
  }
}
