import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import type { MySpace } from '#contracts/accounts'
import type { FileView } from '#contracts/files'
import type { FileId, SpaceId } from '#contracts/ids'
import { refreshMe } from '../account/state.ts'
import { sentenceOf } from '../api.ts'
import { Grid, TrashedFolders, TrashHead } from '../pages.ts'
import { TaskDialog } from '../shell/task-dialog.tsx'
import { Button } from '../ui/button.tsx'
import { leave, navigate, path } from '../ui/route.ts'
import { StateNote } from '../ui/state-notes.tsx'
import { showToast } from '../ui/toast.tsx'
import { fileAddress, listAddress, type Place, readAddress } from './addresses.ts'
import type { ListKind } from './file-list.ts'
import { homeOnline } from './live.ts'
import {
  beside,
  detail,
  type ListState,
  lists,
  loadBeside,
  loadDetail,
  loadList,
  loadMore,
  nothing,
  purgeFile,
  refreshFiles,
  restoreFile,
  shownSpaceId,
  showSpace,
  trashFile,
} from './state.ts'
import { TimelineGrid } from './timeline.tsx'
import { loadMonth, loadTimeline, neighboursOf, type Shot, timeline } from './timeline-state.ts'
import { Viewer } from './viewer.tsx'

const nearEnd: Record<ListKind, () => void> = {
  library: () => void loadMore('library'),
  trash: () => void loadMore('trash'),
}

/** A failed picture is asked for again once: its address may have ended, or it may be gone. */
const asked = new Set<string>()
function askAgain(file: Pick<FileView, 'id' | 'thumbUrl'>) {
  const key = `${file.id} ${file.thumbUrl}`
  if (asked.has(key)) return
  asked.add(key)
  refreshFiles([file.id])
}

/** What is shown, whose it is, and what this person may do there. */
interface Shown extends Place {
  spaceId: SpaceId
  canEdit: boolean
  canPurge: boolean
}

/** The library or the trash of a space, with the viewer over it when a picture is open. */
export function ListPage(props: {
  kind: ListKind
  space: MySpace
  personalSpaceId: SpaceId
  onPick: () => void
}) {
  const { kind, space } = props
  // Until the effect below has run, the lists are still those of the space before.
  const list = shownSpaceId.value === space.id ? lists[kind].value : nothing
  useEffect(() => {
    showSpace(space.id)
    if (kind === 'library') void loadTimeline(space.id)
    else void loadList(kind)
  }, [kind, space.id])
  const shown: Shown = {
    kind,
    space: space.id === props.personalSpaceId ? null : space.id,
    spaceId: space.id,
    canEdit: space.role !== 'viewer',
    canPurge: space.role === 'admin',
  }
  const onBroken = useCallback(
    (id: FileId) => {
      const files: readonly Shot[] =
        kind === 'library'
          ? timeline.value.months.flatMap(({ items }) => items ?? [])
          : lists[kind].value.files
      const file = files.find((candidate) => candidate.id === id)
      if (file) askAgain(file)
    },
    [kind],
  )
  const openId = openFileId()
  const lastOpenId = useRef<FileId | null>(null)
  const returnTo = openId === null ? lastOpenId.current : null
  useEffect(() => {
    lastOpenId.current = openId
  }, [openId])
  return (
    <>
      {kind === 'trash' && (
        <TrashedFolders
          spaceId={space.id}
          canEdit={shown.canEdit}
          canPurge={shown.canPurge}
          onChanged={() => void loadList('trash')}
        />
      )}
      {kind === 'library' ? (
        <LibraryBody shown={shown} returnTo={returnTo} onPick={props.onPick} onBroken={onBroken} />
      ) : (
        <ListBody shown={shown} list={list} returnTo={returnTo} onBroken={onBroken} />
      )}
      {kind === 'library' ? (
        <OpenInTimeline shown={shown} openId={openId} />
      ) : (
        <OpenViewer shown={shown} files={list.files} openId={openId} />
      )}
    </>
  )
}

/** The picture that the address names, if it names one. */
function openFileId(): FileId | null {
  return readAddress(path.value)?.openId ?? null
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
  if (!isThisSpace || status === 'loading') return <Skeleton />
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
  return <OpenViewer shown={shown} files={files} openId={openId} />
}

const nobody = { previous: null, next: null }

