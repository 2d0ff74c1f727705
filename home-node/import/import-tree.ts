import { maxFilesPerMove } from '#contracts/folders'
import type { FileId, FolderId, SpaceId } from '#contracts/ids'
import type { Ffmpeg } from '../video/ffmpeg.ts'
import { type Item, type ItemDeps, importItem } from './import-item.ts'
import type { ImportLedger } from './import-ledger.ts'
import { emptyReport, type ImportProgress, type ImportReport } from './import-report.ts'
import type { Plan, PlannedFile } from './plan.ts'
import { runLanes } from './run-lanes.ts'
import { ChangedFileError } from './send-file.ts'
import { hashesIn, openTargetFolders } from './target-folders.ts'
import { tellVault } from './tell-vault.ts'
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
  /** To read what films say of themselves. */
  programs: Ffmpeg | null
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

  const turns = makeTurns()
  const toItem = (folderId: FolderId | null, there: Item['there'], shown: FileId[] | null) => {
    return (planned: PlannedFile): Work => {
      turns.begin()
      return { ...planned, folderId, there, isAnywhere: shown !== null, shown }
    }
  }

  async function* items(): AsyncGenerator<Work> {
    for await (const { kind, trail, files } of plan(onSkipped)) {
      if (signal.aborted) return
      try {
        // Folders without files of their own are made too: the tree is kept.
        const below = kind === 'folder' ? trail : []
        const target = await folders.at([...options.trail, ...below], null)
        if (kind === 'folder') {
          report.folders += 1
          const there = files.length === 0 ? new Map() : await hashesIn(session, spaceId, target)
          yield* files.map(toItem(target.id, there, null))
          continue
        }
        if (files.length === 0) continue
        // What an album shows has to be there first, and all of it before it is shown.
        await turns.ended()
        const shown: FileId[] = []
        yield* files.map(toItem(target.id, await hashesIn(session, spaceId, target), shown))
        await turns.ended()
        const album = await folders.album(trail.join(' '), target.id)
        await showIn(session, album, shown)
        report.albums += 1
      } catch (error) {
        const paths = kind === 'album' ? [trail.join('/')] : files.map(({ file }) => file.path)
        for (const path of paths) refuse(path, error)
      }
    }
  }

  const bringIn = async (item: Work) => {
    const { file, readBeside, shown } = item
    const beside = (await readBeside?.()) ?? null
    if (beside?.isTrashed) {
      onSkipped(file.path, 'thrown away where it comes from')
      deps.onProgress(file.sizeBytes)
      return
    }
    const { outcome, fileId } = await importItem(deps, item)
    report.outcomes[outcome] += 1
    if (outcome === 'sent') report.sentBytes += file.sizeBytes
    shown?.push(fileId)
    if (beside === null || ledger.wasTold(fileId)) return
    const telling = { fileId, file, outcome, beside }
    if (await tellVault(session, options.programs, telling)) report.told += 1
    ledger.keepTold(fileId)
  }
  const work = async (item: Work) => {
    try {
      if (!signal.aborted) await bringIn(item)
      progress.doneFiles += 1
    } catch (error) {
      if (!signal.aborted) refuse(item.file.path, error)
    } finally {
      turns.end()
    }
    options.onProgress(progress)
  }
  await runLanes(items(), lanes, work).catch((error: unknown) => {
    if (!signal.aborted) throw error
  })
  report.isStopped = signal.aborted
  return report
}

/** One file on its way; `shown`: the files of the album that it was planned for. */
type Work = Item & PlannedFile & { shown: FileId[] | null }

/** Puts files into an album, a bounded number at once. */
async function showIn(session: VaultSession, album: FolderId, fileIds: FileId[]): Promise<void> {
  for (let first = 0; first < fileIds.length; first += maxFilesPerMove) {
    const json = { add: fileIds.slice(first, first + maxFilesPerMove) }
    await session.send(`/folders/${album}/files`, { method: 'PUT', json })
  }
}

/** Counts what is under way, so that one can wait for its end. */
function makeTurns() {
  let under = 0
  let waiting = Promise.withResolvers<void>()
  return {
    begin: () => void under++,
    end() {
      under -= 1
      if (under > 0) return
      waiting.resolve()
      waiting = Promise.withResolvers()
    },
    ended: async () => {
      if (under > 0) await waiting.promise
    },
  }
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
