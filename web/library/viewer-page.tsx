import './viewer.css'
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { FileDetail, FileView } from '#contracts/files'
import { lazyPage } from '../shell/lazy-page.tsx'
import { Toasts } from '../ui/toast.tsx'
import { DetailsPanel } from './details-panel.tsx'
import { archive, favour, rate } from './details-save.ts'
import { ViewerBar } from './viewer-bar.tsx'
import { isPlayed } from './viewer-film.tsx'
import { useFullScreen } from './viewer-full-screen.ts'
import type { ZoomControls } from './viewer-gestures.ts'
import { actionOfKey } from './viewer-keys.ts'
import { useSlideshow } from './viewer-slideshow.ts'
import { ViewerStage } from './viewer-stage.tsx'

export interface ViewerProps {
  file: FileView
  detail: FileDetail | null
  next: FileView | null
  previous: FileView | null
  homeOnline: boolean | null
  nowMs: number
  onOpen: (file: FileView) => void
  onClose: () => void
  /** These are null when this person may not. Who may trash may also edit. */
  onTrash: (() => void) | null
  onRestore: (() => void) | null
  onPurge: (() => void) | null
  onBroken: () => void
}

const Editor = lazyPage(async () => (await import('../editor/editor.tsx')).Editor, null)

const wide = matchMedia('(min-width: 801px)')
/** On a phone the picture has the whole screen at first; a choice holds until the page is left. */
let wantsDetails: boolean | null = null

/** One file, large, with its details beside it (below it on a phone). */
export function ViewerPage(props: ViewerProps) {
  const { file, next, previous, onOpen } = props
  const [isDetailsOpen, setDetailsOpen] = useState(wantsDetails ?? wide.matches)
  const [shownId, setShownId] = useState<string | null>(null)
  const [playingId, setPlayingId] = useState<string | null>(null)
  const [isEditing, setEditing] = useState(false)
  const dialog = useRef<HTMLDialogElement>(null)
  const frame = useRef<HTMLDivElement>(null)
  const zoom = useRef<ZoomControls>(null)
  const fullScreen = useFullScreen(frame)
  const show = useSlideshow({
    at: file.id,
    isShown: shownId === file.id,
    isFilm: playingId === file.id,
    onNext: next && (() => onOpen(next)),
  })
  useLayoutEffect(() => dialog.current?.showModal(), [])
  useEffect(() => {
    wantsDetails = isDetailsOpen
  }, [isDetailsOpen])

  const isTrashed = file.trashedAt !== null
  const canEdit = props.onTrash !== null && !isTrashed
  const canFavour = !isTrashed
  const edit =
    canEdit && file.kind === 'image' && file.preview === 'ready'
      ? () => {
          show.stop()
          setEditing(true)
        }
      : null
  const hasDetails = isDetailsOpen && !show.isOn
  const actions = {
    next: () => next && onOpen(next),
    previous: () => previous && onOpen(previous),
    zoomIn: () => zoom.current?.zoomIn(),
    zoomOut: () => zoom.current?.zoomOut(),
    toggleZoom: () => zoom.current?.toggle(),
    pan: (dx: number, dy: number) => zoom.current?.pan(dx, dy) ?? false,
    rate: canEdit ? (stars: number) => void rate(file, stars) : null,
    favour: canFavour ? () => void favour(file, !file.isFavorite) : null,
    archive: canEdit ? () => void archive(file, file.archivedAt === null) : null,
    edit,
    details: () => {
      show.stop()
      setDetailsOpen(show.isOn || !isDetailsOpen)
    },
    fullScreen: fullScreen.toggle,
    slideshow: show.isOn ? show.stop : show.start,
    pause: show.isOn ? show.togglePause : null,
    endShow: show.isOn ? show.stop : null,
    remove: isTrashed ? props.onPurge : props.onTrash,
  }

  const onKey = useRef((_: KeyboardEvent) => {})
  onKey.current = (event) => {
    // Another dialog lies over it, and asks something.
    if (document.querySelector('.dialog[open], .editor[open]')) return
    const action = actionOfKey(event, actions)
    if (!action) return
    event.preventDefault()
    action()
  }
  useEffect(() => {
    // Not of the dialog alone: what had the focus may be gone, as a button of a toast is.
    const hear = (event: KeyboardEvent) => onKey.current(event)
    document.addEventListener('keydown', hear)
    return () => document.removeEventListener('keydown', hear)
  }, [])

  return (
    <dialog
      ref={dialog}
      class="viewer"
      aria-label={file.name}
      onCancel={(event) => {
        // Escape means the form, wherever the focus is.
        if (dialog.current?.querySelector('.editing')) event.preventDefault()
      }}
      onClose={(event) => {
        // A dialog inside of it that closes is not this one.
        if (event.target === dialog.current) props.onClose()
      }}
    >
      <div
        ref={frame}
        class={`viewer-frame ${hasDetails ? 'has-details' : ''} ${show.isQuiet ? 'is-quiet' : ''}`}
      >
        <ViewerStage
          file={file}
          next={next}
          previous={previous}
          homeOnline={props.homeOnline}
          show={show}
          zoom={zoom}
          onOpen={onOpen}
          onClose={props.onClose}
          onBroken={props.onBroken}
          onShown={(isPlaying) => {
            setShownId(file.id)
            setPlayingId(isPlaying ? file.id : null)
          }}
        >
          <ViewerBar
            file={file}
            show={show}
            isFullScreen={fullScreen.isOn}
            onFullScreen={fullScreen.canBe ? fullScreen.toggle : null}
            isDetailsOpen={hasDetails}
            onDetails={actions.details}
            onFavour={actions.favour}
            onArchive={actions.archive}
            onEdit={edit}
            onTrash={isTrashed ? null : props.onTrash}
            onRestore={isTrashed ? props.onRestore : null}
            onClose={props.onClose}
          />
        </ViewerStage>
        {hasDetails && (
          <DetailsPanel
            key={file.id}
            file={file}
            detail={props.detail}
            nowMs={props.nowMs}
            canEdit={canEdit}
            onRestore={isTrashed ? props.onRestore : null}
            onPurge={isTrashed ? props.onPurge : null}
            onClose={() => setDetailsOpen(false)}
          />
        )}
        {[next, previous].map(
          (neighbour) =>
            neighbour?.largeUrl &&
            !isPlayed(neighbour) && (
              <img
                key={neighbour.id}
                class="visually-hidden"
                src={neighbour.largeUrl}
                alt=""
                aria-hidden="true"
              />
            ),
        )}
        {isEditing && (
          <Editor file={file} homeOnline={props.homeOnline} onClose={() => setEditing(false)} />
        )}
        {!isEditing && <Toasts isInDialog />}
      </div>
    </dialog>
  )
}
