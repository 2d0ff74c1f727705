import type { Deps } from '../deps.ts'
import { reportAllCopies } from '../ledger/copies-report.ts'
import { driftingUsers, failedSince } from './queries.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

/** What is wrong now. It counts once it has been so for `afterMs`. */
export interface Finding {
  name: string
  /** As a sentence for people; names disks and home nodes, never people or files. */
  says: string
  afterMs: number
}

/**
 * What of the list in worker/design/runbook.md is wrong now. Reads the patterns of copies of every
 * space, so it is asked every five minutes, not every request.
 */
export async function findAlerts(
  deps: Pick<Deps, 'db' | 'config' | 'now' | 'vaultMeters'>,
): Promise<Finding[]> {
  const now = deps.now()
  const [report, recent, failed, drifting, size] = await Promise.all([
    reportAllCopies(deps),
    deps.vaultMeters.recent(5),
    failedSince(deps.db, now - dayMs),
    driftingUsers(deps.db),
    databaseBytes(deps),
  ])
  const findings: (Finding | false)[] = [
    recent.requests >= 100 &&
      recent.errors > recent.requests / 100 &&
      at('errors', `${recent.errors} of ${recent.requests} answers of the last 5 minutes failed.`),
    failed > 0 && at('failed-work', 'Background work failed for good within the last day.'),
    drifting > 0 && at('quota-drift', 'The nightly check found figures of storage that are off.'),
    size > 8_000_000_000 && at('database-size', 'The database is over 8 of the 10 GB it may have.'),
    report.keeping.some(({ keeping, originals }) => keeping !== 'as_wanted' && originals > 0) &&
      at('copies', 'Originals have had fewer copies than wanted for a day.', dayMs),
    report.lastDrill !== null &&
      now - Date.parse(report.lastDrill.at) > 90 * dayMs &&
      at('drill', 'The last rehearsal of a restore is more than 90 days ago.'),
    ...report.homeNodes.flatMap(({ name, isOnline, mirror }) => [
      // It counts as away two minutes after its last word.
      !isOnline && at(`away ${name}`, `The home node ${name} is silent.`, 13 * minuteMs),
      (mirror?.copies ?? 0) > 0 && at(`lag ${name}`, `The mirror of ${name} lags behind.`, hourMs),
      mirror?.removals.isHeld === true &&
        at(`held ${name}`, `${name} holds back removals: more was purged than is usual.`),
    ]),
    ...report.places.flatMap(({ name, kind, totalBytes, freeBytes, health }) => [
      kind === 'disk' &&
        (totalBytes ?? 0) > 0 &&
        (freeBytes ?? 0) < (totalBytes ?? 0) / 10 &&
        at(`full ${name}`, `The disk ${name} is more than 90 % full.`),
      isFailing(health) && at(`failing ${name}`, `The disk ${name} has errors or expects to fail.`),
    ]),
  ]
  return findings.filter((finding) => finding !== false)
}

function at(name: string, says: string, afterMs = 0): Finding {
  return { name, says, afterMs }
}

type Health = Awaited<ReturnType<typeof reportAllCopies>>['places'][number]['health']

function isFailing(health: Health): boolean {
  if (health === null) return false
  const { ioErrors, smart } = health
  return ioErrors > 0 || smart?.isPassed === false || (smart?.pendingSectors ?? 0) > 0
}

/** D1 says with each answer how large it is by now. */
async function databaseBytes({ db }: Pick<Deps, 'db'>): Promise<number> {
  const { meta } = await db.$client.prepare('select 1').run()
  return meta.size_after ?? 0
}
