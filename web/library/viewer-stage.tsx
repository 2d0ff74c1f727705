import type { ComponentChildren, RefObject } from 'preact'
import { useState } from 'preact/hooks'
import type { FileView } from '#contracts/files'
import { IconButton } from '../ui/button.tsx'
import { isPlayed, ViewerFilm } from './viewer-film.tsx'
import type { ZoomControls } from './viewer-gestures.ts'
import { ViewerOther } from './viewer-other.tsx'
import { ViewerPicture } from './viewer-picture.tsx'
import type { Slideshow } from './viewer-slideshow.ts'

/** The dark ground on which a file is shown, with the ways to its neighbours. */
export function ViewerStage(props: {
  file: FileView
  next: FileView | null
  previous: FileView | null
  homeOnline: boolean | null
  show: Slideshow
  zoom: RefObject<ZoomControls | null>
  onOpen: (file: FileView) => void
  onClose: () => void
  onBroken: () => void
  onShown: (isPlaying: boolean) => void
  children: ComponentChildren
}) {
  const { file, next, previous, show, onOpen } = props
  const [isZoomed, setZoomed] = useState(false)
  const largeUrl = file.preview === 'ready' && !isPlayed(file) ? file.largeUrl : null
  return (
    // It takes the focus when it opens, so that keys mean the picture and no button.
    <div class={`viewer-stage ${largeUrl ? 'has-picture' : ''}`} tabIndex={-1} autofocus>
      {props.children}
      <Shown
        {...props}
        key={file.id}
        largeUrl={largeUrl}
        onZoomed={setZoomed}
        onSwipe={(meant) => {
          if (meant === 'close') props.onClose()
          const to = meant === 'next' ? next : meant === 'previous' ? previous : null
          if (to) onOpen(to)
        }}
      />
      {previous && (
        <IconButton
          class="viewer-step is-previous"
          icon="left"
          label="Previous (←)"
          onClick={() => onOpen(previous)}
        />
      )}
      {next && (
        <IconButton
          class="viewer-step is-next"
          icon="right"
          label="Next (→)"
          onClick={() => onOpen(next)}
        />
      )}
      {largeUrl && !show.isOn && <ZoomButtons zoom={props.zoom} isZoomed={isZoomed} />}
      {show.isOn && (
        <div
          key={`${file.id} ${show.isPaused}`}
          class={`viewer-slide ${show.isPaused ? 'is-paused' : ''}`}
        />
      )}
    </div>
  )
}

function Shown(
  props: Parameters<typeof ViewerStage>[0] & {
    largeUrl: string | null
    onZoomed: (isZoomed: boolean) => void
    onSwipe: (meant: 'next' | 'previous' | 'close') => void
  },
) {
  const { file, next, show } = props
  if (isPlayed(file)) {
    return (
      <ViewerFilm
        file={file}
        isPlayingShow={show.isOn}
        onShown={props.onShown}
        onEnded={() => {
          if (show.isOn && next) props.onOpen(next)
          else if (show.isOn) show.stop()
        }}
      />
    )
  }
  const onShown = () => props.onShown(false)
  if (props.largeUrl === null) {
    return <ViewerOther file={file} homeOnline={props.homeOnline} onShown={onShown} />
  }
  return (
    <ViewerPicture
      file={file}
      largeUrl={props.largeUrl}
      zoom={props.zoom}
      onSwipe={props.onSwipe}
      onShown={onShown}
      onZoomed={props.onZoomed}
      onBroken={props.onBroken}
    />
  )
}

function ZoomButtons({
  zoom,
  isZoomed,
}: {
  zoom: RefObject<ZoomControls | null>
  isZoomed: boolean
}) {
  return (
    <fieldset class="viewer-zoom" aria-label="Size of the picture">
      <IconButton
        icon="minus"
        label="Smaller (-)"
        disabled={!isZoomed}
        onClick={() => zoom.current?.zoomOut()}
      />
      <button
        type="button"
        class="viewer-fit"
        title={isZoomed ? 'All of the picture (z)' : 'Pixel for pixel (z)'}
        onClick={() => zoom.current?.toggle()}
      >
        {isZoomed ? 'Fit' : '1:1'}
      </button>
      <IconButton icon="plus" label="Larger (+)" onClick={() => zoom.current?.zoomIn()} />
    </fieldset>
  )
}
