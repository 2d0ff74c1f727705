import { randomBytes } from 'node:crypto'
import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type AtFailPoint, noFailPoint } from '../disks/fail-point.ts'
import { markerName, objectPath } from '../disks/layout.ts'
import type { Peer, PeerOriginal } from '../faults/peer.ts'
import { aFolder, aMirror, aPeer, until } from '../testing.ts'
import { readScrubReport, writeScrubWish } from './scrub-files.ts'

const names = ['1tb', '8tb']

const fileOf = (root: string, disk: string, { sha256 }: PeerOriginal) =>
  objectPath(join(root, disk), sha256)

async function holds(root: string, disk: string, original: PeerOriginal): Promise<boolean> {
  const bytes = await readFile(fileOf(root, disk, original)).catch(() => null)
  return bytes?.equals(original.bytes) ?? false
}

/** As a disk does it by itself: one bit, and neither name nor length change. */
async function flipBit(root: string, disk: string, original: PeerOriginal): Promise<void> {
  const bytes = Buffer.from(original.bytes)
  const at = Math.floor(bytes.length / 2)
  bytes[at] = (bytes[at] ?? 0) ^ 1
  await writeFile(fileOf(root, disk, original), bytes)
}

const kept = (root: string, disk: string) =>
  readdir(join(root, disk, 'quarantine')).catch((): string[] => [])

/** A mirror whose copies were all read back once; its end leaves the disks as they are. */
async function mirrored(sizes: number[], disks = names) {
  const [peer, root] = [await aPeer(), await aFolder()]
  const originals = sizes.map((size) => peer.addOriginal(randomBytes(size)))
  const { stop } = await aMirror(peer, root, disks)
  await until(() => peer.verifiedAcks().length === sizes.length * disks.length)
  await stop()
  return { peer, root, originals }
}

/** The same disks again, where every copy is old enough to be read back. */
const scrubbing = (peer: Peer, root: string, disks = names, at: AtFailPoint = noFailPoint) =>
  aMirror(peer, root, disks, at, { scrubMs: 800 })

const reportOf = async (root: string) =>
  new Map((await readScrubReport(join(root, 'state')))?.disks.map((disk) => [disk.name, disk]))

