import type { ScrubbedDisk } from '../disks/scrub-ledger.ts'
import {
  readScrubReport,
  type ScrubReport,
  unrepairedOf,
  writeScrubWish,
} from '../mirror/scrub-files.ts'
import { type Command, CommandError, UsageError } from './command.ts'
import { formatBytes, formatTime, printTable } from './print-table.ts'

const count = (value: number) => value.toLocaleString('en')

export const scrubCommand: Command = {
  name: 'scrub',
  usage: '[now]',
  about: [
    'when the copies on each disk were last read back, and what was found wrong and repaired;',
    'now reads every copy back without waiting for its time',
  ],
  async run(args, { stateDir }) {
    const [verb, ...more] = args
    if ((verb !== undefined && verb !== 'now') || more.length > 0) {
      throw new UsageError('scrub takes nothing, or "now".')
    }
    const report = await readScrubReport(stateDir)
    if (report === null) {
      throw new CommandError(`No home node has said in ${stateDir} what it read: is it running?`)
    }
    if (verb === undefined) return printScrub(report)
    await writeScrubWish(stateDir, Date.now())
    return `Every copy is read back from now on, as fast as the disks give them. "cloudvault scrub" says how far it is.\n`
  },
}

/** What whoever asks for the status must hear; null while every copy that was wrong is whole again. */
export function unrepairedSentence(report: ScrubReport | null): string | null {
  const copies = report === null ? 0 : unrepairedOf(report.disks)
  if (copies === 0) return null
  return `${count(copies)} ${copies === 1 ? 'copy was' : 'copies were'} found wrong on the disks and could not be repaired yet. \`npm run cloudvault -- scrub\` says where; the bytes are kept in \`quarantine/\`.`
}

export function printScrub({ atMs, everyDays, isAsked, disks }: ScrubReport): string {
  const rows = disks.map((disk) => [disk.name, ...rowOf(disk)])
  const head = [
    'Disk',
    'Copies',
    'Oldest reading',
    'Read in 30 days',
    '',
    'Wrong',
    'Repaired',
    'Open',
  ]
  const about = `Every copy is read back within ${count(everyDays)} days${isAsked ? '; now all of them are, because somebody asked' : ''}. As of ${formatTime(new Date(atMs).toISOString())}.`
  const parts = [printTable([head, ...rows], [1, 3, 4, 5, 6, 7]).join('\n'), about]
  const open = unrepairedSentence({ format: 1, atMs, everyDays, isAsked, disks })
  if (open !== null) parts.push(open)
  return `${parts.join('\n\n')}\n`
}

function rowOf(disk: ScrubbedDisk): string[] {
  const oldest = disk.oldestMs === null ? null : new Date(disk.oldestMs).toISOString()
  return [
    count(disk.copies),
    formatTime(oldest),
    count(disk.scrubbed),
    formatBytes(disk.scrubbedBytes),
    count(disk.bad),
    count(disk.repaired),
    count(disk.unrepaired),
  ]
}
