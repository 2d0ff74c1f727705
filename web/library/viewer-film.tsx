import { useEffect, useRef, useState } from 'preact/hooks'
import type { FileView } from '#contracts/files'
import { Icon } from '../ui/icons.tsx'
import { pointedObject } from './pointed-object.tsx'
import { kindOfType, originalAddress, whyNoOriginal } from './viewer-original.ts'

/** Whether a file is to be played and not looked at. */
export function isPlayed(file: Pick<FileView, 'kind' | 'mimeType'>): boolean {
  return file.kind === 'video' || file.mimeType.startsWith('audio/')
}

/** A film or a recording, played from its original; the browser asks for the parts that it needs. */
export function ViewerFilm(props: {
  file: FileView
  isPlayingShow: boolean
  /** It can be played, or it never will. */
  onShown: (canPlay: boolean) => void
  onEnded: () => void
}) {
  const { file } = props
  const [isRefused, setRefused] = useState(false)
  const [reason, setReason] = useState<string | null>(null)
  const film = useRef<HTMLVideoElement>(null)
  const pointedAtMs = pointedObject.value?.atMs ?? null
  useEffect(() => {
    // What plays goes on; a still film shows the moment in which the object was seen.
    if (pointedAtMs !== null && film.current?.paused) film.current.currentTime = pointedAtMs / 1_000
  }, [pointedAtMs])
  useEffect(() => {
    if (!isRefused) return
    const stop = new AbortController()
    whyNoOriginal(file.id, stop.signal).then(
      (sentence) =>
        setReason(sentence ?? `This browser does not play ${kindOfType(file.mimeType)}.`),
      () => null,
    )
    return () => stop.abort()
  }, [isRefused, file.id])

  if (isRefused) {
    return (
      <div class="viewer-note">
        {file.largeUrl ? (
          <img class="viewer-poster" src={file.largeUrl} alt={file.name} />
        ) : (
          <Icon name={file.kind === 'video' ? 'video' : 'sound'} size={40} />
        )}
        <p role="status">{reason ?? 'Looking why this does not play…'}</p>
        <p class="quiet">The original is safe and can be downloaded.</p>
      </div>
    )
  }
  const shared = {
    src: originalAddress(file.id),
    controls: true,
    preload: 'metadata' as const,
    autoplay: props.isPlayingShow,
    muted: props.isPlayingShow,
    onLoadedMetadata: () => props.onShown(true),
    onEnded: props.onEnded,
    onError: () => {
      setRefused(true)
      props.onShown(false)
    },
  }
  if (file.kind === 'video') {
    return (
      <video
        {...shared}
        ref={film}
        class="viewer-film"
        aria-label={file.name}
        playsInline
        {...(file.largeUrl ? { poster: file.largeUrl } : {})}
        {...(file.width && file.height
          ? { style: { aspectRatio: `${file.width} / ${file.height}` } }
          : {})}
      />
    )
  }
  return (
    <div class="viewer-sound">
      <Icon name="sound" size={56} />
      <p>{file.name}</p>
      <audio {...shared} aria-label={file.name} />
    </div>
  )
}
