import { randomBytes } from 'node:crypto'
import { mkdir, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { AtFailPoint, RemovalPoint } from '../disks/fail-point.ts'
import { objectPath } from '../disks/layout.ts'
import type { Peer, PeerOriginal } from '../faults/peer.ts'
import { aFolder, aMirror, aPeer, until } from '../testing.ts'

const names = ['1tb', '8tb']
const day = 86_400_000
const noPoint: AtFailPoint = () => undefined

async function lies(root: string, disk: string, { sha256 }: PeerOriginal): Promise<boolean> {
  return await stat(objectPath(join(root, disk), sha256)).then(
    () => true,
    () => false,
  )
}

async function inTrash(root: string, disk: string): Promise<string[]> {
  return (await readdir(join(root, disk, 'trash')).catch(() => [])).map((name) =>
    name.replace(/^\d{13}\./, ''),
  )
}

const isGone = (root: string, original: PeerOriginal) => async () =>
  (await Promise.all(names.map((disk) => lies(root, disk, original)))).every((is) => !is)

const verified = (peer: Peer, count: number) => () => peer.verifiedAcks().length === count

describe('what was purged in the cloud', () => {
  it('goes to the trash of each disk, and stays there whole while the grace lasts', async () => {
    const [peer, root] = [await aPeer(), await aFolder()]
    const [purged, kept] = [peer.addOriginal(randomBytes(90_000)), peer.addOriginal(randomBytes(9))]
    const { journal, wake } = await aMirror(peer, root)
    await until(verified(peer, 4))
    peer.removeOriginal(purged)
    wake()
    await until(isGone(root, purged))
    await until(async () => (await inTrash(root, '8tb')).length === 1)
    for (const disk of names) {
      expect(await inTrash(root, disk)).toEqual([purged.sha256])
      const [name = ''] = await readdir(join(root, disk, 'trash'))
      expect((await readFile(join(root, disk, 'trash', name))).equals(purged.bytes)).toBe(true)
      expect(await lies(root, disk, kept)).toBe(true)
    }
    expect(journal.holders(purged.sha256)).toEqual([])
    expect(journal.holders(kept.sha256)).toHaveLength(2)
  })

  it('is deleted when the grace is over, and nothing else in the trash is', async () => {
    const [peer, root] = [await aPeer(), await aFolder()]
    const original = peer.addOriginal(randomBytes(5_000))
    const mirror = await aMirror(peer, root)
    await until(verified(peer, 2))
    const trash = join(root, '1tb', 'trash')
    await mkdir(trash)
    await writeFile(join(trash, `${Date.now() + day}.${original.sha256}`), 'still in its grace')
    await writeFile(join(trash, 'notes.txt'), 'of somebody else')
    await mirror.stop()
    peer.removeOriginal(original)
    await aMirror(peer, root, names, noPoint, 300)
    await until(isGone(root, original))
    await until(async () => (await inTrash(root, '8tb')).length === 0)
    await until(async () => (await readdir(trash)).length === 2)
    expect(await readdir(trash)).toContain('notes.txt')
  })

  it('stays on the disks while another original has the same bytes', async () => {
    const [peer, root] = [await aPeer(), await aFolder()]
    const bytes = randomBytes(7_000)
    const [one, two] = [peer.addOriginal(bytes), peer.addOriginal(bytes)]
    const { journal, wake } = await aMirror(peer, root)
    await until(verified(peer, 4))
    const cursor = journal.cursor()
    peer.removeOriginal(one)
    wake()
    await until(() => journal.cursor() === cursor + 1)
    const last = peer.addOriginal(randomBytes(3))
    wake()
    await until(() => journal.holders(last.sha256).length === 2)
    expect([await lies(root, '1tb', two), await inTrash(root, '1tb')]).toEqual([true, []])
    peer.removeOriginal(two)
    wake()
    await until(isGone(root, two))
  })

  it('comes back to the disks when the same bytes are stored again', async () => {
    const [peer, root] = [await aPeer(), await aFolder()]
    const bytes = randomBytes(40_000)
    const first = peer.addOriginal(bytes)
    const { wake } = await aMirror(peer, root)
    await until(verified(peer, 2))
    peer.removeOriginal(first)
    wake()
    await until(isGone(root, first))
    const second = peer.addOriginal(bytes)
    wake()
    await until(() => peer.verifiedAcks().some(({ originalId }) => originalId === second.id))
    await until(async () => (await lies(root, '1tb', second)) && (await lies(root, '8tb', second)))
  })

  it('and stored again before anybody looked is not touched', async () => {
    const [peer, root] = [await aPeer(), await aFolder()]
    const bytes = randomBytes(40_000)
    const first = peer.addOriginal(bytes)
    const before = await aMirror(peer, root)
    await until(verified(peer, 2))
    await before.stop()
    peer.removeOriginal(first)
    const second = peer.addOriginal(bytes)
    const points: string[] = []
    const { journal } = await aMirror(peer, root, names, (point) => void points.push(point))
    await until(() => journal.cursor() === 3)
    await until(
      () => peer.verifiedAcks().filter((ack) => ack.originalId === second.id).length === 2,
    )
    expect([points.includes('R1'), peer.downloads.length]).toEqual([false, 1])
    expect(await lies(root, '1tb', second)).toBe(true)
  })

  it('leaves a disk that was away once it is back', async () => {
    const [peer, root] = [await aPeer(), await aFolder()]
    const original = peer.addOriginal(randomBytes(6_000))
    const { wake, disks } = await aMirror(peer, root)
    await until(verified(peer, 2))
    await rename(join(root, '8tb'), join(root, 'unplugged'))
    await until(() => disks.all().some(({ state }) => state === 'missing'))
    peer.removeOriginal(original)
    wake()
    await until(async () => !(await lies(root, '1tb', original)))
    expect(await lies(root, 'unplugged', original)).toBe(true)
    await rename(join(root, 'unplugged'), join(root, '8tb'))
    await until(() => {
      wake()
      return isGone(root, original)()
    })
    expect(await inTrash(root, '8tb')).toEqual([original.sha256])
  })

  it.each<RemovalPoint>(['R1', 'R2', 'R3', 'R4'])(
    'is taken away for good by the next run when the one before died after %s',
    async (deadly) => {
      const [peer, root] = [await aPeer(), await aFolder()]
      const original = peer.addOriginal(randomBytes(12_000))
      const kept = peer.addOriginal(randomBytes(12_000))
      let isDead = false
      const dying = await aMirror(peer, root, names, (point) => {
        if (point !== deadly) return
        isDead = true
        void dying.stop()
        throw new Error('the process ends here')
      })
      await until(verified(peer, 4))
      peer.removeOriginal(original)
      dying.wake()
      await until(() => isDead)
      await dying.stop()
      const { journal, wake, disks } = await aMirror(peer, root)
      await until(() => {
        wake()
        return isGone(root, original)()
      })
      const ids = disks.all().map(({ id }) => id)
      await until(() => journal.removalsDue(Date.now() + day, ids, 9).length === 0)
      for (const disk of names) {
        expect(await inTrash(root, disk)).toEqual([original.sha256])
        expect(await lies(root, disk, kept)).toBe(true)
      }
      expect(journal.holders(original.sha256)).toEqual([])
    },
  )
})
