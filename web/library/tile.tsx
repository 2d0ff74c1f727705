import { useEffect, useState } from 'preact/hooks'
import { Icon } from '../ui/icons.tsx'
import { follow } from '../ui/route.ts'
import { thumbhashUrl } from './thumbhash-url.ts'
import type { Shot } from './timeline-state.ts'

/** What a file without a preview waits for, or why there will be none. */
export function waitingText(file: Pick<Shot, 'work'>, homeOnline: boolean | null): string {
  const states = (file.work ?? []).map((work) => work.state)
  if (states.includes('waiting_home') || homeOnline === false) return 'Waiting for the home node'
  return 'Making the preview…'
}

export function extensionOf(name: string): string {
  return /\.([\p{L}\p{N}]{1,5})$/u.exec(name)?.[1]?.toUpperCase() ?? 'FILE'
}

/** One picture in a row, or a card with an icon where there is none to show. */
export function Tile(props: {
  file: Shot
  href: string
  left: number
  width: number
  height: number
  homeOnline: boolean | null
  /** Why it is shown; read out with its name. */
  caption?: string | undefined
  onBroken: () => void
}) {
  const { file, left, width, height, caption } = props
  const canMove = file.movingUrl != null
  useEffect(() => {
    if (canMove) void import('./moving-previews.ts').then((module) => module.playMovingPreviews())
  }, [canMove])
  return (
    <a
      class="tile"
      href={props.href}
      onClick={follow}
      aria-label={caption ? `${file.name}, ${caption}` : file.name}
      data-file={file.id}
      data-moving={file.movingUrl ?? undefined}
      style={{ transform: `translateX(${left}px)`, width: `${width}px`, height: `${height}px` }}
    >
      {file.preview === 'ready' && file.thumbUrl ? (
        <TilePicture
          key={file.thumbUrl}
          file={file}
          url={file.thumbUrl}
          onBroken={props.onBroken}
        />
      ) : (
        <TileNote file={file} homeOnline={props.homeOnline} />
      )}
      {caption && <span class="tile-caption">{caption}</span>}
    </a>
  )
}

function TilePicture({ file, url, onBroken }: { file: Shot; url: string; onBroken: () => void }) {
  const [isLoaded, setLoaded] = useState(false)
  return (
    <>
      {file.thumbhash && <img class="tile-hash" src={thumbhashUrl(file.thumbhash)} alt="" />}
      <img
        class={`tile-picture ${isLoaded ? 'is-loaded' : ''}`}
        src={url}
        alt={file.name}
        decoding="async"
        onLoad={() => setLoaded(true)}
        onError={onBroken}
      />
    </>
  )
}

function TileNote({ file, homeOnline }: { file: Shot; homeOnline: boolean | null }) {
  const isPending = file.preview === 'pending'
  return (
    <span class={`tile-note ${isPending ? 'is-pending' : ''}`}>
      <Icon name={isPending ? 'clock' : file.kind === 'video' ? 'video' : 'file'} size={24} />
      {!isPending && <span class="tile-extension mono">{extensionOf(file.name)}</span>}
      <span class="tile-name">{file.name}</span>
      <span class="quiet">{isPending ? waitingText(file, homeOnline) : file.previewNote}</span>
    </span>
  )
}
