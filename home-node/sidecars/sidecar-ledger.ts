import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import { type DiskId, type FileId, fileIdSchema, type Sha256, sha256Schema } from '#contracts/ids'

/*
 * What the sidecars on the disks should be, and are. All of it may be lost: the change feed is read
 * again from its start then, and every sidecar written anew.
 *
 * | table | a row says |
 * |---|---|
 * | meta | `cursor`: every change up to it is in `sidecars` |
 * | sidecars | this is what a file's sidecar says; a text of null: it has none any more |
 * | written | this version of it lies on this disk |
 */
const schema = `
  PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
  CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS sidecars (
    file_id TEXT PRIMARY KEY, sha256 TEXT NOT NULL, version INTEGER NOT NULL, text TEXT
  ) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS sidecars_by_version ON sidecars (version);
  CREATE TABLE IF NOT EXISTS written (
    disk_id TEXT NOT NULL, file_id TEXT NOT NULL, version INTEGER NOT NULL,
    PRIMARY KEY (disk_id, file_id)
  ) WITHOUT ROWID;
`

const dueSchema = z.object({
  fileId: fileIdSchema,
  sha256: sha256Schema,
  version: z.number(),
  text: z.string().nullable(),
})
/** A sidecar that a disk lacks, has in an older version, or has and should not. */
export type DueSidecar = z.infer<typeof dueSchema>

/** What a file's sidecar should say; null: it should have none. */
export interface WantedSidecar {
  fileId: FileId
  sha256: Sha256
  text: string | null
}

export type SidecarLedger = ReturnType<typeof openSidecarLedger>

/** Opens, or makes, `sidecars.sqlite` in this folder. */
export function openSidecarLedger(stateDir: string) {
  mkdirSync(stateDir, { recursive: true, mode: 0o700 })
  const db = new DatabaseSync(join(stateDir, 'sidecars.sqlite'))
  db.exec(schema)
  const sql = {
    cursor: db.prepare(`SELECT value FROM meta WHERE key = 'cursor'`),
    setCursor: db.prepare(`INSERT OR REPLACE INTO meta VALUES ('cursor', ?)`),
    next: db.prepare('SELECT coalesce(max(version), 0) + 1 AS version FROM sidecars'),
    // The same text again is no new version; of what never had a sidecar nothing is kept.
    put: db.prepare(`
      INSERT INTO sidecars (file_id, sha256, version, text)
      SELECT :fileId, :sha256, :version, :text
      WHERE :text IS NOT NULL OR EXISTS (SELECT 1 FROM sidecars WHERE file_id = :fileId)
      ON CONFLICT DO UPDATE SET version = excluded.version, text = excluded.text
      WHERE text IS NOT excluded.text`),
    drop: db.prepare(`
      UPDATE sidecars SET version = :version, text = NULL
      WHERE file_id = :fileId AND text IS NOT NULL`),
    due: db.prepare(`
      SELECT s.file_id AS fileId, s.sha256, s.version, s.text FROM sidecars s
      LEFT JOIN written w ON w.file_id = s.file_id AND w.disk_id = :disk
      WHERE coalesce(w.version, 0) <> s.version AND (s.text IS NOT NULL OR w.version IS NOT NULL)
      ORDER BY s.version LIMIT :most`),
    written: db.prepare('INSERT OR REPLACE INTO written VALUES (?, ?, ?)'),
  }
  return {
    cursor: (): number =>
      z.object({ value: z.number() }).optional().parse(sql.cursor.get())?.value ?? 0,
    /** The cloud's feed went back in time: it is read again. */
    rewind: () => void sql.setCursor.run(0),

    /** One page of the feed: what sidecars should say now, and which files are gone. */
    record(wanted: WantedSidecar[], gone: FileId[], cursor: number): void {
      db.exec('BEGIN IMMEDIATE')
      try {
        // Not the number in the feed: a feed that went back would say it twice.
        const { version } = z.object({ version: z.number() }).parse(sql.next.get())
        for (const { fileId, sha256, text } of wanted) {
          sql.put.run({ fileId, sha256, text, version })
        }
        for (const fileId of gone) sql.drop.run({ fileId, version })
        sql.setCursor.run(cursor)
        db.exec('COMMIT')
      } catch (error) {
        db.exec('ROLLBACK')
        throw error
      }
    },

    due: (disk: DiskId, most: number): DueSidecar[] =>
      dueSchema.array().parse(sql.due.all({ disk, most })),

    /** Durable on this disk. */
    recordWritten(diskId: DiskId, { fileId, version }: DueSidecar): void {
      sql.written.run(diskId, fileId, version)
    },

    close: () => db.close(),
  }
}
