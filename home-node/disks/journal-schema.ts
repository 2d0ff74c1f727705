import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'

const version = 7

/*
 * | table | a row says |
 * |---|---|
 * | disks | this disk was adopted, or joined with the marker it had |
 * | originals | the change feed named this original |
 * | wants | other copies of this original are wanted than one on each disk: so many, on these disks |
 * | wanted | this original is not on this disk yet; when to try next |
 * | copies | this hash was written and synced on this disk; when it was read back there, or when to try |
 * | acks | the Worker has not yet been told this about this copy |
 * | removals | no original has this hash any more, and its copy is to leave this disk; whether it may |
 * | passed_removals | this hash was let pass by itself, and when; within a day it counts |
 * | scrub_days | so much was read back again on this disk on that day (UTC), and found to be wrong |
 * | bad_copies | this copy was found wrong, gone or unreadable; when it was whole again |
 * | replacements | this disk gives its copies to that one; when it had, and was forgotten |
 * | meta | `cursor`: every change up to it is in the tables above; `scrub_before`: copies that were read back before then are to be read back now |
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
  CREATE TABLE IF NOT EXISTS wants (
    original_id TEXT PRIMARY KEY, copies INTEGER, disk_ids TEXT
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS wanted (
    original_id TEXT NOT NULL, disk_id TEXT NOT NULL, seq INTEGER NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0, next_at_ms INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (original_id, disk_id)
  ) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS wanted_by_time ON wanted (next_at_ms, seq);
  CREATE TABLE IF NOT EXISTS copies (
    sha256 TEXT NOT NULL, disk_id TEXT NOT NULL, verified_at_ms INTEGER,
    checks INTEGER NOT NULL DEFAULT 0, next_check_ms INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (sha256, disk_id)
  ) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS copies_unverified ON copies (next_check_ms)
    WHERE verified_at_ms IS NULL;
  CREATE TABLE IF NOT EXISTS acks (
    original_id TEXT NOT NULL, disk_id TEXT NOT NULL, sha256 TEXT NOT NULL,
    verified_at_ms INTEGER, bad_at_ms INTEGER, PRIMARY KEY (original_id, disk_id)
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS removals (
    sha256 TEXT NOT NULL, disk_id TEXT NOT NULL, next_at_ms INTEGER NOT NULL DEFAULT 0,
    since_ms INTEGER NOT NULL DEFAULT 0, passed INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (sha256, disk_id)
  ) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS removals_by_time ON removals (next_at_ms);
  CREATE INDEX IF NOT EXISTS removals_not_passed ON removals (sha256) WHERE passed = 0;
  CREATE TABLE IF NOT EXISTS passed_removals (
    sha256 TEXT PRIMARY KEY, at_ms INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS copies_by_age ON copies (disk_id, verified_at_ms)
    WHERE verified_at_ms IS NOT NULL;
  CREATE TABLE IF NOT EXISTS scrub_days (
    day TEXT NOT NULL, disk_id TEXT NOT NULL, copies INTEGER NOT NULL, bytes INTEGER NOT NULL,
    bad INTEGER NOT NULL, PRIMARY KEY (day, disk_id)
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS bad_copies (
    sha256 TEXT NOT NULL, disk_id TEXT NOT NULL, found_at_ms INTEGER NOT NULL, found TEXT NOT NULL,
    repaired_at_ms INTEGER, PRIMARY KEY (sha256, disk_id, found_at_ms)
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS replacements (
    old_id TEXT PRIMARY KEY, new_id TEXT NOT NULL, done_ms INTEGER
  ) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS bad_copies_to_repair ON bad_copies (disk_id)
    WHERE repaired_at_ms IS NULL;
  PRAGMA user_version = ${version};
`

/** Version 3 let every removal pass: those that still wait are counted now. */
const fromVersion3 = `
  ALTER TABLE removals ADD COLUMN since_ms INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE removals ADD COLUMN passed INTEGER NOT NULL DEFAULT 0;
  ${schema}
`

/** Version 2 passed over what the feed said of purged originals: it is read again from its start. */
const fromVersion2 = `${schema} DELETE FROM meta WHERE key = 'cursor';`

/** Version 1 knew only copies that had been read back. */
const fromVersion1 = `
  ALTER TABLE copies RENAME TO copies_1;
  ALTER TABLE acks RENAME TO acks_1;
  ${fromVersion2}
  INSERT INTO copies (sha256, disk_id, verified_at_ms) SELECT sha256, disk_id, verified_at_ms
    FROM copies_1;
  INSERT INTO acks (original_id, disk_id, sha256, verified_at_ms)
    SELECT original_id, disk_id, sha256, verified_at_ms FROM acks_1;
  DROP TABLE copies_1;
  DROP TABLE acks_1;
`

/**
 * Opens, or makes, the journal's database in this state folder. One process at a time may hold it.
 * Throws a sentence for people when another does, or when a newer CloudVault wrote it.
 */
export function openJournalDatabase(stateDir: string): DatabaseSync {
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
  if (user_version > version) {
    db.close()
    throw new Error('The journal was written by a newer version of CloudVault.')
  }
  const steps = { 1: fromVersion1, 2: fromVersion2, 3: fromVersion3 }[user_version] ?? schema
  db.exec(`BEGIN IMMEDIATE; ${steps} COMMIT`)
  return db
}
