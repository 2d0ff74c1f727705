import type { Status } from './read-status.ts'

/** Rows as columns: the first left-aligned, those named in `right` right-aligned. */
function table(rows: string[][], right: number[] = []): string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => [...(row[column] ?? '')].length)),
  )
  return rows.map((row) =>
    row
      .map((cell, column) => {
        const gap = ' '.repeat((widths[column] ?? 0) - [...cell].length)
        return right.includes(column) ? gap + cell : cell + gap
      })
      .join('   ')
      .trimEnd(),
  )
}

const units = ['B', 'kB', 'MB', 'GB', 'TB']

/** Decimal units, as disks are sold: 4,194,304 is `4.2 MB`. */
export function formatBytes(bytes: number): string {
  let value = bytes
  let unit = 0
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1_000
    unit += 1
  }
  return `${unit === 0 || value >= 99.5 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`
}

/** Local time to the minute, `2026-03-01 14:05`. */
function formatTime(iso: string | null): string {
  if (iso === null) return '—'
  const at = new Date(iso)
  const two = (value: number) => String(value).padStart(2, '0')
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
  return `${day} ${two(at.getHours())}:${two(at.getMinutes())}`
}

const count = (value: number) => value.toLocaleString('en')

/** A name on one line of a terminal: no control characters, no direction marks, at most 32 wide. */
function shortName(name: string): string {
  const clean = name.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '·')
  const points = [...clean]
  return points.length <= 32 ? clean : `${points.slice(0, 31).join('')}…`
}

const stateWords = { ok: 'ok', missing: 'MISSING', read_only: 'READ-ONLY', full: 'FULL' } as const

/** The status as text for a terminal; null when `fileId` is given and not among the recent files. */
export function printStatus(status: Status, fileId: string | null): string | null {
  const { vault } = status
  const recent = vault.recent.filter((file) => fileId === null || file.fileId === fileId)
  if (fileId !== null && recent.length === 0) return null

  const { jobs } = vault
  const works = [
    [jobs.queued, 'queued'],
    [jobs.running, 'running'],
    [jobs.waitingHome, 'waiting for the home node'],
    [jobs.failed, 'failed'],
  ] as const
  const busy = works
    .filter(([number]) => number > 0)
    .map(([number, word]) => `${count(number)} ${word}`)
  const overview = [
    ['Files', `${count(vault.files)}, and ${count(vault.trashedFiles)} in the trash`],
    ['Originals', `${count(vault.originals)}, ${formatBytes(vault.originalBytes)}`],
    ['Jobs', busy.length === 0 ? 'none open' : busy.join(', ')],
    ['Worker', `answers at ${status.workerUrl}`],
    [
      'Home node',
      status.homePort === null ? 'DOES NOT ANSWER' : `answers on port ${status.homePort}`,
    ],
  ]
  const places = [
    ['Place', 'State', 'Verified', 'Received', 'Missing', 'Newest', 'Oldest'],
    ...vault.places.map((place) => [
      place.name,
      stateWords[place.state],
      count(place.verified),
      // Written but not read back yet: neither a copy nor missing.
      count(place.received),
      count(Math.max(0, vault.originals - place.verified - place.received)),
      formatTime(place.newestVerifiedAt),
      formatTime(place.oldestVerifiedAt),
    ]),
  ]
  const files = [
    ['Newest files', 'Size', ...vault.places.map((place) => place.name), 'Id'],
    ...recent.map((file) => [
      shortName(file.name),
      formatBytes(file.sizeBytes),
      ...vault.places.map(({ place }) => {
        const copy = file.copies.find((candidate) => candidate.place === place)
        return copy?.verifiedAt ? formatTime(copy.verifiedAt) : 'waiting'
      }),
      file.fileId,
    ]),
  ]
  const parts = fileId === null ? [table(overview), table(places, [2, 3, 4])] : []
  if (recent.length > 0) parts.push(table(files, [1]))
  return `${parts.map((lines) => lines.join('\n')).join('\n\n')}\n`
}
