import { existsSync } from 'node:fs'
import { type DiskList, readDiskList, writeReplaceWish } from '../disks/disk-files.ts'
import { wishTree } from '../tree/keep-tree.ts'
import { type Command, CommandError, UsageError } from './command.ts'
import { formatBytes, printTable } from './print-table.ts'

const count = (value: number) => value.toLocaleString('en')

export const diskCommand: Command = {
  name: 'disk',
  usage: 'list | replace OLD NEW | tree',
  about: [
    'list: the disks, how full they are and how their drives fare;',
    'replace: brings everything on OLD to NEW, from whichever copy is whole, then lets OLD go.',
    'NEW is named in CLOUDVAULT_DISKS beside OLD; asking again says how far it is;',
    'tree: goes through users/, thumbnails and the manifest of every disk now, and renews them',
  ],
  async run(args, { stateDir }) {
    const [verb, from, to, ...more] = args
    if (verb === 'tree' && from === undefined) return await renewTree(stateDir)
    const list = await readDiskList(stateDir)
    if (list === null) {
      throw new CommandError(
        `No home node has said in ${stateDir} which disks it has: is it running?`,
      )
    }
    if (verb === 'list' && from === undefined) return printDisks(list)
    if (verb !== 'replace' || from === undefined || to === undefined || more.length > 0) {
      throw new UsageError('disk takes "list", "tree", or "replace" with the names of two disks.')
    }
    const running = list.replacing.find((each) => each.from === from && each.to === to)
    if (running) return progressWords(running)
    const [old, fresh] = [from, to].map((name) => list.disks.find((disk) => disk.name === name))
    if (old === undefined) throw new CommandError(`There is no disk called ${from}.`)
    if (fresh === undefined) {
      throw new CommandError(
        `There is no disk called ${to}: name it in CLOUDVAULT_DISKS and start the home node again.`,
      )
    }
    if (fresh.id === old.id) throw new CommandError('A disk cannot replace itself.')
    if (fresh.state !== 'ok') throw new CommandError(`Disk ${to} cannot be written to now.`)
    await writeReplaceWish(stateDir, { from: old.id, to: fresh.id })
    return `Disk ${to} takes over from ${from}. "cloudvault disk list" says how far it is.\n`
  },
}

async function renewTree(stateDir: string): Promise<string> {
  if (!existsSync(stateDir)) throw new CommandError(`There is no home node in ${stateDir}.`)
  await wishTree(stateDir)
  return 'The running home node renews what each disk shows of the library, within seconds.\n'
}

function progressWords({ from, to, copies, left }: DiskList['replacing'][number]): string {
  return `Disk ${to} takes over from ${from}: ${count(copies - left)} of ${count(copies)} copies are proven elsewhere.\n`
}

function printDisks({ disks, replacing }: DiskList): string {
  const rows = disks.map(({ name, state, totalBytes, freeBytes, ioErrors, smart, path }) => [
    name,
    state === 'ok' ? 'ok' : state.replace('_', '-').toUpperCase(),
    totalBytes === 0 ? 'unknown' : `${formatBytes(freeBytes)} of ${formatBytes(totalBytes)}`,
    count(ioErrors),
    smartWords(smart),
    path,
  ])
  const table = printTable([['Disk', 'State', 'Free', 'Errors', 'Drive', 'Folder'], ...rows], [3])
  return `${[table.join('\n'), ...replacing.map((each) => progressWords(each).trim())].join('\n\n')}\n`
}

function smartWords(smart: DiskList['disks'][number]['smart']): string {
  if (smart === null) return 'not asked yet'
  if (smart.isPassed === null) return smart.note ?? 'says nothing'
  const facts = [
    smart.isPassed ? 'passed' : 'EXPECTS TO FAIL',
    smart.temperatureC === null ? null : `${smart.temperatureC} °C`,
    smart.pendingSectors ? `${count(smart.pendingSectors)} unreadable` : null,
    smart.reallocatedSectors ? `${count(smart.reallocatedSectors)} replaced` : null,
  ]
  return facts.filter((fact) => fact !== null).join(', ')
}
