import { signal } from '@preact/signals'
import type { TileId } from '#contracts/ids'
import type { Box } from './boxes.ts'
import type { Guide } from './snap.ts'

// What this page alone sees of what somebody is just doing.

/** The tiles that are being dragged or resized, as they lie now; nobody else hears of it before the end. */
export const held = signal<{ ids: readonly TileId[]; box: Box } | null>(null)
export const guides = signal<readonly Guide[]>([])
/** The frame that is drawn around tiles to choose them, in units of the canvas. */
export const marquee = signal<Box | null>(null)
/** Whether the ground moves with the pointer. */
export const isPanning = signal(false)
/** While Space is down a drag moves the ground. */
export const isSpaceDown = signal(false)
/** The note that is being written. */
export const writtenNote = signal<TileId | null>(null)
/** Tiles glide to their new places, for a moment. */
export const isArranging = signal(false)
/** Where the keyboard is among the tiles. */
export const focused = signal<TileId | null>(null)

const arrangeMs = 320
let timer: ReturnType<typeof setTimeout> | undefined

export function playArranging() {
  isArranging.value = true
  clearTimeout(timer)
  timer = setTimeout(() => {
    isArranging.value = false
  }, arrangeMs)
}

export function startEditingNote(id: TileId) {
  writtenNote.value = id
}