function ListBody(props: {
  shown: Shown
  list: ListState
  returnTo: FileId | null
  onBroken: (id: FileId) => void
}) {
  const { shown, list } = props
  const { kind } = shown
  if (list.status === 'loading') return <Skeleton />
  if (list.status === 'failed') {
    return (
      <StateNote
        icon="alert"
        kind="danger"
        title="The pictures could not be loaded"
        action={
          <Button kind="primary" icon="retry" onClick={() => void loadList(kind)}>
            Try again
          </Button>
        }
      >
        {sentenceOf(list.error)}
      </StateNote>
    )
  }
  if (list.files.length === 0) return <EmptyTrash />
  return (
    <>
      {kind === 'trash' && (
        <TrashHead spaceId={shown.spaceId} canPurge={shown.canPurge} files={list.files} />
      )}
      <Grid
        files={list.files}
        of={shown}
        homeOnline={homeOnline.value}
        returnTo={props.returnTo}
        onNearEnd={nearEnd[kind]}
        onBroken={props.onBroken}
        onTrash={shown.canEdit ? (file) => void moveToTrash(file) : null}
      />
      {list.isLoadingMore && <p class="page-note quiet">Loading more…</p>}
      {list.error !== null && (
        <div class="page-failure" role="alert">
          <p>{sentenceOf(list.error)}</p>
          <Button icon="retry" onClick={() => void loadList(kind)}>
            Try again
          </Button>
        </div>
      )}
    </>
  )
}

function EmptyLibrary({ onPick }: { onPick: () => void }) {
  return (
    <StateNote
      icon="image"
      title="Drop your first pictures here"
      action={
        <Button kind="primary" icon="upload" onClick={onPick}>
          Choose files
        </Button>
      }
    >
      <p>
        Drag them anywhere onto this page, paste them, or choose them. Each one is kept here and
        copied to every disk at home, and you can see the proof of each copy.
      </p>
      <p class="hint-formats mono">JPEG PNG WebP GIF AVIF HEIC, and any other file</p>
    </StateNote>
  )
}

function EmptyTrash() {
  return (
    <StateNote icon="trash" title="The trash is empty">
      What is deleted comes here first. After 30 days it is removed for good.
    </StateNote>
  )
}

function Skeleton() {
  return (
    <div class="grid-skeleton" role="status" aria-label="Loading">
      {[1.5, 0.8, 1.3, 1, 1.8, 1.2, 0.7, 1.6].map((aspect) => (
        <span
          key={aspect}
          class="skeleton"
          style={{ flexGrow: aspect, aspectRatio: `${aspect}` }}
        />
      ))}
    </div>
  )
}

function OpenViewer(props: { shown: Shown; files: FileView[]; openId: FileId | null }) {
  const { shown, files, openId } = props
  const back = listAddress(shown)
  const [isPurging, setPurging] = useState(false)
  const index = files.findIndex((file) => file.id === openId)
  const [nowMs, setNowMs] = useState(Date.now())

  useEffect(() => {
    detail.value = null
    if (openId === null) return
    setNowMs(Date.now())
    loadDetail(openId).catch((error: unknown) => {
      showToast(sentenceOf(error), { kind: 'danger' })
      navigate(back, { replace: true })
    })
    const timer = setInterval(() => setNowMs(Date.now()), 15_000)
    return () => clearInterval(timer)
  }, [openId, back])

  const file = files[index] ?? (detail.value?.id === openId ? detail.value : null)
  if (openId === null || !file) return null
  const close = () => leave(back)
  const neighbour = (step: number) => (index < 0 ? null : (files[index + step] ?? null))
  const goOn = () => {
    const to = neighbour(1) ?? neighbour(-1)
    if (to) navigate(fileAddress(shown, to.id), { replace: true })
    else close()
  }
  return (
    <>
      <Viewer
        file={file}
        detail={detail.value?.id === openId ? detail.value : null}
        next={neighbour(1)}
        previous={neighbour(-1)}
        homeOnline={homeOnline.value}
        nowMs={nowMs}
        onOpen={(to) => navigate(fileAddress(shown, to.id), { replace: true })}
        onClose={close}
        onTrash={
          shown.canEdit
            ? () => {
                void moveToTrash(file)
                goOn()
              }
            : null
        }
        onRestore={
          shown.canEdit
            ? () => {
                void takeBack(file)
                close()
              }
            : null
        }
        onPurge={shown.canPurge ? () => setPurging(true) : null}
        onBroken={() => askAgain(file)}
      />
      {isPurging && (
        <TaskDialog
          title={`Delete “${file.name}” for good?`}
          button="Delete for good"
          kind="danger"
          onSubmit={async () => {
            await purgeFile(file.id)
            void refreshMe()
            goOn()
            showToast(`“${file.name}” is gone for good.`)
          }}
          onClose={() => setPurging(false)}
        >
          <p>It is removed from the vault and from every disk at home. Nobody can take it back.</p>
        </TaskDialog>
      )}
    </>
  )
}

/** Moves a file to trash and offers the way back. */
export async function moveToTrash(file: Pick<FileView, 'id' | 'name'>) {
  try {
    await trashFile(file.id)
    showToast(`“${file.name}” is in the trash.`, {
      action: { label: 'Undo', run: () => void takeBack(file) },
    })
  } catch (error) {
    showToast(sentenceOf(error), { kind: 'danger' })
  }
}

async function takeBack(file: Pick<FileView, 'id' | 'name'>) {
  try {
    await restoreFile(file.id)
    showToast(`“${file.name}” is back in the library.`)
  } catch (error) {
    showToast(sentenceOf(error), { kind: 'danger' })
  }
}
