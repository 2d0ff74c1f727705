import type { UserId } from '#contracts/ids'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { countQuota, type QuotaFigures, saveQuotaCheck, usersToRecount } from './queries.ts'

const checkedEveryMs = 24 * 3_600_000
const usersPerRun = 20

type CheckDeps = Pick<Deps, 'db' | 'now' | 'log' | 'audit' | 'config'>

/**
 * Recounts users whose last check is a day old, some a run. What it finds is written down, audited and
 * logged, and never put right silently: figures that are off have a cause that is still there.
 */
export async function checkQuotas(deps: CheckDeps): Promise<void> {
  const due = await usersToRecount(deps.db, deps.now() - checkedEveryMs, usersPerRun)
  for (const userId of due) await recountUser(deps, userId)
}

/**
 * Recounts one user now: originals of the spaces they own (renditions by setting) and uploads under
 * way, beside the figures that uploads and purges keep. Throws `not_found`.
 */
export async function recountUser(
  deps: CheckDeps,
  userId: UserId,
): Promise<QuotaFigures & { driftBytes: number }> {
  const figures = await countQuota(deps.db, userId, deps.config.quotaCountsRenditions)
  if (!figures) throw new AppError('not_found', 'There is no such user.')
  const driftBytes = driftOf(figures)
  const isFirst = await saveQuotaCheck(deps.db, { userId, checkedAt: deps.now(), driftBytes })
  if (driftBytes !== 0 && isFirst) {
    const details = { ...figures, driftBytes }
    deps.log.error('quota.drift', new Error('the figures are not what is there'), {
      ...{ userId, ...details },
    })
    const event = { chain: 'vault', actorId: 'system', subjectId: userId }
    deps.audit.record({ ...event, action: 'quota.drift', details })
  }
  return { ...figures, driftBytes }
}

/** Kept minus counted; not zero either when the two differences make up for each other. */
function driftOf(figures: QuotaFigures): number {
  const used = figures.usedBytes - figures.countedUsedBytes
  const reserved = figures.reservedBytes - figures.countedReservedBytes
  return used + reserved === 0 ? used : used + reserved
}
