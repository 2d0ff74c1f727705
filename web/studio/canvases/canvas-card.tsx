import type { CanvasView } from '#contracts/canvas'
import { formatAgo } from '../../ui/format.ts'
import { Icon } from '../../ui/icons.tsx'
import { follow } from '../../ui/route.ts'
import { Menu, type MenuItem } from '../menu.tsx'
import { exportAddress } from './canvas-calls.ts'
import { tilesInWords } from './canvas-words.ts'

export interface CanvasActions {
  rename: (canvas: CanvasView) => void
  duplicate: (canvas: CanvasView) => void
  trash: (canvas: CanvasView) => void
}

/** A canvas as a card; F2 and Delete work on the one with the focus. */
export function CanvasCard(props: {
  canvas: CanvasView
  /** The space that it is in, unless it is one's own. */
  spaceName: string | null
  /** What is done with it right now, such as “Copying…”. */
  doing: string | null
  actions: CanvasActions
  onBroken: () => void
}) {
  const { canvas, spaceName, doing, actions } = props
  function onKeyDown(event: KeyboardEvent) {
    if (!canvas.canEdit) return
    if (event.key === 'F2') actions.rename(canvas)
    else if (event.key === 'Delete') actions.trash(canvas)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <li class="canvas-card" aria-busy={doing !== null}>
      <a
        class="canvas-card-link"
        href={`/studio/${canvas.id}`}
        title={canvas.name}
        onClick={follow}
        onKeyDown={onKeyDown}
      >
        <Covers covers={canvas.covers} onBroken={props.onBroken} />
        <span class="canvas-card-text">
          <span class="canvas-card-name">{canvas.name}</span>
          <span class="quiet">
            {doing ??
              `${tilesInWords(canvas.tileCount)} · ${formatAgo(canvas.changedAt, Date.now())}`}
          </span>
          {spaceName !== null && (
            <span class="canvas-card-space quiet">
              <Icon name="people" size={16} /> {spaceName}
            </span>
          )}
        </span>
      </a>
      <div class="canvas-card-menu">
        <Menu label={`What to do with ${canvas.name}`} items={itemsOf(canvas, actions)} />
      </div>
    </li>
  )
}

function itemsOf(canvas: CanvasView, actions: CanvasActions): MenuItem[] {
  const own: MenuItem[] = [
    { name: 'Rename…', icon: 'pencil', run: () => actions.rename(canvas) },
    { name: 'Move to the trash', icon: 'trash', run: () => actions.trash(canvas), kind: 'danger' },
  ]
  const [rename, trash] = canvas.canEdit ? own : []
  return [
    ...(rename ? [rename] : []),
    { name: 'Duplicate', icon: 'copy', run: () => actions.duplicate(canvas) },
    { name: 'Save as a file', icon: 'download', download: exportAddress(canvas.id) },
    ...(trash ? [trash] : []),
  ]
}

/** Up to four of its pictures, or a quiet ground. */
export function Covers({ covers, onBroken }: { covers: string[]; onBroken: () => void }) {
  const shown = covers.slice(0, 4)
  return (
    <span class={`card-pictures canvas-covers has-${shown.length}`}>
      {shown.length === 0 && <Icon name="image" size={32} />}
      {shown.map((cover) => (
        <span key={cover} class="card-picture">
          <img
            src={cover}
            alt=""
            loading="lazy"
            decoding="async"
            draggable={false}
            class="is-loaded"
            onError={onBroken}
          />
        </span>
      ))}
    </span>
  )
}
