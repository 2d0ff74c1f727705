import { randomBytes } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { diskCommand } from '../cli/disk-command.ts'
import { readDiskList } from '../disks/disk-files.ts'
import { objectPath } from '../disks/layout.ts'
import { aFolder, aMirror, aPeer, until } from '../testing.ts'

it('a disk is replaced by one command, also over a restart; what lies on it stays', async () => {
  const [peer, root] = [await aPeer(), await aFolder()]
  const originals = Array.from({ length: 40 }, () => peer.addOriginal(randomBytes(20_000)))
  const first = await aMirror(peer, root, ['old', 'other'])
  await until(() => peer.verifiedAcks().length === 80)
  await first.stop()
  const fetched = peer.downloads.length

  const state = { stateDir: join(root, 'state'), env: {} }
  const second = await aMirror(peer, root, ['old', 'other', 'new'])
  await until(async () => ((await readDiskList(state.stateDir))?.disks.length ?? 0) === 3)
  expect(await diskCommand.run(['list'], state)).toMatch(/^old +ok/m)
  expect(await diskCommand.run(['replace', 'old', 'new'], state)).toContain('takes over from old')
  await until(() => second.log.sentences.some((each) => each.includes('takes over from old')))
  await second.stop()

  const third = await aMirror(peer, root, ['old', 'other', 'new'])
  const names = () => third.disks.all().map(({ name }) => name)
  await until(() => !names().includes('old'))
  expect(names()).toEqual(['other', 'new'])
  for (const { sha256 } of originals) {
    expect((await stat(objectPath(join(root, 'new'), sha256))).size).toBe(20_000)
    expect((await stat(objectPath(join(root, 'old'), sha256))).size).toBe(20_000)
  }
  expect(peer.downloads.length).toBe(fetched)
  await third.stop()

  const fourth = await aMirror(peer, root, ['old', 'other', 'new'])
  const late = peer.addOriginal(randomBytes(50))
  fourth.wake()
  await until(() => fourth.journal.holders(late.sha256).length === 2)
  await expect(stat(objectPath(join(root, 'old'), late.sha256))).rejects.toThrow('ENOENT')
})
