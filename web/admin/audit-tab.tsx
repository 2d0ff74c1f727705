import { useEffect } from 'preact/hooks'
import { PagedBody } from '../shell/paged-body.tsx'
import { formatDay, formatExact } from '../ui/format.ts'
import { Icon } from '../ui/icons.tsx'
import { Sheet } from '../ui/sheet.tsx'
import { auditEntries, auditFilter, loadNames } from './audit-calls.ts'
import { filterQuery, noFilter } from './audit-filter.ts'
import { AuditFilters } from './audit-filters.tsx'
import { actorWords, happeningWords, type NamedEntry } from './audit-words.ts'

/** What was done in the whole vault, newest first, by day. */
export function AuditTab() {
  useEffect(() => {
    auditFilter.value = noFilter
    void auditEntries.load()
    void loadNames()
  }, [])
  const isFiltered = Object.keys(filterQuery(auditFilter.value)).length > 0
  return (
    <Sheet
      title="Audit"
      lead="Who did what, each entry sealed to the one before: nothing can be changed afterwards without it showing."
      action={
        <a class="button" href={exportAddress()} download>
          <Icon name="download" size={18} />{' '}
          <span>{isFiltered ? 'Export these' : 'Export all'}</span>
        </a>
      }
    >
      <AuditFilters />
      <PagedBody
        of={auditEntries}
        empty={
          isFiltered
            ? 'Nothing like that has happened. Choose a wider time or another action.'
            : 'Nothing has happened yet.'
        }
      >
        {(items) => <Days entries={items} />}
      </PagedBody>
    </Sheet>
  )
}

function exportAddress(): string {
  const query = new URLSearchParams(filterQuery(auditFilter.value)).toString()
  return `/api/admin/audit/export${query && `?${query}`}`
}

function Days({ entries }: { entries: NamedEntry[] }) {
  const now = Date.now()
  const days = Map.groupBy(entries, ({ at }) => formatDay(new Date(at).toISOString(), now))
  return (
    <>
      {[...days].map(([day, ofDay]) => (
        <section key={day} class="audit-day">
          <h3>{day}</h3>
          <ol class="audit">
            {ofDay.map((entry) => (
              <Entry key={`${entry.chain} ${entry.seq}`} entry={entry} />
            ))}
          </ol>
        </section>
      ))}
    </>
  )
}

const clock = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' })

/** A sentence, and behind it the entry as it is kept. */
function Entry({ entry }: { entry: NamedEntry }) {
  const at = new Date(entry.at).toISOString()
  return (
    <li>
      <details>
        <summary>
          <time class="quiet figures" dateTime={at} title={formatExact(at)}>
            {clock.format(entry.at)}
          </time>
          <span>
            <strong>{actorWords(entry)}</strong> {happeningWords(entry)}
          </span>
          <Icon name="right" size={16} />
        </summary>
        <dl class="audit-entry">
          {factsOf(entry).map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd class="mono">{value}</dd>
            </div>
          ))}
        </dl>
      </details>
    </li>
  )
}

function factsOf(entry: NamedEntry): [string, string][] {
  const { chain, seq, action, actorId, subjectId, details, hash } = entry
  return [
    ['action', action],
    ['chain', `${chain}, entry ${seq}`],
    ['actor', actorId ?? 'unknown'],
    ['subject', subjectId ?? 'none'],
    ...Object.entries(details).map(([name, value]): [string, string] => [name, String(value)]),
    ['seal', hash],
  ]
}
