import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, it } from 'vitest'
import { diskIdSchema, originalIdSchema, sha256Schema } from '#contracts/ids'
import { aFolder } from '../testing.ts'
import { openJournal } from './journal.ts'

const sha256 = sha256Schema.parse('ab'.repeat(32))
const diskId = diskIdSchema.parse('dsk_01M7Y8GAW92WDN3W7WXYXRT8G0')
const originalId = originalIdSchema.parse('org_01M7Y8GAW92WDN3W7WXYXRT8G0')

it('a journal of version 1 keeps what it knew of copies and owed acks', async () => {
  const folder = await aFolder()
  const old = new DatabaseSync(join(folder, 'journal.sqlite'))
  old.exec(`
    CREATE TABLE originals (
      id TEXT PRIMARY KEY, sha256 TEXT NOT NULL, size_bytes INTEGER NOT NULL, seq INTEGER NOT NULL
    ) WITHOUT ROWID;
    CREATE TABLE copies (
      sha256 TEXT NOT NULL, disk_id TEXT NOT NULL, verified_at_ms INTEGER NOT NULL,
      PRIMARY KEY (sha256, disk_id)
    ) WITHOUT ROWID;
    CREATE TABLE acks (
      original_id TEXT NOT NULL, disk_id TEXT NOT NULL, sha256 TEXT NOT NULL,
      verified_at_ms INTEGER NOT NULL, PRIMARY KEY (original_id, disk_id)
    ) WITHOUT ROWID;
    PRAGMA user_version = 1;
    INSERT INTO originals VALUES ('${originalId}', '${sha256}', 7, 1);
    INSERT INTO copies VALUES ('${sha256}', '${diskId}', 1700000000000);
    INSERT INTO acks VALUES ('${originalId}', '${diskId}', '${sha256}', 1700000000000);
  `)
  old.close()
  const ack = { originalId, sha256, diskId, verifiedAtMs: 1_700_000_000_000, badAtMs: null }
  for (let opening = 0; opening < 2; opening += 1) {
    const journal = openJournal(folder)
    expect(journal.pendingAcks(9)).toEqual([ack])
    expect(journal.holders(sha256)).toEqual([diskId])
    expect(journal.unverified(Date.now(), [diskId], 9)).toEqual([])
    journal.close()
  }
})

it('an ack that was sent takes no newer word about the same copy with it', async () => {
  const journal = openJournal(await aFolder())
  journal.addDisk({ id: diskId, name: 'one' })
  const original = { originalId, sha256, sizeBytes: 7, seq: 1 }
  journal.recordFeed([original], 1)
  journal.recordCopies([{ sha256, diskId, verifiedAtMs: null }])
  const sent = journal.pendingAcks(9)
  journal.recordCopies([{ sha256, diskId, verifiedAtMs: 1_700_000_000_000 }])
  journal.dropAcks(sent)
  expect(journal.pendingAcks(9)).toMatchObject([{ verifiedAtMs: 1_700_000_000_000 }])
  journal.dropAcks(journal.pendingAcks(9))
  journal.recordBad(sha256, diskId, 'bad', 1_700_000_000_001)
  expect(journal.pendingAcks(9)).toMatchObject([{ verifiedAtMs: null, badAtMs: 1_700_000_000_001 }])
  expect(journal.due(Date.now(), [diskId], 9)).toHaveLength(1)
  journal.close()
})

it('a journal of version 2 reads the feed again, for what it passed over there', async () => {
  const folder = await aFolder()
  const before = openJournal(folder)
  before.addDisk({ id: diskId, name: 'one' })
  before.recordFeed([{ originalId, sha256, sizeBytes: 7, seq: 1 }], 5)
  before.recordCopies([{ sha256, diskId, verifiedAtMs: 1_700_000_000_000 }])
  before.close()
  const old = new DatabaseSync(join(folder, 'journal.sqlite'))
  old.exec('DROP TABLE removals; PRAGMA user_version = 2;')
  old.close()
  const journal = openJournal(folder)
  expect([journal.cursor(), journal.holders(sha256)]).toEqual([0, [diskId]])
  journal.recordFeed([], 5, [{ originalId, sha256 }])
  expect(journal.passRemovals(Date.now())).toBe(true)
  expect(journal.removalsDue(Date.now(), [diskId], 9)).toEqual([{ sha256, diskId }])
  expect(journal.pendingAcks(9)).toEqual([])
  journal.close()
})

it.each([
  [50, 'lets what waits go on, for that is as usual', true],
  [51, 'holds what waits, for that is more than usual', false],
])('a journal of version 3 with %i removals %s', async (removals, _promise, passes) => {
  const folder = await aFolder()
  const before = openJournal(folder)
  before.addDisk({ id: diskId, name: 'one' })
  before.close()
  const old = new DatabaseSync(join(folder, 'journal.sqlite'))
  old.exec(`
    DROP TABLE removals;
    DROP TABLE passed_removals;
    CREATE TABLE removals (
      sha256 TEXT NOT NULL, disk_id TEXT NOT NULL, next_at_ms INTEGER NOT NULL DEFAULT 0,
      PRIMARY KEY (sha256, disk_id)
    ) WITHOUT ROWID;
    CREATE INDEX removals_by_time ON removals (next_at_ms);
    PRAGMA user_version = 3;
  `)
  const add = old.prepare('INSERT INTO removals (sha256, disk_id) VALUES (?, ?)')
  for (let n = 0; n < removals; n += 1) add.run(n.toString(16).padStart(64, '0'), diskId)
  old.close()
  const journal = openJournal(folder)
  expect(journal.waitingRemovals(Date.now()).disks).toEqual([{ name: 'one', copies: removals }])
  expect(journal.passRemovals(Date.now())).toBe(passes)
  if (!passes) journal.allowRemovals(journal.waitingRemovals(Date.now()).untilMs)
  expect(journal.removalsDue(Date.now(), [diskId], 99)).toHaveLength(removals)
  journal.close()
})

it('wants no more copies than are wished for, and more as soon as more are', async () => {
  const journal = openJournal(await aFolder())
  const other = diskIdSchema.parse('dsk_01M7Y8GAW92WDN3W7WXYXRT8G1')
  journal.addDisk({ id: diskId, name: 'one' })
  journal.addDisk({ id: other, name: 'two' })
  const wish = (copies: number | null) => ({ originalId, sha256, copies, diskIds: null })
  const lacking = () => journal.due(Date.now(), [diskId, other], 9).map((row) => row.diskId)
  // Told of the wish first, as the feed does.
  journal.recordFeed([{ originalId, sha256, sizeBytes: 7, seq: 2 }], 2, [], [wish(1)])
  expect(lacking()).toEqual([diskId, other])
  journal.recordCopies([{ sha256, diskId, verifiedAtMs: null }])
  expect(lacking()).toEqual([])
  journal.recordBad(sha256, diskId, 'bad', 1_700_000_000_001)
  expect(lacking()).toEqual([diskId, other])
  journal.recordCopies([{ sha256, diskId: other, verifiedAtMs: null }])
  expect(lacking()).toEqual([])
  journal.recordFeed([], 3, [], [wish(null)])
  expect(lacking()).toEqual([diskId])
  journal.close()
})
