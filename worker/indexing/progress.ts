import type { IndexingFailures, IndexingProgress, IndexingRetry } from '#contracts/indexing'
import type { PageQuery } from '#contracts/paging'
import { decodeTimeCursor, encodeTimeCursor } from '../db/time-cursor.ts'
import type { Deps } from '../deps.ts'
import { wakeHome } from '../home-nodes/wake-home.ts'
import {
  countsByKey,
  countWork,
  failedJobs,
  findWanted,
  requeueFailed,
  startNextRun,
} from './queries.ts'
import { keyOf, queueDueFiles } from './queue-files.ts'

const rateMinutes = 5
const retryAtMost = 1_000

/** How far the home node is with all files, from counts that triggers keep: no library is counted. */
export async function indexingProgress(
  deps: Pick<Deps, 'db' | 'now' | 'homeLink'>,
): Promise<IndexingProgress> {
  const [wanted, counts, work, isHomeOnline] = await Promise.all([
    findWanted(deps.db),
    countsByKey(deps.db),
    countWork(deps.db, deps.now() - rateMinutes * 60_000),
    deps.homeLink.isOnline(),
  ])
  const engines = wanted?.engines.split(' ') ?? []
  const key = wanted && keyOf(wanted.run, engines)
  const total = counts.reduce((sum, { files }) => sum + files, 0)
  const indexed = counts.find((row) => row.engines === key)?.files ?? 0
  const left = total - indexed
  const running = Math.min(left, work.running)
  const failed = Math.min(left - running, work.failed)
  const waiting = left - running - failed
  const perMinute = Math.round((work.lately / rateMinutes) * 10) / 10
  const pending = waiting + running
  const secondsAtRate = perMinute === 0 ? null : Math.ceil((pending / perMinute) * 60)
  return {
    ...{ engines, isHomeOnline, total, indexed, waiting, running, failed, perMinute },
    secondsLeft: pending === 0 ? 0 : secondsAtRate,
  }
}

/** What was given up, the latest first. */
export async function listFailures(
  deps: Pick<Deps, 'db'>,
  { cursor, limit }: PageQuery,
): Promise<IndexingFailures> {
  const rows = await failedJobs(deps.db, decodeTimeCursor(cursor), limit + 1)
  const page = rows.slice(0, limit)
  const last = rows.length > limit ? page.at(-1) : undefined
  return {
    items: page.map(({ fileId, name, note, finishedAt }) => ({
      ...{ fileId, name, note: note ?? '' },
      failedAt: new Date(finishedAt ?? 0).toISOString(),
    })),
    nextCursor: last ? encodeTimeCursor({ timeMs: last.finishedAt ?? 0, id: last.id }) : null,
  }
}

/** Tries again what was given up. */
export async function retryFailures(
  deps: Pick<Deps, 'db' | 'now' | 'log' | 'defer' | 'homeLink'>,
): Promise<IndexingRetry> {
  const queued = await requeueFailed(deps.db, deps.now(), retryAtMost)
  deps.log.info('indexing.retried', { queued })
  deps.defer(wakeHome(deps))
  return { queued }
}

/** Has every file looked at once more; until then what was found before answers. */
export async function indexAgain(
  deps: Pick<Deps, 'db' | 'now' | 'log' | 'defer' | 'homeLink'>,
): Promise<void> {
  await startNextRun(deps.db)
  await queueDueFiles(deps)
  deps.log.info('indexing.again')
  deps.defer(wakeHome(deps))
}
