import './activity.css'
import { useEffect, useMemo } from 'preact/hooks'
import type { ActivityEntry } from '#contracts/activity'
import type { FolderId, SpaceId } from '#contracts/ids'
import { answer, api } from '../api.ts'
import { onSpaceEvent } from '../library/live.ts'
import { PagedBody } from '../shell/paged-body.tsx'
import { formatAgo, formatExact } from '../ui/format.ts'
import { Icon, type IconName } from '../ui/icons.tsx'
import { pagedList } from '../ui/paged.ts'
import { actorText, happenedText } from './activity-words.ts'

const icons: Record<ActivityEntry['kind'], IconName> = {
  added: 'upload',
  commented: 'text',
  hearted: 'heart',
  granted: 'people',
  linked: 'link',
}

/** Who added, said, liked and shared what, the latest first; what comes is there at once. */
export function ActivityList({ of }: { of: { space: SpaceId } | { folder: FolderId } }) {
  const key = 'space' in of ? of.space : of.folder
  const list = useMemo(
    () =>
      pagedList((cursor) =>
        answer(
          api.api.activity.$get({
            query: { ...of, limit: '20', ...(cursor !== undefined && { cursor }) },
          }),
        ),
      ),
    [key],
  )
  useEffect(() => {
    void list.load()
    return onSpaceEvent(({ type }) => {
      if (type === 'remarks.changed' || type === 'files.changed') void list.load()
    })
  }, [list])
  const now = Date.now()
  return (
    <PagedBody of={list} empty="Nothing has happened here yet.">
      {(items) => (
        <ol class="happened">
          {items.map((entry) => (
            <Happened key={entry.key} entry={entry} now={now} />
          ))}
        </ol>
      )}
    </PagedBody>
  )
}

function Happened({ entry, now }: { entry: ActivityEntry; now: number }) {
  const { file, kind } = entry
  return (
    <li>
      <span class="happened-picture">
        {file?.thumbUrl ? (
          <img src={file.thumbUrl} alt="" width={44} height={44} loading="lazy" />
        ) : (
          <Icon name={icons[kind]} />
        )}
      </span>
      <span class="happened-text">
        <span>
          <strong>{actorText(entry)}</strong> {happenedText(entry)}
        </span>
        {kind === 'commented' && entry.text !== null && <q class="quiet">{entry.text}</q>}
      </span>
      <time class="quiet" dateTime={entry.at} title={formatExact(entry.at)}>
        {formatAgo(entry.at, now)}
      </time>
    </li>
  )
}
