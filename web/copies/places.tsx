import type { CopiesReport } from '#contracts/ledger'
import { formatAgo, formatBytes } from '../ui/format.ts'
import { Icon } from '../ui/icons.tsx'
import { Badge, Progress } from '../ui/state-notes.tsx'
import { healthWords } from './copies-words.ts'

type Place = CopiesReport['places'][number]

const stateWords = {
  ok: { kind: 'proof', word: 'there' },
  missing: { kind: 'danger', word: 'missing' },
  read_only: { kind: 'danger', word: 'fails, only read' },
  full: { kind: 'waiting', word: 'full' },
} as const

/** Each place with what is verified there, and a disk with the room it has. */
export function Places({ report }: { report: CopiesReport }) {
  const nowMs = Date.now()
  return (
    <section aria-labelledby="copies-places">
      <h2 id="copies-places">Places</h2>
      <ul class="copies-places">
        {report.places.map((place) => (
          <li key={place.place}>
            <header>
              <Icon name={place.kind === 'cloud' ? 'share' : 'archive'} />
              <h3>{place.name}</h3>
              <Badge kind={stateWords[place.state].kind}>{stateWords[place.state].word}</Badge>
            </header>
            <Progress
              value={report.originals === 0 ? 0 : place.originals / report.originals}
              label={`Verified on ${place.name}`}
            />
            <p>
              <strong class="figures">{place.originals.toLocaleString('en')}</strong> of{' '}
              {report.originals.toLocaleString('en')} verified, {formatBytes(place.bytes)}
            </p>
            <p class="quiet">{roomWords(place, nowMs)}</p>
            <Health place={place} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function Health({ place }: { place: Place }) {
  const said = healthWords(place.health)
  if (said === null) return null
  return <p class={said.isBad ? 'copies-alarm' : 'quiet'}>{said.words}</p>
}

function roomWords({ kind, totalBytes, freeBytes, reportedAt }: Place, nowMs: number): string {
  if (kind === 'cloud') return 'What is served from, wherever you are.'
  const said = reportedAt === null ? '' : ` Looked at ${formatAgo(reportedAt, nowMs)}.`
  if (totalBytes === null || freeBytes === null || totalBytes === 0) {
    return `Its room is not known.${said}`
  }
  return `${formatBytes(freeBytes)} of ${formatBytes(totalBytes)} free.${said}`
}
