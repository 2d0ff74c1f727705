import type { Operation, Tile, TileChange } from '#contracts/canvas'
import type { Canvas, Inverse } from '#contracts/canvas-fold'
import type { OperationId } from '#contracts/ids'

/** So many tiles one operation names at most. */
const perOperation = 500

/**
 * The operations that make `then` of `now`. Tiles are removed first, so that the canvas never holds
 * more than the larger of the two; of the others only what differs is changed.
 */
export function wayBack(now: Canvas, then: Canvas, newId: () => OperationId): Operation[] {
  const isGone = ({ id, kind }: Tile) => then.get(id)?.kind !== kind
  const removed = [...now.values()].filter(isGone).map(({ id }) => id)
  const added = [...then.values()].filter(({ id, kind }) => now.get(id)?.kind !== kind)
  const changes = [...then.values()].flatMap((tile) => {
    const was = now.get(tile.id)
    const set = was?.kind === tile.kind ? difference(was, tile) : {}
    return Object.keys(set).length > 0 ? [{ tile: tile.id, set }] : []
  })
  const made: Inverse[] = [
    ...inParts(removed).map((tiles) => ({ type: 'remove' as const, tiles })),
    ...inParts(added).map((tiles) => ({ type: 'add' as const, tiles })),
    ...inParts(changes).map((part) => ({ type: 'change' as const, changes: part })),
  ]
  return made.map((operation) => ({ ...operation, id: newId() }))
}

function difference(was: Tile, is: Tile): TileChange {
  const before = new Map(Object.entries(was))
  const differs = ([key, value]: [string, unknown]) =>
    JSON.stringify(before.get(key)) !== JSON.stringify(value)
  return Object.fromEntries(Object.entries(is).filter(differs))
}

/** Also short enough for one row of SQLite each. */
function inParts<Item>(items: readonly Item[]): Item[][] {
  const parts: Item[][] = []
  let length = 0
  for (const item of items) {
    const own = JSON.stringify(item).length
    const last = parts.at(-1)
    if (last && last.length < perOperation && length + own < 1_500_000) {
      last.push(item)
      length += own
    } else {
      parts.push([item])
      length = own
    }
  }
  return parts
}
