import { mkdtemp, rm, stat, statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DiskId } from '#contracts/ids'
import { objectsDir } from '../disks/layout.ts'
import { type Comparison, compareVault } from './compare-vault.ts'
import { namesBelow } from './names-below.ts'
import type { OpenSnapshot } from './open-snapshot.ts'
import { PrepareError, startRestoringVault } from './prepare-vault.ts'
import { makeRestoreClient } from './restore-client.ts'
import { type RestoreProgress, type RestoreReport, restoreDisk } from './restore-disk.ts'

/** Beside the originals: tables, indexes and logs of the scratch vault. */
const roomBytes = 500_000_000

export interface DrillOutcome {
  report: RestoreReport
  comparison: Comparison
  /** Rows and originals that are not what they should be. */
  wrong: number
  tookMs: number
}

/**
 * Restores a disk into a scratch vault of its own, compares every row and the bytes of a part of the
 * originals, and removes the vault again, whatever happened. Rejects with `PrepareError` when there
 * is not room enough, and as `restoreDisk` does.
 */
export async function runDrill(
  from: { root: string; disk: { id: DiskId; name: string }; snapshot: OpenSnapshot },
  {
    recoveryKey,
    scratch = tmpdir(),
    part = 1,
  }: {
    recoveryKey: string
    scratch?: string | undefined
    part?: number
  },
  onProgress: (progress: RestoreProgress) => void,
): Promise<DrillOutcome> {
  await requireRoom(from.root, scratch)
  const startedMs = Date.now()
  const folder = await mkdtemp(join(scratch, 'cloudvault-drill-'))
  const stateDir = join(folder, 'vault')
  try {
    const { passwordPepper } = await from.snapshot.vaultRow()
    const vault = await startRestoringVault(stateDir, { passwordPepper, recoveryKey })
    try {
      let comparison: Comparison = { rows: 0, originals: 0, bytes: 0, wrong: [] }
      const client = makeRestoreClient(vault)
      const report = await restoreDisk(client, from, onProgress, async (lost) => {
        const place = { url: vault.url, joinCode: vault.joinCode ?? '', stateDir }
        const { snapshot } = from
        const known = { part, lost: lost.map(({ sha256 }) => sha256) }
        comparison = await compareVault(place, { snapshot, recoveryKey }, known)
      })
      const different = comparison.wrong.reduce((sum, { times }) => sum + times, 0)
      const wrong = different + report.lost.length
      return { report, comparison, wrong, tookMs: Date.now() - startedMs }
    } finally {
      await vault.stop()
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function requireRoom(root: string, scratch: string): Promise<void> {
  let neededBytes = roomBytes
  for await (const path of namesBelow(objectsDir(root))) neededBytes += (await stat(path)).size
  const { bavail, bsize } = await statfs(scratch)
  if (bavail * bsize >= neededBytes) return
  const gigabytes = (bytes: number) => `${(bytes / 1e9).toFixed(1)} GB`
  const detail = `A drill needs ${gigabytes(neededBytes)} for a while, and ${scratch} has ${gigabytes(bavail * bsize)}. Name another folder with --scratch.`
  throw new PrepareError(detail)
}