describe('the scrub', () => {
  it('finds every bit that flipped, keeps those bytes aside, and brings the copy again from the other disk', async () => {
    const { peer, root, originals } = await mirrored([4_095, 4_096, 70_000, 1_048_577])
    const [, second, third] = originals
    if (!second || !third) throw new Error('no originals')
    await flipBit(root, '1tb', second)
    await flipBit(root, '8tb', third)
    const before = peer.downloads.length
    const { disks } = await scrubbing(peer, root)
    await until(
      async () =>
        (await holds(root, '1tb', second)) &&
        (await holds(root, '8tb', third)) &&
        [...(await reportOf(root)).values()].every(({ repaired }) => repaired === 1),
    )
    for (const disk of names) {
      expect(await kept(root, disk)).toHaveLength(1)
      for (const original of originals) expect(await holds(root, disk, original)).toBe(true)
    }
    expect(peer.downloads).toHaveLength(before)
    expect(disks.all().map(({ state }) => state)).toEqual(['ok', 'ok'])
    const report = [...(await reportOf(root)).values()]
    expect(report.map(({ unrepaired }) => unrepaired)).toEqual([0, 0])
  })

  it('goes on repairing a disk on which many copies are wrong', async () => {
    const { peer, root, originals } = await mirrored(Array.from({ length: 12 }, () => 3_000))
    for (const original of originals) await flipBit(root, '1tb', original)
    await scrubbing(peer, root)
    await until(async () => {
      const whole = await Promise.all(originals.map((original) => holds(root, '1tb', original)))
      return whole.every(Boolean)
    })
    expect(await kept(root, '1tb')).toHaveLength(12)
    for (const original of originals) expect(await holds(root, '8tb', original)).toBe(true)
  })

  it('tells the Worker when a copy was read back again', async () => {
    const { peer, root } = await mirrored([5_000], ['1tb'])
    const first = peer.verifiedAcks()[0]?.verifiedAtMs ?? 0
    await scrubbing(peer, root, ['1tb'])
    await until(() => (peer.verifiedAcks()[0]?.verifiedAtMs ?? 0) > first)
  })

  it('fetches from the Worker what is wrong on every disk', async () => {
    const { peer, root, originals } = await mirrored([9_000])
    const [original] = originals
    if (!original) throw new Error('no original')
    for (const disk of names) await flipBit(root, disk, original)
    await scrubbing(peer, root)
    await until(
      async () => (await holds(root, '1tb', original)) && (await holds(root, '8tb', original)),
    )
  })

  it('never makes one wrong copy out of another when no place has the right bytes', async () => {
    const { peer, root, originals } = await mirrored([9_000])
    const [original] = originals
    if (!original) throw new Error('no original')
    for (const disk of names) await flipBit(root, disk, original)
    peer.originals.delete(original.id)
    await scrubbing(peer, root)
    await until(
      () => [...peer.acks.values()].filter(({ badAtMs }) => badAtMs !== null).length === 2,
    )
    await until(async () => (await reportOf(root)).get('8tb')?.unrepaired === 1)
    for (const disk of names) {
      expect(await kept(root, disk)).toHaveLength(1)
      expect(await readFile(fileOf(root, disk, original)).catch(() => null)).toBeNull()
    }
  })

  it('brings a copy again whose file is gone', async () => {
    const { peer, root, originals } = await mirrored([6_000])
    const [original] = originals
    if (!original) throw new Error('no original')
    await rm(fileOf(root, '8tb', original))
    await scrubbing(peer, root)
    await until(() => holds(root, '8tb', original))
    expect(await kept(root, '8tb')).toEqual([])
  })

  it('reads nothing again before its time, until somebody asks', async () => {
    const { peer, root, originals } = await mirrored([6_000, 7_000])
    const [original] = originals
    if (!original) throw new Error('no original')
    await flipBit(root, '1tb', original)
    const { journal } = await aMirror(peer, root)
    await until(async () => (await reportOf(root)).get('1tb')?.copies === 2)
    expect(journal.scrubReport(Date.now()).map(({ scrubbed }) => scrubbed)).toEqual([0, 0])
    await writeScrubWish(join(root, 'state'), Date.now())
    await until(() => holds(root, '1tb', original))
    await until(() => journal.scrubReport(Date.now()).every(({ scrubbed }) => scrubbed === 2))
    expect(journal.scrubReport(Date.now()).map(({ bad }) => bad)).toEqual([1, 0])
    await until(async () => (await readScrubReport(join(root, 'state')))?.isAsked === false)
  })

  it.each(['S1', 'S2'] as const)('loses nothing when it ends at %s', async (point) => {
    const { peer, root, originals } = await mirrored([6_000, 7_000, 8_000])
    const [original] = originals
    if (!original) throw new Error('no original')
    await flipBit(root, '1tb', original)
    let hasEnded = false
    const dying = await scrubbing(peer, root, names, (at) => {
      if (at !== point) return
      hasEnded = true
      throw new Error('ended here')
    })
    await until(() => hasEnded)
    await dying.stop()
    await scrubbing(peer, root)
    await until(() => holds(root, '1tb', original))
    for (const each of originals) expect(await holds(root, '8tb', each)).toBe(true)
  })

  it('is through with what somebody asked for though a disk is away', async () => {
    const { peer, root } = await mirrored([6_000])
    await rm(join(root, '8tb', markerName))
    await writeScrubWish(join(root, 'state'), Date.now())
    await aMirror(peer, root)
    await until(async () => (await reportOf(root)).get('1tb')?.scrubbed === 1)
    await until(async () => (await readScrubReport(join(root, 'state')))?.isAsked === false)
    expect((await reportOf(root)).get('8tb')?.scrubbed).toBe(0)
  })

  it('leaves a disk alone that is not there', async () => {
    const { peer, root, originals } = await mirrored([6_000])
    await rm(join(root, '8tb', markerName))
    const { journal, disks } = await scrubbing(peer, root)
    await until(() => disks.all().some(({ state }) => state === 'missing'))
    await until(async () => ((await reportOf(root)).get('1tb')?.scrubbed ?? 0) > 0)
    expect((await reportOf(root)).get('8tb')).toMatchObject({ scrubbed: 0, unrepaired: 0 })
    expect(journal.holders(originals[0]?.sha256 ?? ('' as never))).toHaveLength(2)
  })
})
