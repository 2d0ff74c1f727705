import { useCallback, useEffect, useRef } from 'preact/hooks'
import type { MySpace } from '#contracts/accounts'
import type { FileId, SpaceId } from '#contracts/ids'
import { sentenceOf } from '../api.ts'
import { EmptyLibrary, FlatPage, SortMenu } from '../pages.ts'
import { Button } from '../ui/button.tsx'
import { path } from '../ui/route.ts'
import { StateNote } from '../ui/state-notes.tsx'
import { fileAddress, listAddress, type Place, readAddress, type ShownPlace } from './addresses.ts'
import { GridSkeleton } from './grid-skeleton.tsx'
import { homeOnline } from './live.ts'
import { askAgain, OpenViewer } from './open-viewer.tsx'
import { beside, detail, loadBeside, shownSpaceId, showSpace } from './state.ts'
import { TimelineGrid } from './timeline.tsx'
import { loadMonth, loadTimeline, neighboursOf, timeline } from './timeline-state.ts'

interface Shown extends ShownPlace {
  spaceId: SpaceId
}

/** A list of the library: the timeline here, every other as a flat page; the viewer lies over it. */
export function ListPage(props: {
  at: Place
  /** Whose; of favourites it is only where uploads go. */
  space: MySpace
  spaces: MySpace[]
  personalSpaceId: SpaceId
  onPick: () => void
}) {
  const { at, space } = props
  const shown: Shown = {
    ...at,
    space: space.id === props.personalSpaceId ? null : space.id,
    spaceId: space.id,
    canEdit: space.role !== 'viewer',
    canPurge: space.role === 'admin',
  }
  const openId = readAddress(path.value)?.openId ?? null
  return at.kind === 'library' && at.sorting === undefined ? (
    <TimelinePage shown={shown} openId={openId} onPick={props.onPick} />
  ) : (
    <FlatPage
      key={at.sorting}
      shown={shown}
      spaces={props.spaces}
      openId={openId}
      onPick={props.onPick}
    />
  )
}

function TimelinePage(props: { shown: Shown; openId: FileId | null; onPick: () => void }) {
  const { shown, openId } = props
  const { spaceId } = shown
  useEffect(() => {
    showSpace(spaceId)
    void loadTimeline(spaceId)
  }, [spaceId])
  const onBroken = useCallback((id: FileId) => {
    const files = timeline.value.months.flatMap(({ items }) => items ?? [])
    const file = files.find((candidate) => candidate.id === id)
    if (file) askAgain(file)
  }, [])
  const lastOpenId = useRef<FileId | null>(null)
  const returnTo = openId === null ? lastOpenId.current : null
  useEffect(() => {
    lastOpenId.current = openId
  }, [openId])
  return (
    <>
      <LibraryBody shown={shown} returnTo={returnTo} onPick={props.onPick} onBroken={onBroken} />
      <OpenInTimeline shown={shown} openId={openId} />
    </>
  )
}

function LibraryBody(props: {
  shown: Shown
  returnTo: FileId | null
  onPick: () => void
  onBroken: (id: FileId) => void
}) {
  const { shown } = props
  const isThisSpace = shownSpaceId.value === shown.spaceId
  const { status, error, months } = timeline.value
  if (!isThisSpace || status === 'loading') return <GridSkeleton />
  const tryAgain = (
    <Button kind="primary" icon="retry" onClick={() => void loadTimeline(shown.spaceId)}>
      Try again
    </Button>
  )
  if (status === 'failed') {
    return (
      <StateNote
        icon="alert"
        kind="danger"
        title="The pictures could not be loaded"
        action={tryAgain}
      >
        {sentenceOf(error)}
      </StateNote>
    )
  }
  if (months.length === 0) {
    return shown.canEdit ? (
      <EmptyLibrary onPick={props.onPick} />
    ) : (
      <StateNote icon="image" title="No pictures here yet">
        What others put into this space appears here by itself.
      </StateNote>
    )
  }
  return (
    <>
      {error !== null && (
        <div class="page-failure timeline-failure" role="alert">
          <p>{sentenceOf(error)}</p>
          {tryAgain}
        </div>
      )}
      <SortMenu place={shown} />
      <TimelineGrid
        months={months}
        of={shown}
        homeOnline={homeOnline.value}
        returnTo={props.returnTo}
        onBroken={props.onBroken}
      />
    </>
  )
}

/** A file of the timeline in the viewer, with those beside it there. */
function OpenInTimeline({ shown, openId }: { shown: Shown; openId: FileId | null }) {
  const { previous, next } = openId === null ? nobody : neighboursOf(openId)
  const wanted = [previous, openId, next].filter((id) => id !== null)
  const key = wanted.join(' ')
  useEffect(() => {
    // What is missing is asked for by the viewer itself, which says what went wrong.
    loadBeside(wanted).catch(() => undefined)
  }, [key])
  const open = detail.value?.id === openId ? detail.value : null
  useEffect(() => {
    // Opened by its address, its month may not be there yet, and so nobody beside it.
    if (open) void loadMonth(open.shownAt.slice(0, 7))
  }, [open?.id, timeline.value.status])
  const files = wanted.flatMap((id) => beside.value.get(id) ?? [])
  return (
    <OpenViewer
      files={files}
      openId={openId}
      back={listAddress(shown)}
      hrefOf={(id) => fileAddress(shown, id)}
      canEdit={shown.canEdit}
      canPurge={shown.canPurge}
    />
  )
}

const nobody = { previous: null, next: null }
