import type { Tile } from '#contracts/canvas'
import type { TileId } from '#contracts/ids'
import { canvas, chosen } from '../sync/canvas-sync.ts'
import { inReadingOrder } from './layout.ts'

/** The tile, with all of its group. */
export function withGroup(ids: Iterable<TileId>): TileId[] {
  const all = canvas.value
  const picked = new Set(ids)
  const groups = new Set([...picked].flatMap((id) => all.get(id)?.group ?? []))
  if (groups.size > 0) {
    for (const { id, group } of all.values())
      if (group !== null && groups.has(group)) picked.add(id)
  }
  return [...picked]
}

export function choose(ids: Iterable<TileId>) {
  chosen.value = withGroup(ids)
}

/** With Shift: into what is chosen, or out of it. */
export function toggle(id: TileId) {
  const own = withGroup([id])
  const now = chosen.value
  chosen.value = now.includes(id)
    ? now.filter((each) => !own.includes(each))
    : [...new Set([...now, ...own])]
}

export function chooseAll() {
  chosen.value = [...canvas.value.keys()]
}

export function chosenTiles(): Tile[] {
  return chosen.value.flatMap((id) => canvas.value.get(id) ?? [])
}

/** The tile after, or before, one in reading order; null behind the last. Without one: the first. */
export function neighbourOf(id: TileId | null, by: 1 | -1): Tile | null {
  const order = inReadingOrder([...canvas.value.values()])
  if (id === null) return order.at(by === 1 ? 0 : -1) ?? null
  const at = order.findIndex((tile) => tile.id === id)
  const to = at + by
  return to < 0 ? null : (order[to] ?? null)
}
