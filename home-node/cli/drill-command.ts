import { resolve } from 'node:path'
import { drillSchema } from '#contracts/drills'
import { PrepareError } from '../restore/prepare-vault.ts'
import { RestoreRefusedError } from '../restore/restore-client.ts'
import { type DrillOutcome, runDrill } from '../restore/run-drill.ts'
import { SnapshotError } from '../snapshots/read-snapshot.ts'
import { type Command, type CommandContext, CommandError, UsageError } from './command.ts'
import { findOperator } from './operator.ts'
import { readRecoveryKey } from './read-recovery-key.ts'
import { readWords } from './read-words.ts'
import { makeRestorePrinter, markerOf, newestWhole } from './restore-command.ts'

export const drillCommand: Command = {
  name: 'drill',
  usage: '--from DISK --recovery-key FILE [--part PERCENT] [--scratch FOLDER]',
  about: [
    'rehearses a restore: rebuilds a scratch vault from the disk, compares every row and every byte',
    '(--part: of so many percent of the originals), removes it, and tells the vault how it went',
  ],
  async run(args, context) {
    const { values, positionals } = readWords(args, {
      from: { type: 'string' },
      'recovery-key': { type: 'string' },
      part: { type: 'string' },
      scratch: { type: 'string' },
    })
    const { from, 'recovery-key': keyPath } = values
    const percent = Number(values.part ?? '100')
    if (from === undefined || keyPath === undefined || positionals.length > 0) {
      throw new UsageError('drill wants --from a disk, and --recovery-key the file of the key.')
    }
    if (!(percent > 0 && percent <= 100)) throw new UsageError('--part is a percentage.')
    const root = resolve(from)
    const disk = await markerOf(root)
    const recoveryKey = await readRecoveryKey(keyPath)
    try {
      const snapshot = await newestWhole(root, recoveryKey)
      const options = { recoveryKey, scratch: values.scratch, part: percent / 100 }
      const printer = makeRestorePrinter(process.stderr)
      try {
        const outcome = await runDrill({ root, disk, snapshot }, options, printer)
        const told = await tellVault(context, outcome)
        return { text: printDrill(outcome, told), exitCode: outcome.wrong === 0 ? 0 : 2 }
      } finally {
        await snapshot.close()
      }
    } catch (error) {
      const isForPeople = [SnapshotError, PrepareError, RestoreRefusedError].some(
        (kind) => error instanceof kind,
      )
      throw isForPeople && error instanceof Error ? new CommandError(error.message) : error
    }
  },
}

/** Whether the vault that runs here has noted it; a drill is worth as much without one. */
async function tellVault(context: CommandContext, outcome: DrillOutcome): Promise<boolean> {
  const { report, comparison, wrong, tookMs } = outcome
  const drill = {
    ...{ disk: report.disk, snapshotAtMs: Date.parse(report.snapshotAt), tookMs, wrong },
    ...{ rows: comparison.rows, originals: comparison.originals },
  }
  try {
    const operator = await findOperator(context)
    const bytes = new Uint8Array(Buffer.from(JSON.stringify(drill)))
    await operator.ask('/restore/drills', drillSchema, bytes, 'application/json')
    return true
  } catch (error) {
    if (error instanceof CommandError) return false
    throw error
  }
}

function printDrill({ report, comparison, wrong, tookMs }: DrillOutcome, told: boolean): string {
  const count = (value: number) => value.toLocaleString('en')
  const lines = [
    `Restored disk ${report.disk} as of ${report.snapshotAt} into a scratch vault, in ${Math.ceil(tookMs / 1_000)} s.`,
    `${count(comparison.rows)} rows and ${count(comparison.originals)} originals were compared.`,
  ]
  if (wrong === 0) lines.push('All of them are as they were. The scratch vault is gone again.')
  else lines.push(`${count(wrong)} are not as they were:`)
  lines.push(...comparison.wrong.map(({ what, times }) => `  ${what}, ${count(times)}`))
  lines.push(...report.lost.map(({ why, sha256, name }) => `  ${why}  ${sha256}  ${name ?? ''}`))
  lines.push(told ? 'The vault has noted it.' : 'No vault runs here that could note it.')
  return `${lines.join('\n')}\n`
}
