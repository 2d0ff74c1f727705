import { randomBytes } from 'node:crypto'
import { mkdir, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { diskIdSchema, originalIdSchema, sha256Schema } from '#contracts/ids'
import { heldSentence, removalsCommand } from '../cli/removals-command.ts'
import type { AtFailPoint, RemovalPoint } from '../disks/fail-point.ts'
import { openJournal } from '../disks/journal.ts'
import { objectPath } from '../disks/layout.ts'
import type { Peer, PeerOriginal } from '../faults/peer.ts'
import { aFolder, aMirror, aPeer, until } from '../testing.ts'
import { readWaiting } from './removal-files.ts'

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
    await aMirror(peer, root, names, noPoint, { trashMs: 300 })
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

describe('when more than usual is purged at once', () => {
  async function aVault(count = 100) {
    const [peer, root] = [await aPeer(), await aFolder()]
    const originals = Array.from({ length: count }, () => peer.addOriginal(randomBytes(50)))
    const mirror = await aMirror(peer, root)
    await until(verified(peer, 2 * count))
    const state = { stateDir: join(root, 'state'), env: {} }
    const purge = (from: number, to: number) => {
      for (const original of originals.slice(from, to)) peer.removeOriginal(original)
    }
    const trashed = async () =>
      (await Promise.all(names.map((disk) => inTrash(root, disk)))).map(({ length }) => length)
    const isHeld = async () => (await readWaiting(state.stateDir))?.isHeld === true
    return { peer, root, originals, mirror, state, purge, trashed, isHeld }
  }

  it('nothing leaves the disks, also after a restart, until it is allowed', async () => {
    const { peer, root, mirror, state, purge, trashed, isHeld } = await aVault()
    purge(0, 51)
    mirror.wake()
    await until(isHeld)
    await mirror.stop()
    expect(mirror.log.sentences.filter((each) => each.includes('stay on the disks'))).toEqual([
      expect.stringMatching(/^102 copies of purged originals stay on the disks: more than usual/),
    ])
    const next = await aMirror(peer, root)
    await until(() => next.log.sentences.some((each) => each.includes('stay on the disks')))
    const later = peer.addOriginal(randomBytes(50))
    next.wake()
    await until(() => next.journal.holders(later.sha256).length === 2)
    expect(await trashed()).toEqual([0, 0])
    expect(heldSentence(await readWaiting(state.stateDir))).toMatch(/^102 copies .* wait: more/)
    expect(await removalsCommand.run([], state)).toMatch(/^1tb +51\n8tb +51$/m)

    expect(await removalsCommand.run(['allow', '--yes'], state)).toMatch(/^Allowed: 102 copies/)
    await until(async () => (await trashed()).every((files) => files === 51))
    await until(async () => (await readWaiting(state.stateDir))?.disks.length === 0)
    expect(await removalsCommand.run([], state)).toBe('No copy waits to leave a disk.\n')
  })

  it('the Worker hears of it, and an admin there lets go on what they saw', async () => {
    const { peer, mirror, purge, trashed, isHeld } = await aVault()
    const told = () => peer.mirror()?.removals
    purge(0, 51)
    mirror.wake()
    await until(() => told()?.isHeld === true && told()?.copies === 102)
    peer.allowRemovals((told()?.untilMs ?? 0) - 1)
    await until(isHeld)
    expect(await trashed()).toEqual([0, 0])
    peer.allowRemovals(told()?.untilMs ?? 0)
    await until(async () => (await trashed()).every((files) => files === 51))
    await until(() => told()?.copies === 0)
  })

  it('allowing it is for what waited then, and no switch for ever', async () => {
    const { mirror, state, purge, trashed, isHeld } = await aVault(102)
    purge(0, 51)
    mirror.wake()
    await until(isHeld)
    await removalsCommand.run(['allow', '--yes'], state)
    await until(async () => (await trashed()).every((files) => files === 51))
    await until(async () => !(await isHeld()))
    expect(await removalsCommand.run(['allow', '--yes'], state)).toMatch(/^Nothing is held/)
    purge(51, 102)
    mirror.wake()
    await until(isHeld)
    expect(await trashed()).toEqual([51, 51])
  })

  it('what lies in the trash of the disks stays there too', async () => {
    const { peer, root, originals, mirror, state, purge, isHeld } = await aVault()
    purge(0, 51)
    mirror.wake()
    await until(isHeld)
    await mirror.stop()
    const trash = join(root, '1tb', 'trash')
    await mkdir(trash)
    const old = `0000000000001.${originals.at(-1)?.sha256}`
    await writeFile(join(trash, old), 'purged long before')
    const next = await aMirror(peer, root, names, noPoint, { trashMs: 100 })
    await until(() => next.log.sentences.some((each) => each.includes('stay on the disks')))
    const later = peer.addOriginal(randomBytes(50))
    next.wake()
    await until(() => next.journal.holders(later.sha256).length === 2)
    expect(await readdir(trash)).toEqual([old])
    await removalsCommand.run(['allow', '--yes'], state)
    await until(async () => !(await readdir(trash)).includes(old))
  })

  it('fifty go by themselves, and one more within a day stays', async () => {
    const { mirror, purge, trashed, isHeld } = await aVault()
    purge(0, 50)
    mirror.wake()
    await until(async () => (await trashed()).every((files) => files === 50))
    purge(50, 51)
    mirror.wake()
    await until(isHeld)
    expect(await trashed()).toEqual([50, 50])
  })

  it('what is stored again stays, and no longer keeps the rest waiting', async () => {
    const { peer, root, originals, mirror, purge, trashed, isHeld } = await aVault()
    const [first] = originals
    if (first === undefined) throw new Error('no original')
    purge(0, 51)
    mirror.wake()
    await until(isHeld)
    peer.addOriginal(first.bytes)
    mirror.wake()
    await until(async () => (await trashed()).every((files) => files === 50))
    for (const disk of names) expect(await lies(root, disk, first)).toBe(true)
  })

  it('in a large vault one in a hundred go by themselves within a day, and not one more', async () => {
    const journal = openJournal(await aFolder())
    const diskId = diskIdSchema.parse('dsk_01M7Y8GAW92WDN3W7WXYXRT8G0')
    journal.addDisk({ id: diskId, name: 'one' })
    const originals = Array.from({ length: 10_000 }, (_, n) => ({
      originalId: originalIdSchema.parse(`org_01M7Y8GAW92WDN3W7WXYX${String(n).padStart(5, '0')}`),
      sha256: sha256Schema.parse(n.toString(16).padStart(64, '0')),
      sizeBytes: 1,
      seq: n + 1,
    }))
    journal.recordFeed(originals, 10_000)
    const now = Date.now()
    journal.recordFeed([], 10_100, originals.slice(0, 100))
    expect(journal.passRemovals(now)).toBe(true)
    expect(journal.removalsDue(now, [diskId], 999)).toHaveLength(100)
    journal.recordFeed([], 10_101, originals.slice(100, 101))
    expect(journal.passRemovals(now)).toBe(false)
    // What went by itself no longer counts a day later; what waits then counts as ever.
    expect(journal.passRemovals(now + day)).toBe(true)
    journal.recordFeed([], 10_301, originals.slice(101, 301))
    for (const later of [1, 2, 30]) expect(journal.passRemovals(now + later * day)).toBe(false)
    journal.close()
  })
})
