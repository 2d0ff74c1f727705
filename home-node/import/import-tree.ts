import type { SpaceId } from '#contracts/ids'
import { type Item, type ItemDeps, importItem } from './import-item.ts'
import type { ImportLedger } from './import-ledger.ts'
import { emptyReport, type ImportProgress, type ImportReport } from './import-report.ts'
import type { Plan, PlannedFile } from './plan.ts'
import { runLanes } from './run-lanes.ts'
import { ChangedFileError } from './send-file.ts'
import { hashesIn, openTargetFolders } from './target-folders.ts'
import { RefusedError, type VaultSession } from './vault-session.ts'
import type { OnSkipped } from './walk-tree.ts'

const lanes = 4

export interface ImportOptions {
  session: VaultSession
  ledger: ImportLedger
  spaceId: SpaceId
  /** Where it all goes, from the top of the space. */
  trail: string[]
  plan: Plan
  signal: AbortSignal
  onProgress(progress: ImportProgress): void
}

/**
 * Brings what is planned into a space, its folders as folders. A second run sends nothing, and one
 * that was stopped goes on. What cannot come in is in the report; rejects only when the vault cannot
 * be reached.
 */
export async function importTree(options: ImportOptions): Promise<ImportReport> {
  const { session, ledger, spaceId, plan, signal } = options
  const report = emptyReport()
  const folders = await openTargetFolders(session, spaceId)
  const progress = await countPlan(plan)
  const deps: ItemDeps = {
    ...{ session, ledger, spaceId },
    onProgress(bytes) {
      progress.doneBytes += bytes
      options.onProgress(progress)
    },
  }
  const refuse = (path: string, error: unknown) => {
    if (!isOfOneFile(error)) throw error
    report.refused.push({ path, reason: reasonOf(error) })
    progress.doneFiles += 1
  }
  const onSkipped: OnSkipped = (_, reason) =>
    void report.skipped.set(reason, (report.skipped.get(reason) ?? 0) + 1)

  async function* items(): AsyncGenerator<Item & PlannedFile> {
    for await (const { trail, files } of plan(onSkipped)) {
      if (signal.aborted) return
      try {
        // Folders without files of their own are made too: the tree is kept.
        const target = await folders.at([...options.trail, ...trail], null)
        report.folders += 1
        const there = files.length === 0 ? new Map() : await hashesIn(session, spaceId, target)
        for (const planned of files) {
          yield { ...planned, folderId: target.id, there, isAnywhere: false }
        }
      } catch (error) {
        for (const { file } of files) refuse(file.path, error)
      }
    }
  }

  const work = async (item: Item & PlannedFile) => {
    if (signal.aborted) return
    try {
      const { outcome } = await importItem(deps, item)
      report.outcomes[outcome] += 1
      if (outcome === 'sent') report.sentBytes += item.file.sizeBytes
      progress.doneFiles += 1
    } catch (error) {
      if (signal.aborted) return
      refuse(item.file.path, error)
    }
    options.onProgress(progress)
  }
  await runLanes(items(), lanes, work).catch((error: unknown) => {
    if (!signal.aborted) throw error
  })
  report.isStopped = signal.aborted
  return report
}

/** What is wrong with one file leaves the others alone; a vault that is away stops everything. */
function isOfOneFile(error: unknown): boolean {
  if (error instanceof RefusedError) return error.status !== 401
  return error instanceof ChangedFileError || codeOf(error) !== null
}

/** The file system's word, `EACCES`. */
function codeOf(error: unknown): string | null {
  const isOfSystem = error instanceof Error && 'code' in error && 'syscall' in error
  return isOfSystem ? String(error.code) : null
}

function reasonOf(error: unknown): string {
  const code = codeOf(error)
  if (code !== null) return `It cannot be read (${code}).`
  return error instanceof Error ? error.message : 'It cannot be brought in.'
}

async function countPlan(plan: Plan): Promise<ImportProgress> {
  let [allFiles, allBytes] = [0, 0]
  for await (const { files } of plan(() => undefined)) {
    allFiles += files.length
    for (const { file } of files) allBytes += file.sizeBytes
  }
  return { doneFiles: 0, allFiles, doneBytes: 0, allBytes, startedMs: Date.now() }
}
