import type { Tile, TileChange } from '#contracts/canvas'
import type { TileId } from '#contracts/ids'
import { showToast } from '../../ui/toast.tsx'
import {
  addTile,
  addTiles,
  canEdit,
  canvas,
  centreOfView,
  chosen,
  edit,
  topOf,
  undo,
} from '../sync/canvas-sync.ts'
import { newTileId } from '../sync/new-id.ts'
import { around } from './boxes.ts'
import { chosenTiles } from './choice.ts'
import { aligned, distributed, type Edge, type Move } from './layout.ts'
import { playArranging, startEditingNote } from './surface-state.ts'

/** One operation holds so many tiles. */
const maxAtOnce = 500

/** Changes tiles, however many, as one step to undo. */
export function changeTiles(changes: readonly { tile: TileId; set: TileChange }[], step?: string) {
  for (const part of inParts(changes))
    edit([{ type: 'change', changes: part }], { step: step ?? stepName() })
}

export function removeChosen() {
  const ids = chosen.value.filter((id) => canvas.value.has(id))
  if (ids.length === 0 || !canEdit.value) return
  const step = stepName()
  for (const tiles of inParts(ids)) edit([{ type: 'remove', tiles }], { step })
  chosen.value = []
  const words = ids.length === 1 ? 'The tile is gone.' : `${ids.length} tiles are gone.`
  showToast(words, { action: { label: 'Undo', run: undo } })
}

/** Copies of tiles, moved by so much; groups among them are groups again. Answers the copies' ids. */
export function duplicate(tiles: readonly Tile[], by: { x: number; y: number }): TileId[] {
  const top = topOf(canvas.value)
  const groups = new Map<TileId, TileId>()
  const groupOf = (old: TileId | null) => {
    if (old === null) return null
    const made = groups.get(old) ?? newTileId()
    groups.set(old, made)
    return made
  }
  const lowest = Math.min(...tiles.map(({ z }) => z))
  return addTiles(
    tiles.map(({ id, ...tile }) => ({
      ...tile,
      ...{ x: tile.x + by.x, y: tile.y + by.y, z: top + 1 + tile.z - lowest },
      group: groupOf(tile.group),
      ...(tile.kind === 'prompt' && { parent: id }),
    })),
  )
}

export function duplicateChosen() {
  duplicate(chosenTiles(), { x: 24, y: 24 })
}

/** Before everything (1) or behind everything (-1), as they lie among themselves. */
export function restack(to: 1 | -1) {
  const tiles = chosenTiles().toSorted(
    (one, other) => one.z - other.z || (one.id < other.id ? -1 : 1),
  )
  const others = [...canvas.value.values()].filter(({ id }) => !chosen.value.includes(id))
  if (tiles.length === 0 || others.length === 0) return
  const zs = others.map(({ z }) => z)
  const first = to === 1 ? Math.max(...zs) + 1 : Math.min(...zs) - tiles.length
  changeTiles(tiles.map(({ id }, at) => ({ tile: id, set: { z: first + at } })))
}

export function groupChosen() {
  const tiles = chosenTiles()
  if (tiles.length < 2) return
  const group = newTileId()
  changeTiles(tiles.map(({ id }) => ({ tile: id, set: { group } })))
}

export function ungroupChosen() {
  const grouped = chosenTiles().filter(({ group }) => group !== null)
  changeTiles(grouped.map(({ id }) => ({ tile: id, set: { group: null } })))
}

export function alignChosen(edge: Edge) {
  arrange(aligned(chosenTiles(), edge))
}

export function distributeChosen(along: 'x' | 'y') {
  arrange(distributed(chosenTiles(), along))
}

/** Moves to new places that are seen as a movement. */
export function arrange(moves: readonly Move[]) {
  if (moves.length === 0 || !canEdit.value) return
  playArranging()
  changeTiles(moves)
}

export function nudgeChosen(dx: number, dy: number) {
  const tiles = chosenTiles()
  if (tiles.length === 0) return
  changeTiles(
    tiles.map(({ id, x, y }) => ({ tile: id, set: { x: x + dx, y: y + dy } })),
    `nudge ${chosen.value.join()}`,
  )
}

/** A note in the middle of what is seen, ready to be written. */
export function addNote(at = centreOfView()) {
  const [width, height] = [220, 160]
  const id = addTile({
    kind: 'note',
    ...{ x: Math.round(at.x - width / 2), y: Math.round(at.y - height / 2), width, height },
    ...{ text: '', colour: 'yellow' },
  })
  if (id) startEditingNote(id)
}

/** The box around what is chosen; null when nothing is. */
export const boxOfChosen = () => around(chosenTiles())

function inParts<T>(all: readonly T[]): T[][] {
  const parts: T[][] = []
  for (let at = 0; at < all.length; at += maxAtOnce) parts.push(all.slice(at, at + maxAtOnce))
  return parts
}

let lastStepNumber = 0
const stepName = () => `step ${++lastStepNumber}`
