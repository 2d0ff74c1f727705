import type { RefObject } from 'preact'
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { FileView } from '#contracts/files'
import { Button } from '../ui/button.tsx'
import { PointedObject } from './pointed-object.tsx'
import { thumbhashUrl } from './thumbhash-url.ts'
import { useGestures, type ZoomControls } from './viewer-gestures.ts'
import {
  hasMorePixels,
  largeSidePx,
  movesItself,
  type OriginalPicture,
  useOriginal,
  whyNotOriginal,
} from './viewer-original.ts'
import { frameOf, outgrows } from './viewer-zoom.ts'

const isStill = matchMedia('(prefers-reduced-motion: reduce)')

/** A picture that can be enlarged: its placeholder, the 1600, and the original when that is not enough. */
export function ViewerPicture(props: {
  file: FileView
  largeUrl: string
  zoom: RefObject<ZoomControls | null>
  onSwipe: (meant: 'next' | 'previous' | 'close') => void
  onShown: () => void
  onZoomed: (isZoomed: boolean) => void
  onBroken: () => void
}) {
  const { file } = props
  const stage = useRef<HTMLDivElement>(null)
  const size = useSize(stage)
  const natural = { width: file.width ?? 1_600, height: file.height ?? 1_200 }
  const frame = size && frameOf(size, natural)
  const { view, isSmooth, isZoomed, dragged, controls, handlers } = useGestures({
    frame,
    pictureWidth: natural.width,
    onSwipe: props.onSwipe,
  })
  props.zoom.current = controls
  const { onZoomed } = props
  useEffect(() => onZoomed(isZoomed), [isZoomed, onZoomed])

  const isMoving = movesItself(file) && !isStill.matches
  const [hasOutgrown, setOutgrown] = useState(false)
  const isOutgrown =
    frame !== null &&
    hasMorePixels(file) &&
    outgrows(view, frame, largeSidePx, devicePixelRatio) &&
    isZoomed
  useEffect(() => {
    if (isOutgrown) setOutgrown(true)
  }, [isOutgrown])
  const reason = whyNotOriginal(file)
  const original = useOriginal(file, isMoving || (hasOutgrown && reason === null))
  const [isLarge, setLarge] = useState(false)
  const [failedUrl, setFailedUrl] = useState<string | null>(null)
  const [hasOriginal, setHasOriginal] = useState(false)
  const [tries, setTries] = useState(0)
  const underlay = file.thumbUrl ?? (file.thumbhash ? thumbhashUrl(file.thumbhash) : null)

  return (
    <div
      ref={stage}
      class={`viewer-canvas ${isZoomed ? 'is-zoomed' : ''}`}
      {...handlers}
      data-scale={view.scale.toFixed(2)}
    >
      {frame && (
        <div
          class={`viewer-picture ${isSmooth ? 'is-smooth' : ''}`}
          style={{
            width: `${frame.width}px`,
            height: `${frame.height}px`,
            transform: `translate(${view.x + (dragged?.x ?? 0)}px, ${view.y + (dragged?.y ?? 0)}px) scale(${view.scale})`,
            opacity: dragged ? 1 - Math.min(0.6, dragged.y / 400) : 1,
          }}
        >
          {underlay && !isLarge && (
            <img class="viewer-underlay" src={underlay} alt="" draggable={false} />
          )}
          <img
            key={`try ${tries}`}
            class={isLarge ? 'is-loaded' : ''}
            src={props.largeUrl}
            alt={file.description ?? file.name}
            draggable={false}
            onLoad={() => {
              setLarge(true)
              setFailedUrl(null)
              props.onShown()
            }}
            onError={() => {
              setFailedUrl(props.largeUrl)
              props.onBroken()
            }}
          />
          {original.state === 'ready' && (
            <img
              class={`viewer-original ${hasOriginal ? 'is-loaded' : ''}`}
              src={original.url}
              alt=""
              draggable={false}
              onLoad={() => setHasOriginal(true)}
            />
          )}
          <PointedObject scale={view.scale} />
        </div>
      )}
      {failedUrl === props.largeUrl && !isLarge ? (
        // The stage would take the pointer, and with it the click.
        <p
          class="viewer-pill"
          role="alert"
          onPointerDown={(event) => event.stopPropagation()}
          onDblClick={(event) => event.stopPropagation()}
        >
          The picture did not come.
          <Button
            kind="quiet"
            icon="retry"
            onClick={() => {
              setFailedUrl(null)
              setTries(tries + 1)
            }}
          >
            Try again
          </Button>
        </p>
      ) : (
        <OriginalPill original={original} reason={isOutgrown ? reason : null} isShown={isZoomed} />
      )}
    </div>
  )
}

/** What becomes of the original while somebody looks closer. */
function OriginalPill(props: {
  original: OriginalPicture
  reason: string | null
  isShown: boolean
}) {
  const { original } = props
  const text =
    original.state === 'loading'
      ? `Loading the original… ${Math.floor(Math.min(1, original.share) * 100)} %`
      : original.state === 'failed'
        ? original.sentence
        : props.reason
  if (text === null || !props.isShown) return null
  return (
    <p class="viewer-pill figures" role={original.state === 'loading' ? undefined : 'status'}>
      {text}
    </p>
  )
}

function useSize(ref: RefObject<HTMLElement | null>) {
  const [size, setSize] = useState<{ width: number; height: number } | null>(null)
  useLayoutEffect(() => {
    const element = ref.current
    if (!element) return
    const { width, height } = element.getBoundingClientRect()
    setSize({ width, height })
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setSize({ width: entry.contentRect.width, height: entry.contentRect.height })
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [ref])
  return size
}
