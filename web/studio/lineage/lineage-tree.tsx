import { Icon } from '../../ui/icons.tsx'
import { useReferencePicture } from '../prompt/reference-picture.ts'
import type { Lineage, LineageNode, LineagePicture } from './lineage-graph.ts'

const side = 68
const across = side + 44
const down = side + 14
const edge = 6

/** The pictures as a tree from left to right, each a button; what it was an example for is joined to it. */
export function LineageTree(props: {
  lineage: Lineage
  picked: string | null
  onPick: (key: string) => void
}) {
  const { nodes, edges } = props.lineage
  const at = new Map(nodes.map(({ key, column, row }) => [key, pointOf(column, row)]))
  const width = Math.max(...nodes.map(({ column }) => column)) * across + side + 2 * edge
  const height = Math.max(...nodes.map(({ row }) => row)) * down + side + 2 * edge
  return (
    <div class="lineage-scroll">
      <div class="lineage-tree" style={{ width: `${width}px`, height: `${height}px` }}>
        <svg width={width} height={height} aria-hidden="true">
          {edges.map(({ from, to, kind }) => {
            const [start, end] = [at.get(from), at.get(to)]
            if (!start || !end) return null
            return <path key={`${from} ${to}`} class={`is-${kind}`} d={curve(start, end)} />
          })}
        </svg>
        {nodes.map((node) => (
          <Picture
            key={node.key}
            node={node}
            isPicked={node.key === props.picked}
            parents={edges.filter(({ to }) => to === node.key).length}
            onPick={() => props.onPick(node.key)}
          />
        ))}
      </div>
    </div>
  )
}

function Picture(props: {
  node: LineageNode
  isPicked: boolean
  parents: number
  onPick: () => void
}) {
  const { column, row, picture } = props.node
  const { url, name } = useReferencePicture(referenceOf(picture))
  const { x, y } = pointOf(column, row)
  const madeOf = props.parents === 0 ? '' : `, made of ${props.parents} others`
  return (
    <button
      type="button"
      class="lineage-picture"
      aria-label={`${name}${madeOf}`}
      aria-pressed={props.isPicked}
      title={name}
      style={{ width: `${side}px`, height: `${side}px`, transform: `translate(${x}px, ${y}px)` }}
      onClick={props.onPick}
    >
      {url ? <img src={url} alt="" loading="lazy" /> : <Icon name="image" />}
    </button>
  )
}

const pointOf = (column: number, row: number) => ({
  x: edge + column * across,
  y: edge + row * down,
})

function curve(from: { x: number; y: number }, to: { x: number; y: number }): string {
  const [x1, y1, x2, y2] = [from.x + side, from.y + side / 2, to.x, to.y + side / 2]
  const middle = (x1 + x2) / 2
  return `M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}`
}

const referenceOf = (picture: LineagePicture) =>
  picture.kind === 'file'
    ? { kind: 'file' as const, file: picture.file }
    : { kind: 'generation' as const, generation: picture.id }
