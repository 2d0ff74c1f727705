import { useEffect, useMemo, useRef } from 'preact/hooks'
import './duplicates.css'
import type { Me } from '#contracts/accounts'
import type { DuplicateGroup } from '#contracts/duplicates'
import type { FileId } from '#contracts/ids'
import { answer, api } from '../api.ts'
import { trashFilesWithUndo } from '../folders/folder-actions.ts'
import { OpenFile } from '../folders/open-file.tsx'
import { onSpaceEvent } from '../library/live.ts'
import { attempt } from '../shell/attempt.ts'
import { personalSpaceOf, spaceOf } from '../shell/own-spaces.ts'
import { PagedBody } from '../shell/paged-body.tsx'
import { readSpacePage, spacePageAddress } from '../shell/space-pages.ts'
import { pagedList } from '../ui/paged.ts'
import { StateNote } from '../ui/state-notes.tsx'
import { showToast } from '../ui/toast.tsx'
import { Group } from './group.tsx'

/** Pictures of a space that look alike, group by group, to keep one of each or all. */
export function DuplicatesPage({ me, path }: { me: Me; path: string }) {
  const at = readSpacePage(path)
  const of = at?.space ?? null
  const space = of === null ? personalSpaceOf(me) : spaceOf(me, of)
  const spaceId = space?.id
  const list = useMemo(
    () =>
      pagedList<DuplicateGroup>((cursor) =>
        answer(
          api.api.duplicates.$get({
            query: { ...(spaceId && { space: spaceId }), ...(cursor && { cursor }) },
          }),
        ),
      ),
    [spaceId],
  )
  const groups = useRef<HTMLDivElement>(null)
  useEffect(() => {
    void list.load()
    return onSpaceEvent(({ type }) => {
      if (type === 'hello') void list.load()
    })
  }, [list])
  if (space === null) {
    return <StateNote icon="copy" title="There is no such space" />
  }
  const { status, items, nextCursor } = list.list.value
  if (status === 'ready' && items.length === 0 && nextCursor === null) {
    return (
      <StateNote icon="copy" title="No two pictures look alike">
        Pictures that differ only in size, quality, brightness or a trimmed edge are shown here side
        by side, within a minute of their preview being ready. The same bytes are never stored twice
        anyway, and copies that you made of one file are left alone.
      </StateNote>
    )
  }

  /** Takes a group off the page, and the keyboard to the one that follows. */
  function leaveOut(group: DuplicateGroup) {
    const place = items.findIndex(({ id }) => id === group.id)
    list.change((all) => all.filter(({ id }) => id !== group.id))
    requestAnimationFrame(() => focusGroup(place))
    if (items.length < 5) void list.more()
  }
  function focusGroup(place: number) {
    const all = groups.current?.querySelectorAll<HTMLElement>('[data-group]')
    all?.[Math.max(0, Math.min(place, all.length - 1))]?.focus()
  }
  async function review(group: DuplicateGroup, areDistinct: boolean) {
    await answer(
      api.api.duplicates[':groupId'].$put({
        param: { groupId: group.id },
        json: { fileIds: group.files.map(({ id }) => id), areDistinct },
      }),
    )
  }
  async function keepAll(group: DuplicateGroup) {
    if (!(await attempt(() => review(group, true)))) return
    leaveOut(group)
    showToast('All of them are kept, and not asked about again.', {
      action: {
        label: 'Undo',
        run: () => void attempt(() => review(group, false)).then(() => list.load()),
      },
    })
  }
  async function keepSome(group: DuplicateGroup, keep: ReadonlySet<FileId>) {
    const others = group.files.map(({ id }) => id).filter((id) => !keep.has(id))
    leaveOut(group)
    let isFirst = true
    await trashFilesWithUndo(others, () => {
      // What was not trashed, or is back, is shown again.
      if (!isFirst) void list.load()
      isFirst = false
    })
  }
  const here = { kind: 'duplicates' as const, space: of }
  const openIn = items.find(({ files }) => files.some(({ id }) => id === at?.openId))
  return (
    <div class="duplicates" ref={groups}>
      <p class="quiet duplicates-about">
        Choose what to keep; the others go to the trash, where they stay for 30 days.{' '}
        <span class="duplicates-keys">
          With the keyboard: <kbd>↑</kbd> <kbd>↓</kbd> between groups, <kbd>1</kbd> to <kbd>9</kbd>{' '}
          choose, <kbd>Delete</kbd> trashes the others, <kbd>n</kbd> keeps all.
        </span>
      </p>
      <PagedBody of={list} empty="">
        {(all) =>
          all.map((group, place) => (
            <Group
              key={group.id}
              group={group}
              canEdit={space.role !== 'viewer'}
              hrefOf={(id) => spacePageAddress(here, id)}
              onKeep={(keep) => void keepSome(group, keep)}
              onKeepAll={() => void keepAll(group)}
              onStep={(by) => focusGroup(place + by)}
              onBroken={() => void list.load()}
            />
          ))
        }
      </PagedBody>
      {at?.openId && (
        <OpenFile
          files={openIn?.files ?? []}
          openId={at.openId}
          canEdit={space.role !== 'viewer'}
          back={spacePageAddress(here)}
          hrefOf={(id) => spacePageAddress(here, id)}
          onChanged={() => void list.load()}
        />
      )}
    </div>
  )
}
