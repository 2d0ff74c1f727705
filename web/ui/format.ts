const units = ['B', 'KB', 'MB', 'GB', 'TB', 'PB']

/** `1.4 MB`: decimal units, three figures at the most. */
export function formatBytes(bytes: number): string {
  let value = bytes
  let unit = 0
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1_000
    unit++
  }
  const digits = unit === 0 || value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2
  return `${Number(value.toFixed(digits))} ${units[unit]}`
}

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' })
const steps: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_557_600_000],
  ['month', 2_629_800_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
]

/** `3 minutes ago`; anything under a minute is `just now`. */
export function formatAgo(iso: string, nowMs: number): string {
  const ageMs = nowMs - Date.parse(iso)
  for (const [unit, unitMs] of steps) {
    if (ageMs >= unitMs) return relative.format(-Math.floor(ageMs / unitMs), unit)
  }
  return 'just now'
}

const exact = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' })

/** A moment in the reader's own time zone. */
export function formatExact(iso: string): string {
  return exact.format(new Date(iso))
}

const wallClock = new Intl.DateTimeFormat('en-GB', {
  dateStyle: 'full',
  timeStyle: 'short',
  timeZone: 'UTC',
})

/** What the camera's clock said (`2024-05-31T14:03:22`), in no time zone. */
export function formatTaken(takenAt: string): string {
  return wallClock.format(new Date(`${takenAt}Z`))
}

const day = new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long' })
const dayAndYear = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'long',
  year: 'numeric',
})

/** `Today`, `Yesterday`, `Friday 13 November`, or with the year when it is another one. */
export function formatDay(iso: string, nowMs: number): string {
  const date = new Date(iso)
  const now = new Date(nowMs)
  const days = Math.round((startOfDay(now) - startOfDay(date)) / 86_400_000)
  if (days === 0) return 'Today'
  if (days === 1) return 'Yesterday'
  return (date.getFullYear() === now.getFullYear() ? day : dayAndYear).format(date)
}

/** `21 November 2026`, in the reader's own time zone. */
export function formatDate(iso: string): string {
  return dayAndYear.format(new Date(iso))
}

function startOfDay(date: Date): number {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime()
}

/** `about 2 min left`, or nothing while it cannot be told. */
export function formatTimeLeft(seconds: number | null): string {
  if (seconds === null || !Number.isFinite(seconds)) return ''
  if (seconds < 60) return `about ${Math.max(1, Math.round(seconds))} s left`
  if (seconds < 5_400) return `about ${Math.round(seconds / 60)} min left`
  return `about ${Math.round(seconds / 3_600)} h left`
}
