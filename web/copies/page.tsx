import './copies.css'
import { useEffect, useState } from 'preact/hooks'
import type { Me } from '#contracts/accounts'
import type { SpaceId } from '#contracts/ids'
import type { CopiesReport } from '#contracts/ledger'
import { answer, api, sentenceOf } from '../api.ts'
import { onSpaceEvent } from '../library/live.ts'
import { personalSpaceOf, spaceOf } from '../shell/own-spaces.ts'
import { readSpacePage } from '../shell/space-pages.ts'
import { Button } from '../ui/button.tsx'
import { formatBytes } from '../ui/format.ts'
import { Icon } from '../ui/icons.tsx'
import { StateNote } from '../ui/state-notes.tsx'
import {
  copiesWords,
  drillWords,
  eventWords,
  keepingWords,
  lossWords,
  originalsWords,
  verdictOf,
} from './copies-words.ts'
import { HomeNodes } from './home-nodes.tsx'
import { Places } from './places.tsx'
import { Policies } from './policies.tsx'

/** The report is asked for again so long after something changed: many copies come in a row. */
const settleMs = 1_500

/** How safe the originals of a space are, or of the whole vault for who administers it. */
export function CopiesPage({ me, path }: { me: Me; path: string }) {
  const of = readSpacePage(path)?.space ?? null
  const space = of === null ? personalSpaceOf(me) : spaceOf(me, of)
  const [isWhole, setWhole] = useState(false)
  const { report, error, load } = useReport(space?.id ?? null, isWhole && me.isAdmin)
  if (space === null) return <StateNote icon="check" title="There is no such space" />
  return (
    <div class="copies" aria-busy={report === null && error === null}>
      {me.isAdmin && (
        <label class="copies-whole">
          <input
            type="checkbox"
            checked={isWhole}
            onChange={(event) => setWhole(event.currentTarget.checked)}
          />
          The whole vault, not only this space
        </label>
      )}
      {error !== null && (
        <div class="page-failure" role="alert">
          <p>{sentenceOf(error)}</p>
          <Button icon="retry" onClick={load}>
            Try again
          </Button>
        </div>
      )}
      {report !== null ? (
        <>
          <Report report={report} />
          <HomeNodes nodes={report.homeNodes} isAdmin={me.isAdmin} onDone={load} />
          {!(isWhole && me.isAdmin) && <Policies space={space} onDone={load} />}
        </>
      ) : (
        error === null && <Skeleton />
      )}
    </div>
  )
}

function useReport(spaceId: SpaceId | null, isWhole: boolean) {
  const [report, setReport] = useState<CopiesReport | null>(null)
  const [error, setError] = useState<unknown>(null)
  const [asked, setAsked] = useState(0)
  const load = () => setAsked((times) => times + 1)
  useEffect(() => setReport(null), [spaceId, isWhole])
  useEffect(() => {
    let isOver = false
    if (spaceId === null) return
    const query = { space: spaceId }
    answer(isWhole ? api.api.admin.copies.$get() : api.api.copies.$get({ query })).then(
      (found) => {
        if (isOver) return
        setReport(found)
        setError(null)
      },
      (failure: unknown) => {
        if (!isOver) setError(failure)
      },
    )
    return () => {
      isOver = true
    }
  }, [spaceId, isWhole, asked])
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const stop = onSpaceEvent(() => {
      clearTimeout(timer)
      timer = setTimeout(load, settleMs)
    })
    return () => {
      clearTimeout(timer)
      stop()
    }
  }, [])
  return { report, error, load }
}

function Report({ report }: { report: CopiesReport }) {
  const verdict = verdictOf(report)
  if (verdict === 'empty') {
    return (
      <StateNote icon="check" title="There is nothing to keep yet">
        Once there are originals, this page says where each of them lies, and what would be lost if
        a place were gone.
      </StateNote>
    )
  }
  return (
    <>
      <section class="copies-losses" aria-label="What would be lost">
        <ul>
          {report.losses.map((loss) => (
            <li key={loss.place ?? 'all'} class={loss.originals === 0 ? 'is-safe' : 'is-lost'}>
              <Icon name={loss.originals === 0 ? 'check' : 'alert'} />
              <p>
                <span>{eventWords(loss)},</span> <strong>{lossWords(loss, report)}.</strong>
              </p>
            </li>
          ))}
        </ul>
        <p class="quiet">
          {report.places.length === 1
            ? 'No disk has joined this vault yet: everything lies in the cloud alone. '
            : ''}
          Only copies count that were read back from their place and had the right SHA-256. What is
          in trash is counted too.
        </p>
      </section>
      <ByCopies report={report} />
      <Places report={report} />
      <p class="quiet">{drillWords(report.lastDrill)}</p>
    </>
  )
}

/** All originals as one bar, by how many copies they have. */
function ByCopies({ report }: { report: CopiesReport }) {
  const parts = report.byCopies.filter(({ originals }) => originals > 0)
  return (
    <section aria-labelledby="copies-how-many">
      <h2 id="copies-how-many">
        {originalsWords(report)}, {formatBytes(report.bytes)}
      </h2>
      <div class="copies-bar" aria-hidden="true">
        {parts.map(({ copies, originals }) => (
          <span key={copies} class={markOf(copies)} style={{ flexGrow: originals }} />
        ))}
      </div>
      <ul class="copies-legend">
        {parts.map(({ copies, originals, bytes }) => (
          <li key={copies}>
            <span class={`copies-dot ${markOf(copies)}`} />
            <strong class="figures">{originals.toLocaleString('en')}</strong> with{' '}
            {copiesWords(copies)} <span class="quiet">{formatBytes(bytes)}</span>
          </li>
        ))}
      </ul>
      <ul class="copies-legend" aria-label="As wanted">
        {report.keeping
          .filter(({ originals }) => originals > 0)
          .map(({ keeping, originals }) => (
            <li key={keeping} class={keeping === 'no_room' ? 'copies-alarm' : ''}>
              <strong class="figures">{originals.toLocaleString('en')}</strong>{' '}
              {keepingWords[keeping]}
            </li>
          ))}
      </ul>
    </section>
  )
}

function markOf(copies: number): string {
  return copies === 0 ? 'is-none' : copies === 1 ? 'is-single' : 'is-several'
}

function Skeleton() {
  return (
    <div class="copies-skeleton" role="status" aria-label="Loading">
      <span />
      <span />
      <span />
    </div>
  )
}
