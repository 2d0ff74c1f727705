import type { Cluster } from '#contracts/map'
import { Icon } from '../ui/icons.tsx'
import { markName, shortCount, shortPlace } from './map-words.ts'
import { type Size, toPage, toSquare, type View } from './projection.ts'

/** Only so many of the fullest say their names: more would cover each other. */
const namedMax = 8

/** The clusters that are on the page, each with a picture and how many there are. */
export function Marks(props: {
  clusters: Cluster[]
  view: View
  size: Size
  chosen: string | null
  onChoose: (cluster: Cluster) => void
  onBroken: () => void
}) {
  const { clusters, view, size } = props
  const placed = clusters
    .map((cluster) => ({
      cluster,
      ...toPage(view, size, toSquare(cluster.latitude, cluster.longitude)),
    }))
    .filter(({ left, top }) => isNear(left, size.width) && isNear(top, size.height))
  const named = new Set(
    placed
      .filter(({ cluster }) => cluster.placeName !== null)
      .slice(0, namedMax)
      .map(({ cluster }) => cluster.cell),
  )
  return (
    <>
      {placed.map(({ cluster, left, top }, index) => (
        <button
          key={cluster.cell}
          type="button"
          class={`map-mark ${cluster.files > 1 ? '' : 'is-one'}`}
          style={{ transform: `translate(${left}px, ${top}px)`, zIndex: placed.length - index }}
          aria-label={markName(cluster)}
          aria-pressed={cluster.cell === props.chosen}
          onClick={() => props.onChoose(cluster)}
        >
          <span class="map-face">
            {cluster.thumbUrl ? (
              <img src={cluster.thumbUrl} alt="" decoding="async" onError={props.onBroken} />
            ) : (
              <Icon name="image" />
            )}
          </span>
          {cluster.files > 1 && <span class="map-count">{shortCount(cluster.files)}</span>}
          {named.has(cluster.cell) && (
            <span class="map-name">{shortPlace(cluster.placeName ?? '', view.zoom)}</span>
          )}
        </button>
      ))}
    </>
  )
}

function isNear(at: number, length: number): boolean {
  return at > -40 && at < length + 40
}
