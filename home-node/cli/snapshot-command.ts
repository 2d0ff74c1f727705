import { join } from 'node:path'
import { readSnapshot, SnapshotError } from '../snapshots/read-snapshot.ts'
import { type Command, CommandError, UsageError } from './command.ts'
import { printTable } from './print-table.ts'
import { readRecoveryKey } from './read-recovery-key.ts'
import { readWords } from './read-words.ts'

export const snapshotCommand: Command = {
  name: 'snapshot',
  usage: 'check FILE [--key PATH]',
  about: [
    'opens a snapshot of a disk with the recovery key and counts what is in it;',
    'without --key it is the key that the first start made',
  ],
  async run(args, { stateDir }) {
    const { values, positionals } = readWords(args, { key: { type: 'string' } })
    const [verb, path, ...more] = positionals
    if (verb !== 'check' || path === undefined || more.length > 0) {
      throw new UsageError('snapshot takes "check" and a file.')
    }
    // Beside the folder of the home node: the start makes both.
    const own = join(stateDir, '..', 'recovery-key.txt')
    const recoveryKey = await readRecoveryKey(values.key ?? own)
    const counts = new Map<string, number>()
    try {
      for await (const { table, rows } of readSnapshot(path, recoveryKey)) {
        counts.set(table, (counts.get(table) ?? 0) + rows.length)
      }
    } catch (error) {
      throw error instanceof SnapshotError ? new CommandError(error.message) : error
    }
    const rows = [...counts].map(([table, count]) => [table, count.toLocaleString('en')])
    return `${printTable([['Table', 'Rows'], ...rows], [1]).join('\n')}\n\nThe snapshot is whole.\n`
  },
}
