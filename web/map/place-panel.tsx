import { useEffect, useMemo, useRef } from 'preact/hooks'
import type { FileView } from '#contracts/files'
import type { FileId } from '#contracts/ids'
import type { Cluster } from '#contracts/map'
import { PagedBody } from '../shell/paged-body.tsx'
import { IconButton } from '../ui/button.tsx'
import { Icon } from '../ui/icons.tsx'
import type { PagedList } from '../ui/paged.ts'
import { follow } from '../ui/route.ts'
import { markName } from './map-words.ts'

/** The pictures of one place, the newest first. */
export function PlacePanel(props: {
  cluster: Cluster
  list: PagedList<FileView>
  hrefOf: (id: FileId) => string
  onClose: () => void
}) {
  const { cluster, list } = props
  const head = useRef<HTMLHeadingElement>(null)
  const title = useMemo(() => markName(cluster), [cluster.cell])
  useEffect(() => head.current?.focus(), [cluster.cell])
  return (
    <section
      class="map-panel"
      aria-label={title}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.stopPropagation()
        props.onClose()
      }}
    >
      <header>
        <h2 ref={head} tabIndex={-1}>
          {title}
        </h2>
        <IconButton icon="close" label="Close (Escape)" onClick={props.onClose} />
      </header>
      <PagedBody of={list} empty="There is nothing here any more.">
        {(files) => (
          <ul class="map-pictures">
            {files.map((file) => (
              <li key={file.id}>
                <a href={props.hrefOf(file.id)} onClick={follow} aria-label={file.name}>
                  {file.thumbUrl ? (
                    <img
                      src={file.thumbUrl}
                      alt=""
                      loading="lazy"
                      decoding="async"
                      onError={() => void list.load()}
                    />
                  ) : (
                    <Icon name={file.kind === 'video' ? 'video' : 'file'} />
                  )}
                </a>
              </li>
            ))}
          </ul>
        )}
      </PagedBody>
    </section>
  )
}
