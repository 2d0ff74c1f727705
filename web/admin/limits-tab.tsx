import { useEffect } from 'preact/hooks'
import { PagedBody } from '../shell/paged-body.tsx'
import { Button } from '../ui/button.tsx'
import { formatAgo, formatDay, formatExact } from '../ui/format.ts'
import { Row, Sheet } from '../ui/sheet.tsx'
import { limitHits } from './calls.ts'
import { limitWords, subjectWords } from './limit-words.ts'

const hour = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short' })

/** Where somebody was told to slow down, by hour: guessing shows here. */
export function LimitsTab() {
  useEffect(() => void limitHits.load(), [])
  return (
    <Sheet
      title="Limits"
      lead="Who was told to slow down, hour by hour, kept for 30 days. Networks are shortened, so that no single home can be read from them."
      action={
        <Button icon="retry" onClick={() => void limitHits.load()}>
          Read again
        </Button>
      }
    >
      <PagedBody
        of={limitHits}
        empty="Nobody had to be slowed down in the last 30 days. Wrong passwords that come too fast show up here."
      >
        {(items) => (
          <ul aria-label="Refusals by limits">
            {items.map((hit) => (
              <Row
                key={`${hit.class} ${hit.subject} ${hit.windowStart}`}
                title={limitWords(hit.class)}
                note={`${subjectWords(hit.subject)} · ${hourWords(hit.windowStart)}`}
                figures={
                  <p class="hits">
                    <span>
                      <strong>{hit.hits.toLocaleString('en')}</strong>{' '}
                      {hit.hits === 1 ? 'refusal' : 'refusals'}
                    </span>
                    <time class="quiet" dateTime={hit.lastAt} title={formatExact(hit.lastAt)}>
                      last {formatAgo(hit.lastAt, Date.now())}
                    </time>
                  </p>
                }
              />
            ))}
          </ul>
        )}
      </PagedBody>
    </Sheet>
  )
}

/** `Today, 11:00–12:00` */
function hourWords(windowStart: string): string {
  const start = new Date(windowStart)
  const end = new Date(start.getTime() + 3_600_000)
  return `${formatDay(windowStart, Date.now())}, ${hour.format(start)}–${hour.format(end)}`
}
