import type { Operation, Tile, TileChange } from './canvas.ts'
import type { TileId } from './ids.ts'

/** A canvas: its tiles by id. Never changed in place, so that what is shown can be compared by identity. */
export type Canvas = ReadonlyMap<TileId, Tile>

export const emptyCanvas: Canvas = new Map()

/**
 * What one operation makes of a canvas. Total: any operation may follow any other, because who made it
 * may not have seen what came between; what makes no sense any more does nothing. The room and every
 * page apply the same operations in the room's order, so they come to the same canvas (state machine
 * replication; Schneider 1990).
 */
export function applyOperation(canvas: Canvas, operation: Operation): Canvas {
  const tiles = new Map(canvas)
  switch (operation.type) {
    case 'add':
      for (const tile of operation.tiles) if (!tiles.has(tile.id)) tiles.set(tile.id, tile)
      break
    case 'change':
      for (const { tile: id, set } of operation.changes) {
        const tile = tiles.get(id)
        if (tile) tiles.set(id, changed(tile, set))
      }
      break
    case 'remove':
      for (const id of operation.tiles) tiles.delete(id)
      break
    case 'show': {
      const tile = tiles.get(operation.tile)
      const isLater =
        tile?.kind === 'prompt' && (tile.shown === null || tile.shown < operation.generation)
      if (isLater) tiles.set(tile.id, { ...tile, shown: operation.generation })
    }
  }
  return tiles
}

/**
 * The operations, without ids, that take one back: made against the canvas `before` it. What others
 * changed since is not taken back with it, because `change` names single properties; of those that
 * `now` differ from what the operation set, somebody else was the last, and they stay.
 */
export function inverseOf(before: Canvas, operation: Operation, now: Canvas): Inverse[] {
  switch (operation.type) {
    case 'add': {
      const added = operation.tiles.filter(({ id }) => !before.has(id) && now.has(id))
      return added.length > 0 ? [{ type: 'remove', tiles: added.map(({ id }) => id) }] : []
    }
    case 'remove': {
      const removed = operation.tiles.flatMap((id) => {
        const tile = before.get(id)
        return tile && !now.has(id) ? [tile] : []
      })
      return removed.length > 0 ? [{ type: 'add', tiles: removed }] : []
    }
    case 'change': {
      const changes = operation.changes.flatMap(({ tile: id, set }) => {
        const [was, is] = [before.get(id), now.get(id)]
        if (!was || !is) return []
        const back = taken(was, is, set)
        return Object.keys(back).length > 0 ? [{ tile: id, set: back }] : []
      })
      return changes.length > 0 ? [{ type: 'change', changes }] : []
    }
    // A picture that arrived is nobody's doing: the change of words before it is what is taken back.
    case 'show':
      return []
  }
}

type WithoutId<T> = T extends unknown ? Omit<T, 'id'> : never
export type Inverse = WithoutId<Operation>

function changed(tile: Tile, set: TileChange): Tile {
  const own = Object.entries(set).filter(([key]) => key in tile)
  // Each value was parsed as this property's; only which kind has it was open.
  return { ...tile, ...Object.fromEntries(own) }
}

function taken(was: Tile, is: Tile, set: TileChange): TileChange {
  const before = new Map(Object.entries(was))
  const now = new Map(Object.entries(is))
  const back = Object.entries(set)
    .filter(([key, value]) => before.has(key) && isSame(now.get(key), value))
    .filter(([key, value]) => !isSame(before.get(key), value))
    .map(([key]) => [key, before.get(key)])
  return Object.fromEntries(back)
}

const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other)
