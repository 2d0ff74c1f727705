import type { FileId, HomeNodeId } from '#contracts/ids'
import type { Deps } from '../deps.ts'
import { newId } from '../ids.ts'
import {
  countWaitingJobs,
  filesToQueue,
  findWanted,
  keysOfFiles,
  putWantedEngines,
  queueFiles,
  waitingAtMost,
} from './queries.ts'

/**
 * Makes jobs for files that the engines of now have not looked at, as long as fewer than
 * `waitingAtMost` wait: for all those that are due at once there would be as many rows as files.
 */
export async function queueDueFiles(deps: Pick<Deps, 'db' | 'now'>): Promise<void> {
  const wanted = await findWanted(deps.db)
  if (wanted === undefined) return
  const room = waitingAtMost - (await countWaitingJobs(deps.db))
  if (room <= 0) return
  const now = deps.now()
  const key = keyOf(wanted.run, wanted.engines.split(' '))
  const fileIds = await filesToQueue(deps.db, key, room)
  const pairs = fileIds.map((fileId) => ({ fileId, jobId: newId('job', now) }))
  if (pairs.length > 0) await queueFiles(deps.db, pairs, key, now)
}

/**
 * Notes by which engines a home node looks at files, and makes jobs where these are due. Resolves to
 * whether it may have jobs: of several home nodes, only those with the engines that count.
 */
export async function prepareIndexing(
  deps: Pick<Deps, 'db' | 'now'>,
  homeNodeId: HomeNodeId,
  engines: string[],
): Promise<boolean> {
  const named = engineNames(engines)
  await putWantedEngines(deps.db, homeNodeId, named)
  const wanted = await findWanted(deps.db)
  return wanted?.engines === named
}

/** Which of the engines of now have looked at these files since the last run began. */
export async function enginesThatLooked(
  deps: Pick<Deps, 'db'>,
  fileIds: FileId[],
): Promise<Map<FileId, string[]>> {
  const wanted = await findWanted(deps.db)
  const rows = await keysOfFiles(deps.db, fileIds)
  return new Map(rows.map(({ fileId, engines }) => [fileId, keptOf(wanted, engines)]))
}

/** What still counts of a key: engines of this run that are still there. */
export function keptOf(
  wanted: { run: number; engines: string } | undefined,
  key: string,
): string[] {
  if (wanted === undefined || !key.startsWith(`${wanted.run} `)) return []
  const there = wanted.engines.split(' ')
  return enginesOfKey(key).filter((engine) => there.includes(engine))
}

/** Which run it is: it is raised when everything is to be looked at again. */
export async function runOfIndex(deps: Pick<Deps, 'db'>): Promise<number> {
  return (await findWanted(deps.db))?.run ?? 1
}

/** The key under which a file stands as looked at. */
export function keyOf(run: number, engines: string[]): string {
  return `${run} ${engineNames(engines)}`
}

/** The engines of a key. */
export function enginesOfKey(key: string): string[] {
  return key.split(' ').slice(1)
}

function engineNames(engines: string[]): string {
  return [...new Set(engines)].sort().join(' ')
}
