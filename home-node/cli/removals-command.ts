import { createInterface } from 'node:readline/promises'
import type { WaitingRemovals } from '../disks/removal-breaker.ts'
import { copiesOf, readWaiting, writeAllowed } from '../mirror/removal-files.ts'
import { type Command, CommandError, UsageError } from './command.ts'
import { printTable } from './print-table.ts'
import { readWords } from './read-words.ts'

const count = (value: number) => value.toLocaleString('en')

/** What whoever asks for the status must hear; null while removals go on as usual. */
export function heldSentence(waiting: WaitingRemovals | null): string | null {
  if (!waiting?.isHeld) return null
  const copies = copiesOf(waiting)
  return `${count(copies)} ${copies === 1 ? 'copy' : 'copies'} of purged originals wait: more than usual were purged at once. Allow it with \`npm run cloudvault -- removals allow\`, or upload again what was purged by mistake.`
}

export const removalsCommand: Command = {
  name: 'removals',
  usage: '[allow [--yes]]',
  about: [
    'how many copies of purged originals are still to leave each disk;',
    'allow lets those go on that wait because more than usual were purged',
  ],
  async run(args, { stateDir }) {
    const { values, positionals } = readWords(args, { yes: { type: 'boolean' } })
    const [verb, ...more] = positionals
    if ((verb !== undefined && verb !== 'allow') || more.length > 0) {
      throw new UsageError('removals takes nothing, or "allow".')
    }
    const waiting = await readWaiting(stateDir)
    if (waiting === null) {
      throw new CommandError(`No home node has said in ${stateDir} what waits: is it running?`)
    }
    if (verb === undefined) return printWaiting(waiting)
    if (!waiting.isHeld) return 'Nothing is held: what was purged leaves the disks by itself.\n'
    if (!values.yes && !(await isConfirmed(waiting))) return 'Nothing was allowed.\n'
    await writeAllowed(stateDir, waiting.untilMs)
    return `Allowed: ${count(copiesOf(waiting))} copies go to the trash of their disks. What is purged from now on is counted anew.\n`
  },
}

function printWaiting(waiting: WaitingRemovals): string {
  if (waiting.disks.length === 0) return 'No copy waits to leave a disk.\n'
  const rows = waiting.disks.map(({ name, copies }) => [name, count(copies)])
  const parts = [printTable([['Disk', 'Copies that wait'], ...rows], [1]).join('\n')]
  const held = heldSentence(waiting)
  if (held !== null) parts.push(held)
  return `${parts.join('\n\n')}\n`
}

async function isConfirmed(waiting: WaitingRemovals): Promise<boolean> {
  if (!process.stdin.isTTY) {
    throw new CommandError('Nobody is there to be asked: --yes allows it without a question.')
  }
  const lines = createInterface({ input: process.stdin, output: process.stderr })
  try {
    const answer = await lines.question(
      `${count(copiesOf(waiting))} copies of purged originals go to the trash of their disks. Type "yes" to allow it: `,
    )
    return answer.trim().toLowerCase() === 'yes'
  } finally {
    lines.close()
  }
}
