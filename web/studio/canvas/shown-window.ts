import { computed, signal } from '@preact/signals'
import type { Tile } from '#contracts/canvas'
import { canvas } from '../sync/canvas-sync.ts'
import { view } from '../sync/view.ts'
import { type Box, grown, holds, touches } from './boxes.ts'
import { held } from './surface-state.ts'
import { seen } from './view-moves.ts'

export const scale = computed(() => view.value.scale)

/** What has tiles in the page: more than is seen, so that a small move of the ground changes nothing. */
const shownWindow = signal<Box>({ x: 0, y: 0, width: 0, height: 0 })

/** Keeps the window around what is seen. Runs whenever the view changes. */
export function followView() {
  const now = seen()
  const margin = Math.max(now.width, now.height)
  const isFar = shownWindow.peek().width > 4 * margin
  if (holds(shownWindow.peek(), grown(now, margin / 8)) && !isFar) return
  shownWindow.value = grown(now, margin / 2)
}

/** The tiles in or near what is seen, in the order of their ids; what is held stays wherever it goes. */
export const shownTiles = computed<Tile[]>(() => {
  const area = shownWindow.value
  const kept = heldIds.value
  const shown: Tile[] = []
  for (const tile of canvas.value.values()) {
    if (touches(tile, area) || kept?.includes(tile.id)) shown.push(tile)
  }
  return shown.sort((one, other) => (one.id < other.id ? -1 : 1))
})

const heldIds = computed(() => held.value?.ids)
