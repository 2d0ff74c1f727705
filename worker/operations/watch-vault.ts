import type { Deps } from '../deps.ts'
import { findAlerts } from './find-alerts.ts'

const limits = {
  maxBytes: 2_000,
  headersMs: 8_000,
  idleMs: 5_000,
  totalMs: 10_000,
  redirectsMax: 0,
}
const everyMinutes = 5

type WatchDeps = Pick<Deps, 'db' | 'config' | 'now' | 'vaultMeters' | 'outbound' | 'log'>

/** Part of the sweep, every five minutes: notes what is wrong and tells whoever is to be told. */
export async function watchVault(deps: WatchDeps): Promise<void> {
  if (Math.floor(deps.now() / 60_000) % everyMinutes !== 0) return
  await raiseAlerts(deps)
}

/**
 * Notes what is wrong, and sends what is due: each alert at most once an hour while it lasts, and once
 * when it is over. What could not be sent is sent the next time.
 */
export async function raiseAlerts(deps: WatchDeps): Promise<void> {
  const due = await deps.vaultMeters.settle(await findAlerts(deps), deps.now())
  for (const { name, says, isOver } of due) {
    deps.log.info(isOver ? 'alert.over' : 'alert.raised', { alert: name.split(' ')[0] })
    if (deps.config.alertUrl === null) continue
    try {
      await send(deps, says, isOver)
      await deps.vaultMeters.noteSent(name, deps.now())
    } catch (error) {
      deps.log.error('alert.not_sent', error)
    }
  }
}

/** As ntfy takes it, and as any receiver of a POST: the sentence is the body, the rest are headers. */
async function send({ config, outbound }: WatchDeps, says: string, isOver: boolean) {
  const headers: Record<string, string> = {
    'Content-Type': 'text/plain; charset=utf-8',
    Title: isOver ? 'CloudVault: over' : 'CloudVault: look at this',
    Priority: isOver ? 'low' : 'high',
    Tags: isOver ? 'white_check_mark' : 'warning',
    ...(config.alertToken !== null && { Authorization: `Bearer ${config.alertToken}` }),
  }
  const body = isOver ? `Over: ${says}` : says
  const response = await outbound.fetch(
    config.alertUrl ?? '',
    { method: 'POST', headers, body },
    limits,
  )
  await response.body?.cancel()
  if (response.status >= 300) throw new Error(`The receiver answered ${response.status}.`)
}
