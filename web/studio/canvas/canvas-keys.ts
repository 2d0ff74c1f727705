import { canEdit, canvas, chosen, redo, undo } from '../sync/canvas-sync.ts'
import {
  addNote,
  duplicateChosen,
  groupChosen,
  nudgeChosen,
  removeChosen,
  restack,
  ungroupChosen,
} from './actions.ts'
import { choose, chooseAll, neighbourOf, toggle } from './choice.ts'
import { openTile } from './open-tile.ts'
import { focused, isSpaceDown } from './surface-state.ts'
import { tidy } from './tidy.ts'
import { elementOf } from './tile-elements.ts'
import { fitAll, fitChosen, panBy, reveal, zoomBy, zoomTo } from './view-moves.ts'

const panPx = 80

/** Keys of the canvas, wherever on the page they are pressed but in fields and dialogs. */
export function listenToKeys(stage: HTMLElement, stop: AbortSignal) {
  const onDown = (event: KeyboardEvent) => {
    if (!isForCanvas(event)) return
    const run = event.ctrlKey || event.metaKey ? withCtrl(event) : plain(event, stage)
    if (!run) return
    event.preventDefault()
    // The page's own keys would hear it, too.
    event.stopPropagation()
    run()
  }
  addEventListener('keydown', onDown, { signal: stop, capture: true })
  addEventListener(
    'keyup',
    (event) => {
      if (event.key === ' ') isSpaceDown.value = false
    },
    { signal: stop },
  )
  addEventListener(
    'blur',
    () => {
      isSpaceDown.value = false
    },
    { signal: stop },
  )
}

function isForCanvas({ target }: KeyboardEvent): boolean {
  if (document.querySelector('dialog[open]')) return false
  return !(
    target instanceof Element &&
    target.closest('input, textarea, select, [role=dialog], [data-own-keys]')
  )
}

function withCtrl(event: KeyboardEvent): (() => void) | null {
  switch (event.key.toLowerCase()) {
    case 'a':
      return chooseAll
    case 'd':
      return duplicateChosen
    case 'g':
      return event.shiftKey ? ungroupChosen : groupChosen
    case 'z':
      return event.shiftKey ? redo : undo
    case 'y':
      return redo
    case '+':
    case '=':
      return () => zoomBy(1.4)
    case '-':
      return () => zoomBy(1 / 1.4)
    case '0':
      return () => zoomTo(1)
    default:
      return null
  }
}

function plain(event: KeyboardEvent, stage: HTMLElement): (() => void) | null {
  if (event.altKey) return null
  const isOnControl = event.target instanceof Element && event.target.closest('button, a') !== null
  const isOnStage =
    event.target === document.body || (event.target instanceof Node && stage.contains(event.target))
  const arrow = arrows[event.key]
  if (arrow) {
    const by = event.shiftKey ? 10 : 1
    if (chosen.value.length > 0 && canEdit.value) {
      return () => nudgeChosen(arrow[0] * by, arrow[1] * by)
    }
    return () => panBy(arrow[0] * panPx, arrow[1] * panPx)
  }
  if (event.code === 'Digit1' && event.shiftKey) return fitAll
  if (event.code === 'Digit2' && event.shiftKey) return fitChosen
  switch (event.key) {
    case ' ':
      if (isOnControl) return null
      return () => {
        isSpaceDown.value = true
      }
    case 'Tab':
      return isOnStage && !isOnControl ? walk(event.shiftKey ? -1 : 1) : null
    case 'Enter':
      return isOnControl ? null : openFocused()
    case 'Escape':
      return chosen.value.length > 0 ? () => choose([]) : null
    case 'x':
      return toggleFocused()
    case 'Delete':
    case 'Backspace':
      return chosen.value.length > 0 ? removeChosen : null
    case '+':
    case '=':
      return () => zoomBy(1.4)
    case '-':
      return () => zoomBy(1 / 1.4)
    case '0':
      return () => zoomTo(1)
    case '1':
      return fitAll
    case ']':
      return () => restack(1)
    case '[':
      return () => restack(-1)
    case 'n':
      return canEdit.value ? () => addNote() : null
    case 't':
      return canEdit.value ? tidy : null
    default:
      return null
  }
}

const arrows: Record<string, readonly [number, number] | undefined> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
}

/** To the next tile in reading order, which is chosen; behind the last one the page goes on. */
function walk(by: 1 | -1): (() => void) | null {
  const tile = neighbourOf(focused.value, by)
  if (!tile) {
    focused.value = null
    return null
  }
  return () => {
    focused.value = tile.id
    choose([tile.id])
    reveal(tile)
    // One that was far away is in the page only after the next frame.
    requestAnimationFrame(() => elementOf(tile.id)?.focus({ preventScroll: true }))
  }
}

function focusedTile() {
  const id = focused.value ?? chosen.value[0]
  return id === undefined ? null : (canvas.value.get(id) ?? null)
}

function openFocused() {
  const tile = focusedTile()
  return tile ? () => openTile(tile) : null
}

function toggleFocused() {
  const id = focused.value
  return id === null ? null : () => toggle(id)
}
