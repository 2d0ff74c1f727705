import type { SnapshotReport } from '../snapshots/keep-snapshots.ts'
import { formatBytes, formatTime, oneLine, printTable } from './print-table.ts'
import type { Status } from './read-status.ts'
import { heldSentence } from './removals-command.ts'
import { unrepairedSentence } from './scrub-command.ts'

const count = (value: number) => value.toLocaleString('en')

const stateWords = { ok: 'ok', missing: 'MISSING', read_only: 'READ-ONLY', full: 'FULL' } as const

/** `1tb 2026-03-01 12:00, 8tb none`, and why there is no newer one. */
function snapshotWords({ disks, note }: SnapshotReport): string {
  const each = disks.map(({ name, newestMs }) =>
    newestMs === null ? `${name} none` : `${name} ${formatTime(new Date(newestMs).toISOString())}`,
  )
  return [each.join(', '), ...(note === null ? [] : [note])].join('. ')
}

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
  if (status.snapshots !== null) overview.push(['Snapshots', snapshotWords(status.snapshots)])
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
      oneLine(file.name),
      formatBytes(file.sizeBytes),
      ...vault.places.map(({ place }) => {
        const copy = file.copies.find((candidate) => candidate.place === place)
        return copy?.verifiedAt ? formatTime(copy.verifiedAt) : 'waiting'
      }),
      file.fileId,
    ]),
  ]
  const parts = fileId === null ? [printTable(overview), printTable(places, [2, 3, 4])] : []
  const notes = [heldSentence(status.removals), unrepairedSentence(status.scrub)]
  if (fileId === null) parts.push(...notes.flatMap((note) => (note === null ? [] : [[note]])))
  if (recent.length > 0) parts.push(printTable(files, [1]))
  return `${parts.map((lines) => lines.join('\n')).join('\n\n')}\n`
}
