import { writeFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { realFs } from '../disks/disk-fs.ts'
import { type Marker, readMarker } from '../disks/marker.ts'
import { type OpenSnapshot, openSnapshot, snapshotsOf } from '../restore/open-snapshot.ts'
import { PrepareError, type RestoringVault, startRestoringVault } from '../restore/prepare-vault.ts'
import { makeRestoreClient, RestoreRefusedError } from '../restore/restore-client.ts'
import {
  type RestoreProgress,
  type RestoreReport,
  reportPaths,
  restoreDisk,
} from '../restore/restore-disk.ts'
import { SnapshotError } from '../snapshots/read-snapshot.ts'
import { type Command, CommandError, type CommandOutcome, UsageError } from './command.ts'
import { formatBytes } from './print-table.ts'
import { readRecoveryKey } from './read-recovery-key.ts'
import { readWords } from './read-words.ts'

export const restoreCommand: Command = {
  name: 'restore',
  usage: '--from DISK --recovery-key FILE [--to FOLDER] [--snapshot FILE]',
  about: [
    'rebuilds an empty vault from one disk alone: everything that its newest snapshot holds, and',
    'every original. Stopped in the middle, the same command goes on. With CLOUDVAULT_WORKER_URL and',
    'CLOUDVAULT_OPERATOR_TOKEN it restores into that vault, else into --to (default: .cloudvault)',
  ],
  async run(args, { stateDir, env }) {
    const { values, positionals } = readWords(args, {
      from: { type: 'string' },
      'recovery-key': { type: 'string' },
      to: { type: 'string' },
      snapshot: { type: 'string' },
    })
    const { from, 'recovery-key': keyPath } = values
    if (from === undefined || keyPath === undefined || positionals.length > 0) {
      throw new UsageError('restore wants --from a disk, and --recovery-key the file of the key.')
    }
    const root = resolve(from)
    const disk = await markerOf(root)
    const recoveryKey = await readRecoveryKey(keyPath)
    const target = resolve(values.to ?? dirname(stateDir))
    try {
      const snapshot = await newestWhole(root, recoveryKey, values.snapshot)
      const { passwordPepper } = await snapshot.vaultRow()
      const vault = await vaultOf(env, target, { passwordPepper, recoveryKey })
      try {
        const printer = makeRestorePrinter(process.stderr)
        const client = makeRestoreClient(vault)
        const report = await restoreDisk(client, { root, disk, snapshot }, printer)
        return await leaveReport(report, target)
      } finally {
        await vault.stop()
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

/** Rejects with `CommandError` when this folder is no disk. */
export async function markerOf(root: string): Promise<Marker> {
  const marker = await readMarker(realFs, root)
  if (marker === null) throw new CommandError(`${root} is not a disk of CloudVault.`)
  return marker
}

/** The newest snapshot that is whole; or just the one that was named. */
export async function newestWhole(
  root: string,
  recoveryKey: string,
  named?: string,
): Promise<OpenSnapshot> {
  const paths = named === undefined ? await snapshotsOf(root) : [resolve(named)]
  let last: unknown = new SnapshotError(`There is no snapshot on ${root}.`)
  for (const path of paths) {
    try {
      return await openSnapshot(path, recoveryKey)
    } catch (error) {
      if (!(error instanceof SnapshotError)) throw error
      last = error
    }
  }
  throw last
}

async function vaultOf(
  env: Record<string, string | undefined>,
  target: string,
  secrets: { passwordPepper: string; recoveryKey: string },
): Promise<RestoringVault> {
  const { CLOUDVAULT_WORKER_URL: url, CLOUDVAULT_OPERATOR_TOKEN: operatorToken } = env
  if (url && operatorToken) return { url, operatorToken, joinCode: null, stop: async () => {} }
  return await startRestoringVault(target, secrets)
}

/** Shows how far a restore is. */
export function makeRestorePrinter(out: { isTTY?: boolean; write(text: string): unknown }) {
  let lastMs = 0
  return (progress: RestoreProgress) => {
    const nowMs = Date.now()
    if (nowMs - lastMs < (out.isTTY ? 150 : 10_000)) return
    lastMs = nowMs
    const line =
      progress.step === 'rows'
        ? `${progress.rows.toLocaleString('en')} rows, ${progress.table}`
        : `${progress.originals.toLocaleString('en')} originals, ${formatBytes(progress.bytes)}, ${progress.lost.length} lost`
    out.write(out.isTTY ? `\r${line}\u001b[K` : `${line}\n`)
  }
}

async function leaveReport(report: RestoreReport, target: string): Promise<CommandOutcome> {
  const paths = reportPaths(target)
  const text = printRestore(report)
  await writeFile(paths.json, `${JSON.stringify(report, null, 2)}\n`).catch(() => undefined)
  await writeFile(paths.text, text).catch(() => undefined)
  return { text: `\n${text}`, exitCode: report.lost.length === 0 ? 0 : 2 }
}

/** A report in words. */
export function printRestore(report: RestoreReport): string {
  const { lost, unknown, orphans } = report
  const count = (value: number) => value.toLocaleString('en')
  const lines = [
    `Restored from disk ${report.disk}, as of ${report.snapshotAt}, in ${Math.ceil(report.tookMs / 1_000)} s.`,
    `${count(report.rows)} rows and ${count(report.originals)} originals (${formatBytes(report.bytes)}) are back.`,
  ]
  if (orphans > 0) lines.push(`${count(orphans)} rows belong to what was removed meanwhile.`)
  if (unknown.length > 0) {
    lines.push(`The snapshot does not know ${count(unknown.length)} originals on the disk:`)
    lines.push(
      ...unknown.map((sha256) => `  objects/${sha256.slice(0, 2)}/${sha256.slice(2, 4)}/${sha256}`),
    )
  }
  if (lost.length > 0) {
    lines.push(`${count(lost.length)} originals could not be restored from this disk:`)
    lines.push(...lost.map(({ why, sha256, name }) => `  ${why}  ${sha256}  ${name ?? ''}`))
    lines.push('Another disk may hold them: once it is there, they come back by themselves.')
  }
  lines.push('Previews are made again in the background once the home node runs.')
  return `${lines.join('\n')}\n`
}
