/**
 * Rings the Worker's cron trigger every minute until `stop`: the emulator knows the schedule but
 * never keeps it. A minute that is missed (the Worker is just reloading) is made up by the next.
 */
export function keepSchedule(workerUrl: string, stop: AbortSignal, everyMs = 60_000) {
  const timer = setInterval(() => {
    fetch(`${workerUrl}/cdn-cgi/local/scheduled`, { signal: stop }).catch(() => {})
  }, everyMs)
  stop.addEventListener('abort', () => clearInterval(timer))
}
