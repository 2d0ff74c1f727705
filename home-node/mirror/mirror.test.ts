import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { AtFailPoint } from '../disks/fail-point.ts'
import { objectPath } from '../disks/layout.ts'
import type { Peer, PeerOriginal } from '../faults/peer.ts'
import { aFolder, aMirror, aPeer, until } from '../testing.ts'

const names = ['1tb', '8tb']

async function holds(root: string, disk: string, original: PeerOriginal): Promise<boolean> {
  const bytes = await readFile(objectPath(join(root, disk), original.sha256)).catch(() => null)
  return bytes?.equals(original.bytes) ?? false
}

/** The Worker was told that every disk has a verified copy of every original. */
const acksDue =
  (peer: Peer, disks = 2) =>
  () =>
    peer.verifiedAcks().length === peer.originals.size * disks

describe('the mirror', () => {
  it('brings every original to every disk with one download each, and says so', async () => {
    const [peer, root] = [await aPeer(), await aFolder()]
    const originals = [0, 1, 4_095, 4_096, 70_000, 1_048_576, 1_048_577, 20_000_003].map((size) =>
      peer.addOriginal(randomBytes(size)),
    )
    const { journal } = await aMirror(peer, root)
    await until(acksDue(peer))
    for (const original of originals) {
      for (const disk of names) expect(await holds(root, disk, original)).toBe(true)
    }
    expect(peer.downloads).toHaveLength(originals.length)
    expect(peer.disks().map((disk) => [disk.name, disk.state])).toEqual([
      ['1tb', 'ok'],
      ['8tb', 'ok'],
    ])
    expect(peer.refused).toEqual([])
    await until(() => journal.pendingAcks(1).length === 0)
    expect([journal.cursor(), journal.behind().copies]).toEqual([originals.length, 0])
  })

  it('says "received" before a copy was read back, and "verified" only after', async () => {
    const [peer, root] = [await aPeer(), await aFolder()]
    let isReadBack = false
    const points: Parameters<AtFailPoint>[0][] = []
    await aMirror(peer, root, ['1tb'], (point) => {
      points.push(point)
      if (point === 'M6') isReadBack = true
      if (!isReadBack) expect(peer.verifiedAcks()).toEqual([])
    })
    peer.addOriginal(randomBytes(50_000))
    await until(acksDue(peer, 1))
    expect(points.indexOf('M9')).toBeLessThan(points.indexOf('V1'))
    expect(peer.heardAcks.at(-1)?.verifiedAtMs).toBeGreaterThan(0)
    expect(peer.downloads).toHaveLength(1)
  })

  it('never calls a copy verified that the disk changed, keeps it aside, and brings it again', async () => {
    const [peer, root] = [await aPeer(), await aFolder()]
    const original = peer.addOriginal(randomBytes(80_000))
    let isSpoilt = false
    const { log, journal } = await aMirror(peer, root, ['1tb'], (point) => {
      if (point !== 'V1' || isSpoilt) return
      isSpoilt = true
      writeFileSync(objectPath(join(root, '1tb'), original.sha256), Buffer.alloc(80_000))
    })
    await until(acksDue(peer, 1))
    expect(await holds(root, '1tb', original)).toBe(true)
    expect(await readdir(join(root, '1tb', 'quarantine'))).toHaveLength(1)
    expect(log.errors.filter((line) => line.startsWith('mirror.bad_copy'))).toHaveLength(1)
    expect(peer.downloads).toHaveLength(2)
    const disk = peer.disks()[0]?.id
    expect(journal.holders(original.sha256)).toEqual([disk])
  })

  it('tells the Worker of a bad copy that it cannot bring again', async () => {
    const [peer, root] = [await aPeer(), await aFolder()]
    const original = peer.addOriginal(randomBytes(80_000))
    await aMirror(peer, root, ['1tb'], (point) => {
      if (point !== 'V1') return
      writeFileSync(objectPath(join(root, '1tb'), original.sha256), Buffer.alloc(80_000))
      peer.originals.delete(original.id)
    })
    await until(() => [...peer.acks.values()].some((ack) => ack.badAtMs !== null))
    expect(peer.verifiedAcks()).toEqual([])
    expect(await readdir(join(root, '1tb', 'quarantine'))).toHaveLength(1)
  })

  it('reads copies back that a former run did not come to', async () => {
    const [peer, root] = [await aPeer(), await aFolder()]
    const original = peer.addOriginal(randomBytes(10_000))
    const before = await aMirror(peer, root)
    await until(acksDue(peer))
    const copies = before.disks
      .all()
      .map(({ id: diskId }) => ({ sha256: original.sha256, diskId, verifiedAtMs: null }))
    before.journal.recordCopies(copies)
    await before.stop()
    peer.acks.clear()
    const { journal } = await aMirror(peer, root)
    await until(acksDue(peer))
    expect(
      journal.unverified(
        Date.now(),
        before.disks.all().map((disk) => disk.id),
        9,
      ),
    ).toEqual([])
    expect(peer.downloads).toHaveLength(1)
  })

  it('fetches the same bytes of two originals once, and acknowledges both', async () => {
    const [peer, root] = [await aPeer(), await aFolder()]
    const bytes = randomBytes(50_000)
    peer.addOriginal(bytes)
    await aMirror(peer, root)
    await until(acksDue(peer))
    peer.addOriginal(bytes)
    await until(acksDue(peer))
    expect(peer.downloads).toHaveLength(1)
  })

  it('resumes a download where it broke off', async () => {
    const [peer, root] = [await aPeer(), await aFolder()]
    peer.faults.breakOffAfter = 4_500_000
    const original = peer.addOriginal(randomBytes(12_000_000))
    await aMirror(peer, root)
    await until(acksDue(peer))
    for (const disk of names) expect(await holds(root, disk, original)).toBe(true)
    const starts = peer.downloads.map((download) => download.from)
    expect(starts[0]).toBe(0)
    expect(starts.length).toBeGreaterThan(2)
    expect([...starts].sort((a, b) => a - b)).toEqual(starts)
    expect(starts.filter((from) => from === 0)).toHaveLength(1)
  })

  it('asks for small originals together, and alone for what did not come', async () => {
    const [peer, root] = [await aPeer(), await aFolder()]
    peer.faults.breakOffAfter = 100_000
    const small = [1, 2, 3].map((size) => peer.addOriginal(randomBytes(size)))
    const breaking = peer.addOriginal(randomBytes(150_000))
    const after = [4, 5].map((size) => peer.addOriginal(randomBytes(size)))
    await aMirror(peer, root)
    await until(acksDue(peer))
    for (const original of [...small, breaking, ...after]) {
      for (const disk of names) expect(await holds(root, disk, original)).toBe(true)
    }
    expect(peer.batches[0]).toHaveLength(6)
    const downloadsOf = (id: string) => peer.downloads.filter((each) => each.originalId === id)
    for (const { id } of small) expect(downloadsOf(id)).toHaveLength(1)
  })

  it('asks alone for what a batch leaves out or brings with other bytes', async () => {
    const [peer, root] = [await aPeer(), await aFolder()]
    const [first, second] = [10_000, 20_000].map((size) => peer.addOriginal(randomBytes(size)))
    peer.faults.spoilsBatches = true
    await aMirror(peer, root)
    await until(acksDue(peer))
    for (const original of [first, second]) {
      expect(original && (await holds(root, '8tb', original))).toBe(true)
    }
    expect(peer.batches.length).toBeGreaterThan(0)
  })

  it('never keeps or acknowledges bytes that are not the original', async () => {
    const [peer, root] = [await aPeer(), await aFolder()]
    peer.faults.flipsBits = true
    const original = peer.addOriginal(randomBytes(300_000))
    const { log } = await aMirror(peer, root)
    await until(() => log.errors.some((line) => line.startsWith('mirror.source')))
    expect(peer.acks.size).toBe(0)
    expect(await holds(root, '1tb', original)).toBe(false)
    await until(async () => (await readdir(join(root, '1tb', 'incoming'))).length === 0)
    peer.faults.flipsBits = false
    await until(acksDue(peer))
    expect(await holds(root, '1tb', original)).toBe(true)
  })

  it('waits while the Worker is away, says so once, and goes on by itself', async () => {
    const [peer, root] = [await aPeer(), await aFolder()]
    const { log, wake } = await aMirror(peer, root)
    peer.faults.isAway = true
    wake()
    const original = peer.addOriginal(randomBytes(10_000))
    await until(() => log.sentences.some((line) => line.includes('away')))
    peer.faults.isAway = false
    await until(acksDue(peer))
    expect(await holds(root, '8tb', original)).toBe(true)
    const words = log.sentences.filter((line) => /away|back/.test(line))
    expect(words).toEqual([
      'The Worker is away; trying again until it is back.',
      'The Worker is back.',
    ])
  })

  it('sends acks again that a former run journaled but did not deliver', async () => {
    const [peer, root] = [await aPeer(), await aFolder()]
    const first = peer.addOriginal(randomBytes(10_000))
    const before = await aMirror(peer, root)
    await until(acksDue(peer))
    await until(() => before.journal.pendingAcks(1).length === 0)
    const [id] = before.disks.all().map((disk) => disk.id)
    before.journal.recordCopies(
      id === undefined ? [] : [{ sha256: first.sha256, diskId: id, verifiedAtMs: Date.now() + 5 }],
    )
    await before.stop()
    peer.acks.clear()
    await aMirror(peer, root)
    await until(() => peer.verifiedAcks().length === 1)
    expect(peer.downloads).toHaveLength(1)
  })

  it('goes on without a disk that is missing, and fills it when it is back', async () => {
    const [peer, root] = [await aPeer(), await aFolder()]
    peer.addOriginal(randomBytes(1_000))
    const { log } = await aMirror(peer, root)
    await until(acksDue(peer))
    await rename(join(root, '8tb'), join(root, 'away'))
    await mkdir(join(root, '8tb'))
    await until(() => log.sentences.some((line) => line.startsWith('Disk 8tb is missing')))
    await until(() => peer.disks().some((disk) => disk.state === 'missing'))
    const late = peer.addOriginal(randomBytes(2_000))
    await until(() => peer.verifiedAcks().length === 3)
    expect(await readdir(join(root, '8tb'))).toEqual([])
    await rm(join(root, '8tb'), { recursive: true })
    await rename(join(root, 'away'), join(root, '8tb'))
    await until(acksDue(peer))
    expect(await holds(root, '8tb', late)).toBe(true)
  })

  it('takes neither an empty folder nor another disk for a disk it knows', async () => {
    const [peer, root] = [await aPeer(), await aFolder()]
    peer.addOriginal(randomBytes(1_000))
    const before = await aMirror(peer, root)
    await until(acksDue(peer))
    await before.stop()
    await rm(join(root, '8tb'), { recursive: true })
    await mkdir(join(root, '8tb'))
    const empty = await aMirror(peer, root)
    expect(empty.disks.all().map((disk) => disk.state)).toEqual(['ok', 'missing'])
    expect(await readdir(join(root, '8tb'))).toEqual([])
    await empty.stop()
    await writeFile(
      join(root, '8tb', 'cloudvault-disk.json'),
      await readFile(join(root, '1tb', 'cloudvault-disk.json')),
    )
    const twin = await aMirror(peer, root)
    expect(twin.disks.all().map((disk) => disk.state)).toEqual(['ok', 'missing'])
    expect(await readdir(join(root, '8tb'))).toEqual(['cloudvault-disk.json'])
  })

  it('leaves a folder alone that holds something else', async () => {
    const [peer, root] = [await aPeer(), await aFolder()]
    await mkdir(join(root, '8tb'))
    await writeFile(join(root, '8tb', 'thesis.doc'), 'x')
    const original = peer.addOriginal(randomBytes(1_000))
    const { log } = await aMirror(peer, root)
    await until(() => peer.verifiedAcks().length === 1)
    expect(await holds(root, '1tb', original)).toBe(true)
    expect(await readdir(join(root, '8tb'))).toEqual(['thesis.doc'])
    expect(log.sentences.some((line) => line.startsWith('Disk 8tb is not used'))).toBe(true)
  })

  it('fills a disk that joins later from its neighbour, not from the cloud', async () => {
    const [peer, root] = [await aPeer(), await aFolder()]
    const original = peer.addOriginal(randomBytes(100_000))
    const before = await aMirror(peer, root, ['1tb'])
    await until(acksDue(peer, 1))
    await before.stop()
    await aMirror(peer, root)
    await until(acksDue(peer, 2))
    expect(await holds(root, '8tb', original)).toBe(true)
    expect(peer.downloads).toHaveLength(1)
  })

  it('with a lost journal believes no file before it was read back, and fetches nothing twice', async () => {
    const [peer, root] = [await aPeer(), await aFolder()]
    const [good, bad] = [peer.addOriginal(randomBytes(9_000)), peer.addOriginal(randomBytes(9_000))]
    const before = await aMirror(peer, root)
    await until(acksDue(peer))
    await before.stop()
    for (const end of ['', '-wal', '-shm']) {
      await rm(join(root, 'state', `journal.sqlite${end}`), { force: true })
    }
    await writeFile(objectPath(join(root, '1tb'), bad.sha256), Buffer.alloc(9_000))
    peer.acks.clear()
    peer.downloads.length = 0
    await aMirror(peer, root)
    await until(acksDue(peer))
    expect(await holds(root, '1tb', bad)).toBe(true)
    expect(await readdir(join(root, '1tb', 'quarantine'))).toHaveLength(1)
    expect(peer.downloads.map((download) => download.originalId)).not.toContain(good.id)
  })

  it('reads the feed again from the start when the cloud was set back', async () => {
    const [peer, root] = [await aPeer(), await aFolder()]
    for (let i = 0; i < 3; i++) peer.addOriginal(randomBytes(1_000))
    const { wake } = await aMirror(peer, root)
    await until(acksDue(peer))
    peer.changes.length = 0
    for (const id of [...peer.originals.keys()].slice(1)) peer.originals.delete(id)
    peer.acks.clear()
    const late = peer.addOriginal(randomBytes(2_000))
    wake()
    await until(() => peer.verifiedAcks().length === 2)
    expect(await holds(root, '1tb', late)).toBe(true)
  })

  it('lets no second home node onto its state', async () => {
    const [peer, root] = [await aPeer(), await aFolder()]
    await aMirror(peer, root)
    await expect(aMirror(peer, root)).rejects.toThrow('Another home node is running')
  })
})
