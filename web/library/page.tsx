import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import type { FileView } from '#contracts/files'
import type { FileId } from '#contracts/ids'
import { sentenceOf } from '../api.ts'
import { Button } from '../ui/button.tsx'
import { leave, navigate, path } from '../ui/route.ts'
import { StateNote } from '../ui/state-notes.tsx'
import { showToast } from '../ui/toast.tsx'
import { fileAddress, listAddress, readAddress } from './addresses.ts'
import type { ListKind } from './file-list.ts'
import { Grid } from './grid.tsx'
import { homeOnline } from './live.ts'
import {
  detail,
  type ListState,
  lists,
  loadDetail,
  loadList,
  loadMore,
  refreshFiles,
  restoreFile,
  trashFile,
} from './state.ts'
import { Viewer } from './viewer.tsx'

const nearEnd: Record<ListKind, () => void> = {
  library: () => void loadMore('library'),
  trash: () => void loadMore('trash'),
}

/** A failed picture is asked for again once: its address may have ended, or it may be gone. */
const asked = new Set<string>()
function askAgain(file: FileView) {
  const key = `${file.id} ${file.thumbUrl}`
  if (asked.has(key)) return
  asked.add(key)
  refreshFiles([file.id])
}

/** The library or the trash, with the viewer over it when a picture is open. */
export function ListPage({ kind, onPick }: { kind: ListKind; onPick: () => void }) {
  const list = lists[kind].value
  useEffect(() => void loadList(kind), [kind])
  const onBroken = useCallback(
    (id: FileId) => {
      const file = lists[kind].value.files.find((candidate) => candidate.id === id)
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
      <ListBody kind={kind} list={list} returnTo={returnTo} onPick={onPick} onBroken={onBroken} />
      <OpenViewer kind={kind} files={list.files} openId={openId} />
    </>
  )
}

/** The picture that the address names, if it names one. */
function openFileId(): FileId | null {
  return readAddress(path.value)?.openId ?? null
}

function ListBody(props: {
  kind: ListKind
  list: ListState
  returnTo: FileId | null
  onPick: () => void
  onBroken: (id: FileId) => void
}) {
  const { kind, list } = props
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
  if (list.files.length === 0)
    return kind === 'trash' ? <EmptyTrash /> : <EmptyLibrary onPick={props.onPick} />
  return (
    <>
      {kind === 'trash' && (
        <p class="page-note quiet">
          Files stay here for at least 30 days. Nothing is removed before that.
        </p>
      )}
      <Grid
        files={list.files}
        kind={kind}
        homeOnline={homeOnline.value}
        returnTo={props.returnTo}
        onNearEnd={nearEnd[kind]}
        onBroken={props.onBroken}
        onTrash={(file) => void moveToTrash(file)}
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
      What you delete comes here first and stays for at least 30 days.
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

function OpenViewer(props: { kind: ListKind; files: FileView[]; openId: FileId | null }) {
  const { kind, files, openId } = props
  const index = files.findIndex((file) => file.id === openId)
  const [nowMs, setNowMs] = useState(Date.now())

  useEffect(() => {
    detail.value = null
    if (openId === null) return
    setNowMs(Date.now())
    loadDetail(openId).catch((error: unknown) => {
      showToast(sentenceOf(error), { kind: 'danger' })
      navigate(listAddress(kind), { replace: true })
    })
    const timer = setInterval(() => setNowMs(Date.now()), 15_000)
    return () => clearInterval(timer)
  }, [openId, kind])

  const file = files[index] ?? (detail.value?.id === openId ? detail.value : null)
  if (openId === null || !file) return null
  const close = () => leave(listAddress(kind))
  const neighbour = (step: number) => (index < 0 ? null : (files[index + step] ?? null))
  return (
    <Viewer
      file={file}
      detail={detail.value?.id === openId ? detail.value : null}
      next={neighbour(1)}
      previous={neighbour(-1)}
      homeOnline={homeOnline.value}
      nowMs={nowMs}
      onOpen={(to) => navigate(fileAddress(kind, to.id), { replace: true })}
      onClose={close}
      onTrash={() => {
        const to = neighbour(1) ?? neighbour(-1)
        void moveToTrash(file)
        if (to) navigate(fileAddress(kind, to.id), { replace: true })
        else close()
      }}
      onRestore={() => {
        void takeBack(file)
        close()
      }}
      onBroken={() => askAgain(file)}
    />
  )
}

/** Moves a file to trash and offers the way back. */
export async function moveToTrash(file: FileView) {
  try {
    await trashFile(file.id)
    showToast(`“${file.name}” is in the trash.`, {
      action: { label: 'Undo', run: () => void takeBack(file) },
    })
  } catch (error) {
    showToast(sentenceOf(error), { kind: 'danger' })
  }
}

async function takeBack(file: FileView) {
  try {
    await restoreFile(file.id)
    showToast(`“${file.name}” is back in the library.`)
  } catch (error) {
    showToast(sentenceOf(error), { kind: 'danger' })
  }
}
