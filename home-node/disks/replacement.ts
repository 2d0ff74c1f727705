import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import { type DiskId, diskIdSchema } from '#contracts/ids'

const rowSchema = z.object({ oldId: diskIdSchema, newId: diskIdSchema })
const progressSchema = z.object({ copies: z.number(), left: z.number() })

/** A disk that gives its copies to another, and how many it has that nobody else has proven yet. */
export interface Replacement {
  oldId: DiskId
  newId: DiskId
  copies: number
  left: number
}

/**
 * Replacing a disk: from the beginning on it counts for nobody as a place that holds a copy, so that
 * everything on it is wanted on the new one and comes there the mirror's own way, from whichever copy
 * is whole. Once each of its copies is proven elsewhere the journal forgets the disk; what lies on it
 * stays untouched.
 */
export function makeReplacements(db: DatabaseSync, transaction: <T>(work: () => T) => T) {
  const sql = {
    begin: db.prepare(
      'INSERT INTO replacements (old_id, new_id) VALUES (?, ?) ON CONFLICT DO NOTHING',
    ),
    open: db.prepare(
      'SELECT old_id AS oldId, new_id AS newId FROM replacements WHERE done_ms IS NULL ORDER BY old_id',
    ),
    wantAll: db.prepare(`
      INSERT INTO wanted (original_id, disk_id, seq) SELECT o.id, :new, o.seq
      FROM copies c JOIN originals o ON o.sha256 = c.sha256 WHERE c.disk_id = :old
      AND NOT EXISTS (SELECT 1 FROM copies n WHERE n.sha256 = c.sha256 AND n.disk_id = :new)
      ON CONFLICT DO NOTHING`),
    unwantOld: db.prepare('DELETE FROM wanted WHERE disk_id = ?'),
    progress: db.prepare(`
      SELECT count(*) AS copies, coalesce(sum(
        EXISTS (SELECT 1 FROM originals o JOIN wanted w ON w.original_id = o.id
          WHERE o.sha256 = c.sha256 AND w.disk_id = :new)
        OR NOT EXISTS (SELECT 1 FROM copies n WHERE n.sha256 = c.sha256
          AND n.verified_at_ms IS NOT NULL
          AND n.disk_id NOT IN (SELECT old_id FROM replacements))), 0) AS left
      FROM copies c WHERE c.disk_id = :old
      AND EXISTS (SELECT 1 FROM originals o WHERE o.sha256 = c.sha256)`),
    retired: db.prepare('SELECT old_id AS id FROM replacements WHERE done_ms IS NOT NULL'),
    done: db.prepare('UPDATE replacements SET done_ms = :now WHERE old_id = :old'),
    forget: ['wanted', 'acks', 'removals', 'copies'].map((table) =>
      db.prepare(`DELETE FROM ${table} WHERE disk_id = ?`),
    ),
    forgetDisk: db.prepare('DELETE FROM disks WHERE id = ?'),
  }

  const openReplacements = () => rowSchema.array().parse(sql.open.all())

  return {
    /** Begins it, or takes it up again; asking twice changes nothing. */
    beginReplacement(oldId: DiskId, newId: DiskId): void {
      transaction(() => {
        sql.begin.run(oldId, newId)
        sql.unwantOld.run(oldId)
        sql.wantAll.run({ old: oldId, new: newId })
      })
    },

    replacements: (): Replacement[] =>
      openReplacements().map(({ oldId, newId }) => ({
        ...{ oldId, newId },
        ...progressSchema.parse(sql.progress.get({ old: oldId, new: newId })),
      })),

    /** Disks that are being replaced: nothing new goes there, and their copies do not count. */
    replaced: (): ReadonlySet<DiskId> => new Set(openReplacements().map(({ oldId }) => oldId)),

    /** Disks that were replaced: a folder with their marker is not used again. */
    retired: (): DiskId[] =>
      z
        .object({ id: diskIdSchema })
        .array()
        .parse(sql.retired.all())
        .map(({ id }) => id),

    /** Forgets the disk, if at this moment nothing is left on it alone. Answers whether it did. */
    retire: (oldId: DiskId, newId: DiskId): boolean =>
      transaction(() => {
        const { left } = progressSchema.parse(sql.progress.get({ old: oldId, new: newId }))
        if (left > 0) return false
        for (const forget of sql.forget) forget.run(oldId)
        sql.forgetDisk.run(oldId)
        sql.done.run({ now: Date.now(), old: oldId })
        return true
      }),
  }
}
