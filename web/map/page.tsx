import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import './map.css'
import type { Me } from '#contracts/accounts'
import type { FileView } from '#contracts/files'
import type { SpaceId } from '#contracts/ids'
import type { Cluster } from '#contracts/map'
import { finestLevel, maxListedFiles, maxZoom } from '#contracts/map-levels'
import { answer, api, sentenceOf } from '../api.ts'
import { OpenFile } from '../folders/open-file.tsx'
import { personalSpaceOf, spaceOf } from '../shell/own-spaces.ts'
import { readSpacePage, spacePageAddress } from '../shell/space-pages.ts'
import { Button } from '../ui/button.tsx'
import { pagedList } from '../ui/paged.ts'
import { StateNote } from '../ui/state-notes.tsx'
import { MapView } from './map-view.tsx'
import { Marks } from './marks.tsx'
import { PlacePanel } from './place-panel.tsx'
import { type Size, toSquare, type View, viewOf, zoomed } from './projection.ts'
import { useClusters } from './use-clusters.ts'

/** Where the pictures of a space were taken. */
export function MapPage({ me, path }: { me: Me; path: string }) {
  const of = readSpacePage(path)?.space ?? null
  const space = of === null ? personalSpaceOf(me) : spaceOf(me, of)
  if (space === null) return <StateNote icon="pin" title="There is no such space" />
  return (
    <SpaceMap key={space.id} path={path} spaceId={space.id} canEdit={space.role !== 'viewer'} />
  )
}

function SpaceMap(props: { path: string; spaceId: SpaceId; canEdit: boolean }) {
  const { spaceId } = props
  const at = readSpacePage(props.path)
  const here = { kind: 'map' as const, space: at?.space ?? null }
  const [size, setSize] = useState<Size>({ width: 0, height: 0 })
  const [view, setView] = useState<View | null>(null)
  const [chosen, setChosen] = useState<Cluster | null>(null)
  const { found, all, error, retry } = useClusters(spaceId, view, size)
  const opener = useRef<Element | null>(null)
  const list = useMemo(
    () =>
      pagedList<FileView>((cursor) =>
        answer(
          api.api.map.files.$get({
            query: {
              cell: chosen?.cell ?? '',
              space: spaceId,
              limit: '60',
              ...(cursor && { cursor }),
            },
          }),
        ),
      ),
    [chosen?.cell, spaceId],
  )
  useEffect(() => {
    if (chosen) void list.load()
  }, [list])
  const showAll = () => setView(viewOf(all ?? [], size, 12))
  // The first look is on all places that there are.
  useEffect(() => {
    if (view === null && all !== null && size.width > 0) showAll()
  }, [all, size])
  function choose(cluster: Cluster) {
    if (!view) return
    const place = toSquare(cluster.latitude, cluster.longitude)
    const level = Number(cluster.cell.split('/')[0])
    setView(zoomed({ ...view, ...place }, size, { zoom: view.zoom + 2, max: maxZoom }))
    opener.current = document.activeElement
    setChosen(cluster.files <= maxListedFiles || level === finestLevel ? cluster : null)
  }
  function close() {
    setChosen(null)
    const mark = opener.current
    if (mark instanceof HTMLElement && mark.isConnected) mark.focus()
    else document.querySelector<HTMLElement>('.map-keys')?.focus()
  }
  if (all === null && error !== null) {
    return (
      <StateNote
        icon="alert"
        kind="danger"
        title="The map cannot be read"
        action={
          <Button kind="primary" icon="retry" onClick={retry}>
            Try again
          </Button>
        }
      >
        {sentenceOf(error)}
      </StateNote>
    )
  }
  if (all?.length === 0) {
    return (
      <StateNote icon="pin" title="No picture here says where it was taken">
        Phones and some cameras write the place into a picture; it appears here as soon as its
        preview is made. You can also write a place yourself, in the details of an open picture.
        Maps are drawn by this page alone: no other service is asked.
      </StateNote>
    )
  }
  const shown = view ?? { x: 0.5, y: 0.4, zoom: 1 }
  return (
    <div class={`map ${chosen ? 'has-panel' : ''}`}>
      <MapView view={shown} size={size} onView={setView} onSize={setSize} onFit={showAll}>
        <Marks
          clusters={found}
          view={shown}
          size={size}
          chosen={chosen?.cell ?? null}
          onChoose={choose}
          onBroken={retry}
        />
      </MapView>
      {error !== null && (
        <p class="map-failure" role="alert">
          {sentenceOf(error)}{' '}
          <Button icon="retry" onClick={retry}>
            Try again
          </Button>
        </p>
      )}
      {chosen && (
        <PlacePanel
          cluster={chosen}
          list={list}
          hrefOf={(id) => spacePageAddress(here, id)}
          onClose={close}
        />
      )}
      {at?.openId && (
        <OpenFile
          files={list.list.value.items}
          openId={at.openId}
          canEdit={props.canEdit}
          back={spacePageAddress(here)}
          hrefOf={(id) => spacePageAddress(here, id)}
          onChanged={() => {
            retry()
            if (chosen) void list.load()
          }}
        />
      )}
    </div>
  )
}
