import { tileIdSchema } from '#contracts/ids'
import { canEdit, canvas, chosen } from '../sync/canvas-sync.ts'
import { addNote } from './actions.ts'
import type { Point } from './boxes.ts'
import { choose, toggle, withGroup } from './choice.ts'
import {
  type Corner,
  dragGesture,
  type Gesture,
  marqueeGesture,
  panGesture,
  pinchGesture,
  resizeGesture,
} from './gestures.ts'
import { openTile } from './open-tile.ts'
import { pointAt } from './own-cursor.ts'
import { focused, isSpaceDown, writtenNote } from './surface-state.ts'
import { elementOf } from './tile-elements.ts'
import { panBy, toCanvas, zoomAt } from './view-moves.ts'

/** A pointer that moved less was a click. CSS pixels. */
const clickReach = 4

/** Listens to pointers and the wheel over the stage, until `stop` ends it. */
export function listenToPointers(stage: HTMLElement, stop: AbortSignal) {
  const down = new Map<number, Point>()
  let gesture: Gesture | null = null
  /** Begun when the pointer has moved far enough to mean it. */
  let begin: (() => Gesture) | null = null
  let click: (() => void) | null = null
  let from: Point = { x: 0, y: 0 }

  const on = <Type extends keyof HTMLElementEventMap>(
    type: Type,
    listener: (event: HTMLElementEventMap[Type]) => void,
  ) => stage.addEventListener(type, listener, { signal: stop, passive: false })

  const pointOf = (event: MouseEvent): Point => {
    const { left, top } = stage.getBoundingClientRect()
    return { x: event.clientX - left, y: event.clientY - top }
  }

  const giveUp = () => {
    gesture?.cancel()
    gesture = null
    begin = null
    click = null
  }

  on('pointerdown', (event) => {
    if (!(event.target instanceof Element) || isBusyWith(event.target)) return
    const at = pointOf(event)
    down.set(event.pointerId, at)
    if (event.pointerType === 'touch' && down.size === 2) {
      giveUp()
      stage.setPointerCapture(event.pointerId)
      gesture = pinchGesture(() => {
        const [one, other] = [...down.values()]
        return one && other ? [one, other] : null
      })
      return
    }
    if (down.size > 1) return
    from = at
    const meant = whatIsMeant(event, at)
    if (!meant) return
    ;({ begin, click } = meant)
    stage.setPointerCapture(event.pointerId)
    // A middle click would scroll, a drag would mark text.
    if (event.pointerType !== 'touch') event.preventDefault()
    if (writtenNote.value !== null) writtenNote.value = null
  })

  on('pointermove', (event) => {
    const at = pointOf(event)
    pointAt(event.pointerType === 'touch' ? null : toCanvas(at))
    if (!down.has(event.pointerId)) return
    down.set(event.pointerId, at)
    if (begin && Math.hypot(at.x - from.x, at.y - from.y) >= clickReach) {
      gesture = begin()
      begin = null
      click = null
    }
    gesture?.move(at, { isAlt: event.altKey, isShift: event.shiftKey })
  })

  const finish = (event: PointerEvent, isWhole: boolean) => {
    if (!down.delete(event.pointerId)) return
    if (!isWhole) return giveUp()
    gesture?.end()
    click?.()
    gesture = null
    begin = null
    click = null
    // The finger that is left of two moves the ground on.
    const [left] = down.values()
    if (left && event.pointerType === 'touch') gesture = panGesture(left)
  }
  on('pointerup', (event) => finish(event, true))
  on('pointercancel', (event) => finish(event, false))
  on('pointerleave', () => pointAt(null))

  on('dblclick', (event) => {
    if (!(event.target instanceof Element) || isBusyWith(event.target)) return
    const id = tileAt(event.target)
    const tile = id && canvas.value.get(id)
    if (tile) openTile(tile)
    else if (canEdit.value) addNote(toCanvas(pointOf(event)))
  })

  on('wheel', (event) => {
    if (event.target instanceof Element && event.target.closest('[data-scrolls]')) return
    event.preventDefault()
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 20 : 1
    const [dx, dy] = [event.deltaX * unit, event.deltaY * unit]
    if (event.ctrlKey || event.metaKey) {
      zoomAt(pointOf(event), Math.exp(-Math.min(60, Math.max(-60, dy)) * 0.008))
    } else if (event.shiftKey && dx === 0) panBy(dy, 0)
    else panBy(dx, dy)
  })

  // While a pointer is down, Escape calls off what it does.
  addEventListener(
    'keydown',
    (event) => {
      if (event.key !== 'Escape' || (!gesture && !begin)) return
      event.stopImmediatePropagation()
      giveUp()
    },
    { signal: stop, capture: true },
  )
  stop.addEventListener('abort', giveUp)

  function whatIsMeant(
    event: PointerEvent,
    at: Point,
  ): { begin: () => Gesture; click: (() => void) | null } | null {
    const { target } = event
    if (!(target instanceof Element)) return null
    const pan = () => panGesture(at)
    if (event.button === 1 || (event.button === 0 && isSpaceDown.value)) {
      return { begin: pan, click: null }
    }
    if (event.button !== 0) return null
    const corner = target.closest<HTMLElement>('[data-corner]')?.dataset.corner
    if (isCorner(corner) && canEdit.value)
      return { begin: () => resizeGesture(corner), click: null }
    const id = tileAt(target)
    const isTouch = event.pointerType === 'touch'
    if (id === null) {
      stage.focus({ preventScroll: true })
      const before = event.shiftKey ? chosen.value : []
      return {
        begin: isTouch ? pan : () => marqueeGesture(at, before),
        click: () => {
          if (!event.shiftKey) chosen.value = []
        },
      }
    }
    const isChosen = chosen.value.includes(id)
    const focus = () => {
      focused.value = id
      elementOf(id)?.focus({ preventScroll: true })
    }
    const click = () => {
      focus()
      if (event.shiftKey) toggle(id)
      // One of several, or of a group, clicked again: that one alone, once it is of no group.
      else if (!isChosen || chosen.value.length > withGroup([id]).length) choose([id])
    }
    if (!canEdit.value || (isTouch && !isChosen)) return { begin: pan, click }
    return {
      begin: () => {
        if (!isChosen) choose(event.shiftKey ? [...chosen.value, id] : [id])
        focus()
        return dragGesture(at, event.altKey)
      },
      click,
    }
  }
}

/** Controls and text that is being written have the pointer to themselves. */
const isBusyWith = (target: Element) =>
  target.closest('button, a, input, textarea, select, [data-own-pointer]') !== null

function tileAt(target: Element) {
  const id = tileIdSchema.safeParse(target.closest<HTMLElement>('[data-tile]')?.dataset.tile)
  return id.success ? id.data : null
}

const isCorner = (name: string | undefined): name is Corner =>
  name === 'nw' || name === 'ne' || name === 'sw' || name === 'se'
