import { useState } from 'preact/hooks'
import './card-pictures.css'
import type { FolderCard, FolderKind } from '#contracts/folders'
import { thumbhashUrl } from '../library/thumbhash-url.ts'
import { Icon } from '../ui/icons.tsx'

/** Up to four pictures of what is in a folder or album, or its icon where there is none. */
export function CardPictures(props: {
  kind: FolderKind
  pictures: FolderCard['pictures']
  isSmall?: boolean
  onBroken: () => void
}) {
  const { kind, pictures, isSmall = false } = props
  const shown = isSmall ? pictures.slice(0, 1) : pictures
  return (
    <span class={`card-pictures has-${shown.length} ${isSmall ? 'is-small' : ''}`}>
      {shown.length === 0 && <Icon name={kind} size={isSmall ? 20 : 32} />}
      {shown.map((picture) => (
        <Picture key={picture.fileId} {...picture} onBroken={props.onBroken} />
      ))}
    </span>
  )
}

function Picture(props: { thumbUrl: string; thumbhash: string | null; onBroken: () => void }) {
  const [isLoaded, setLoaded] = useState(false)
  const { thumbhash } = props
  return (
    <span
      class="card-picture"
      style={thumbhash ? { backgroundImage: `url(${thumbhashUrl(thumbhash)})` } : {}}
    >
      <img
        src={props.thumbUrl}
        alt=""
        loading="lazy"
        decoding="async"
        draggable={false}
        class={isLoaded ? 'is-loaded' : ''}
        onLoad={() => setLoaded(true)}
        onError={props.onBroken}
      />
    </span>
  )
}
