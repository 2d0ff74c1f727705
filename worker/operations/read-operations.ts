import type { FailedJobs, Operations } from '#contracts/operations'
import type { PageQuery } from '#contracts/paging'
import { decodeTimeCursor, encodeTimeCursor } from '../db/time-cursor.ts'
import type { Deps } from '../deps.ts'
import { takeCounted } from './count-requests.ts'
import { limitOf } from './plan-limits.ts'
import { selectFailedJobs, selectFigures, unfinishedJobs } from './queries.ts'

const dayMs = 86_400_000

/** How the vault fares: requests and answers, work, refusals, what is kept, and what a plan limits. */
export async function readOperations(
  deps: Pick<Deps, 'db' | 'config' | 'now' | 'vaultMeters'>,
): Promise<Operations> {
  const { db, config, vaultMeters } = deps
  const now = deps.now()
  await vaultMeters.add(takeCounted())
  const [reading, jobs, figures] = await Promise.all([
    vaultMeters.read(monthStart(now)),
    unfinishedJobs(db),
    selectFigures(db, now - dayMs),
  ])
  const counted = reading.meters.map(({ name, today, month }) => ({ name, today, month }))
  const kept = [
    { name: 'storage-bytes' as const, always: figures.storageBytes },
    ...(config.vectorIndex === 'vectorize'
      ? [{ name: 'vector-dimensions' as const, always: figures.vectorDimensions }]
      : []),
  ].map(({ name, always }) => ({ name, today: always, month: always }))
  return {
    minutes: reading.minutes.map(({ minute, ...counts }) => ({
      at: new Date(minute * 60_000).toISOString(),
      ...counts,
    })),
    routes: reading.routes,
    jobs: jobs.map(({ oldestAt, ...job }) => ({ ...job, oldestAt: isoOf(oldestAt) })),
    failedSignIns: figures.failedSignIns,
    limitRefusals: figures.limitRefusals,
    storage: figures.storage,
    meters: [...counted, ...kept].map(({ name, today, month }) => {
      const { limit, per } = limitOf(config.plan, name, config.edgeCallsPerDay)
      return { name, used: per === 'day' ? today : month, limit, per }
    }),
    plan: config.plan,
    alerts: reading.alerts.map(({ since, overAt, ...alert }) => ({
      ...alert,
      since: new Date(since).toISOString(),
      overAt: isoOf(overAt),
    })),
  }
}

/** Failed work, the latest first. Throws `validation_failed` for a cursor that is none of ours. */
export async function listFailedJobs(
  deps: Pick<Deps, 'db'>,
  { cursor, limit }: PageQuery,
): Promise<FailedJobs> {
  const rows = await selectFailedJobs(deps.db, { before: decodeTimeCursor(cursor), limit })
  const page = rows.slice(0, limit)
  const last = rows.length > limit ? page.at(-1) : undefined
  return {
    items: page.map((row) => ({ ...row, failedAt: new Date(row.failedAt).toISOString() })),
    nextCursor: last ? encodeTimeCursor({ timeMs: last.failedAt, id: last.id }) : null,
  }
}

/** Months are those of the bill: of UTC. */
function monthStart(now: number): number {
  const date = new Date(now)
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1)
}

function isoOf(timeMs: number | null): string | null {
  return timeMs === null ? null : new Date(timeMs).toISOString()
}
