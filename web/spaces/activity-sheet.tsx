import { useEffect } from 'preact/hooks'
import { PagedBody } from '../shell/paged-body.tsx'
import { formatAgo, formatExact } from '../ui/format.ts'
import { Sheet } from '../ui/sheet.tsx'
import { actorOf, groupEntries, happeningText } from './activity-words.ts'
import type { OneSpace } from './calls.ts'

/** What happened in a space, newest first, for its admins. */
export function ActivitySheet({ space }: { space: OneSpace }) {
  useEffect(() => void space.activity.load(), [space])
  const names = new Map<string, string>(
    space.members.list.value.items.map(({ userId, username }) => [userId, username]),
  )
  const now = Date.now()
  return (
    <Sheet
      title="Activity"
      lead="Who did what in this space. Nothing of it can be changed afterwards."
    >
      <PagedBody of={space.activity} empty="Nothing has happened yet.">
        {(items) => (
          <ol class="activity">
            {groupEntries(items).map((group) => {
              const at = new Date(group.entry.at).toISOString()
              return (
                <li key={group.entry.seq}>
                  <span>
                    <strong>{actorOf(group.entry)}</strong>{' '}
                    {happeningText(group, (id) => names.get(id) ?? null)}
                  </span>
                  <time class="quiet" dateTime={at} title={formatExact(at)}>
                    {formatAgo(at, now)}
                  </time>
                </li>
              )
            })}
          </ol>
        )}
      </PagedBody>
    </Sheet>
  )
}
