import { canEdit } from '../sync/canvas-sync.ts'
import { view } from '../sync/view.ts'
import { boxOfChosen } from './actions.ts'
import type { Box } from './boxes.ts'
import type { Corner } from './gestures.ts'
import { guides, held, marquee } from './surface-state.ts'
import { toStage } from './view-moves.ts'

const leastPx = 48
const corners: readonly Corner[] = ['nw', 'ne', 'sw', 'se']

/** Lines and handles, always as thick as the eye and the finger need them. */
export function Overlay() {
  const box = held.value?.box ?? boxOfChosen()
  const isHeld = held.value !== null
  return (
    <div class="studio-overlay">
      {box && (
        <div class={`choice-box ${isHeld ? 'is-held' : ''}`} style={styleOf(box)}>
          {canEdit.value &&
            hasRoom(box) &&
            corners.map((corner) => (
              <span key={corner} class={`choice-corner is-${corner}`} data-corner={corner} />
            ))}
        </div>
      )}
      {guides.value.map(({ along, at, from, to }) => {
        const isUpright = along === 'x'
        const line = isUpright
          ? { x: at, y: from, width: 0, height: to - from }
          : { x: from, y: at, width: to - from, height: 0 }
        return (
          <div
            key={`${along} ${at}`}
            class={`snap-line ${isUpright ? 'is-upright' : ''}`}
            style={styleOf(line)}
          />
        )
      })}
      {marquee.value && <div class="studio-marquee" style={styleOf(marquee.value)} />}
    </div>
  )
}

/** Handles of a box that is drawn smaller would lie over the tile, and it could not be dragged. */
function hasRoom({ width, height }: Box): boolean {
  return Math.min(width, height) * view.value.scale >= leastPx
}

function styleOf(box: Box) {
  const { x, y, width, height } = toStage(box, view.value)
  return { transform: `translate(${x}px, ${y}px)`, width: `${width}px`, height: `${height}px` }
}
