import { useEffect, useRef, useState } from 'preact/hooks'
import type { FileDetail, FileView } from '#contracts/files'
import { Button, IconButton } from '../ui/button.tsx'
import { Icon } from '../ui/icons.tsx'
import { Toasts } from '../ui/toast.tsx'
import { Details } from './details.tsx'
import { thumbhashUrl } from './thumbhash-url.ts'
import { waitingText } from './tile.tsx'

/** One picture, large, with its details beside it (below it on a phone). */
export function Viewer(props: {
  file: FileView
  detail: FileDetail | null
  next: FileView | null
  previous: FileView | null
  homeOnline: boolean | null
  nowMs: number
  onOpen: (file: FileView) => void
  onClose: () => void
  /** These are null when this person may not. */
  onTrash: (() => void) | null
  onRestore: (() => void) | null
  onPurge: (() => void) | null
  onBroken: () => void
}) {
  const { file, next, previous } = props
  const [isDetailsOpen, setDetailsOpen] = useState(true)
  const ref = useRef<HTMLDialogElement>(null)
  useEffect(() => ref.current?.showModal(), [])

  function onKeyDown(event: KeyboardEvent) {
    const actions: Record<string, () => void> = {
      ArrowRight: () => next && props.onOpen(next),
      ArrowLeft: () => previous && props.onOpen(previous),
      Delete: () => (file.trashedAt === null ? props.onTrash : props.onPurge)?.(),
      i: () => setDetailsOpen((isOpen) => !isOpen),
    }
    const action = actions[event.key]
    if (!action || event.metaKey || event.ctrlKey) return
    event.preventDefault()
    action()
  }

  return (
    <dialog
      ref={ref}
      class={`viewer ${isDetailsOpen ? 'has-details' : ''}`}
      aria-label={file.name}
      onKeyDown={onKeyDown}
      onClose={props.onClose}
    >
      <Stage file={file} {...swipe(props)}>
        <div class="viewer-bar">
          <IconButton icon="left" label="Back to the library (Esc)" onClick={props.onClose} />
          <span class="viewer-space" />
          <a
            class="icon-button"
            href={`/api/files/${file.id}/download`}
            download={file.name}
            aria-label="Download the original"
            title="Download the original"
          >
            <Icon name="download" />
          </a>
          {file.trashedAt === null
            ? props.onTrash && (
                <IconButton icon="trash" label="Move to trash (Delete)" onClick={props.onTrash} />
              )
            : props.onRestore && (
                <IconButton icon="restore" label="Restore" onClick={props.onRestore} />
              )}
          <IconButton
            icon="info"
            label="Details (i)"
            aria-pressed={isDetailsOpen}
            onClick={() => setDetailsOpen(!isDetailsOpen)}
          />
        </div>
        <Picture
          key={file.id}
          file={file}
          homeOnline={props.homeOnline}
          onBroken={props.onBroken}
        />
        {previous && (
          <IconButton
            class="viewer-step is-previous"
            icon="left"
            label="Previous"
            onClick={() => props.onOpen(previous)}
          />
        )}
        {next && (
          <IconButton
            class="viewer-step is-next"
            icon="right"
            label="Next"
            onClick={() => props.onOpen(next)}
          />
        )}
      </Stage>
      {isDetailsOpen && (
        <aside class="viewer-details">
          <Details file={file} detail={props.detail} nowMs={props.nowMs} />
          <div class="viewer-actions">
            <a class="button" href={`/api/files/${file.id}/download`} download={file.name}>
              <Icon name="download" size={18} /> Download the original
            </a>
            {file.trashedAt !== null && props.onRestore && (
              <Button icon="restore" onClick={props.onRestore}>
                Restore
              </Button>
            )}
            {file.trashedAt !== null && props.onPurge && (
              <Button kind="danger" icon="trash" onClick={props.onPurge}>
                Delete for good
              </Button>
            )}
          </div>
        </aside>
      )}
      {[next, previous].map(
        (neighbour) =>
          neighbour?.largeUrl && (
            <img
              key={neighbour.id}
              class="visually-hidden"
              src={neighbour.largeUrl}
              alt=""
              aria-hidden="true"
            />
          ),
      )}
      <Toasts isInDialog />
    </dialog>
  )
}

interface Swipe {
  onTouchStart: (event: TouchEvent) => void
  onTouchEnd: (event: TouchEvent) => void
}

let touchStart: { x: number; y: number } | null = null

/** One finger sideways: the next or previous picture. */
function swipe(props: {
  next: FileView | null
  previous: FileView | null
  onOpen: (file: FileView) => void
}): Swipe {
  return {
    onTouchStart(event) {
      const [touch] = event.touches
      touchStart =
        event.touches.length === 1 && touch ? { x: touch.clientX, y: touch.clientY } : null
    },
    onTouchEnd(event) {
      const [touch] = event.changedTouches
      if (!touch || !touchStart) return
      const [dx, dy] = [touch.clientX - touchStart.x, touch.clientY - touchStart.y]
      touchStart = null
      if (Math.abs(dx) < 60 || Math.abs(dx) < Math.abs(dy) * 1.5) return
      const to = dx < 0 ? props.next : props.previous
      if (to) props.onOpen(to)
    },
  }
}

function Stage(props: Swipe & { file: FileView; children: preact.ComponentChildren }) {
  return (
    <div class="viewer-stage" onTouchStart={props.onTouchStart} onTouchEnd={props.onTouchEnd}>
      {props.children}
    </div>
  )
}

function Picture(props: { file: FileView; homeOnline: boolean | null; onBroken: () => void }) {
  const { file } = props
  const [isLoaded, setLoaded] = useState(false)
  if (file.preview !== 'ready' || !file.largeUrl) {
    return (
      <div class="viewer-note">
        <Icon name={file.preview === 'pending' ? 'clock' : 'file'} size={40} />
        <p>{file.preview === 'pending' ? waitingText(file, props.homeOnline) : file.previewNote}</p>
        <p class="quiet">The original is safe and can be downloaded.</p>
      </div>
    )
  }
  const underlay = file.thumbUrl ?? (file.thumbhash ? thumbhashUrl(file.thumbhash) : null)
  const frame = {
    aspectRatio: `${file.width ?? 4} / ${file.height ?? 3}`,
    '--natural': `${file.width ?? 1600}px`,
  }
  return (
    <div class="viewer-picture" style={frame}>
      {underlay && !isLoaded && <img class="viewer-underlay" src={underlay} alt="" />}
      <img
        class={isLoaded ? 'is-loaded' : ''}
        src={file.largeUrl}
        alt={file.name}
        onLoad={() => setLoaded(true)}
        onError={props.onBroken}
      />
    </div>
  )
}
