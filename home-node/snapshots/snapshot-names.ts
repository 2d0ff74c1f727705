const dayMs = 86_400_000
const dailies = 14
const monthlies = 12
const pattern = /^(\d{4}-\d\d-\d\d)T(\d\d)(\d\d)(\d\d)Z\.cvsnapshot$/

/** `2026-03-01T120000Z.cvsnapshot`: sorts by time, and any file system takes it. */
export function snapshotName(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(0, 19).replaceAll(':', '')}Z.cvsnapshot`
}

/** When a snapshot was taken, in Unix milliseconds; null for the name of anything else. */
export function snapshotTime(name: string): number | null {
  const [, day, hour, minute, second] = pattern.exec(name) ?? []
  return day === undefined ? null : Date.parse(`${day}T${hour}:${minute}:${second}Z`)
}

/**
 * Which of these to remove: all but the newest of each of the last 14 days that have one, and the first
 * of each of the last 12 months that have one. The newest is never among them.
 */
export function expiredSnapshots(names: string[]): string[] {
  const taken = names
    .flatMap((name) => {
      const atMs = snapshotTime(name)
      return atMs === null ? [] : [{ name, atMs }]
    })
    .sort((one, two) => two.atMs - one.atMs)
  const newestOfDay = new Map<number, string>()
  for (const { name, atMs } of taken) {
    const day = Math.floor(atMs / dayMs)
    if (!newestOfDay.has(day)) newestOfDay.set(day, name)
  }
  const firstOfMonth = new Map<string, string>()
  for (const { name } of taken) firstOfMonth.set(name.slice(0, 7), name)
  const kept = new Set([
    ...[...newestOfDay.values()].slice(0, dailies),
    ...[...firstOfMonth.values()].slice(0, monthlies),
  ])
  return taken.flatMap(({ name }) => (kept.has(name) ? [] : [name]))
}
