import { batch } from '@preact/signals'
import type { Tile } from '#contracts/canvas'
import type { TileId } from '#contracts/ids'
import { canvas, chosen, undo } from '../sync/canvas-sync.ts'
import { view } from '../sync/view.ts'
import { changeTiles, duplicate } from './actions.ts'
import { around, type Box, between, grown, type Point, touches } from './boxes.ts'
import { choose, chosenTiles, withGroup } from './choice.ts'
import { snapped } from './snap.ts'
import { guides, held, isPanning, marquee } from './surface-state.ts'
import { dropElements, liftElements, placeElement, shiftElements } from './tile-elements.ts'
import { panBy, seen, toCanvas, zoomAt } from './view-moves.ts'

/** What a pointer that is down does. Points are CSS pixels from the corner of the stage. */
export interface Gesture {
  move: (at: Point, keys: { isAlt: boolean; isShift: boolean }) => void
  end: () => void
  cancel: () => void
}

/** In CSS pixels: how near something snaps. */
const snapReach = 6
/** So many tiles are compared with while one is dragged. */
const maxCompared = 150
const minSide = 24

export function panGesture(from: Point): Gesture {
  let last = from
  isPanning.value = true
  const stop = () => {
    isPanning.value = false
  }
  return {
    move: (at) => {
      panBy(last.x - at.x, last.y - at.y)
      last = at
    },
    end: stop,
    cancel: stop,
  }
}

/** Two fingers: the ground follows both of them. `points` answers where they are now. */
export function pinchGesture(points: () => [Point, Point] | null): Gesture {
  let last = points()
  const gapOf = ([one, other]: [Point, Point]) => Math.hypot(one.x - other.x, one.y - other.y)
  const middleOf = ([one, other]: [Point, Point]) => ({
    x: (one.x + other.x) / 2,
    y: (one.y + other.y) / 2,
  })
  return {
    move: () => {
      const now = points()
      if (!now || !last) return
      const [was, is] = [middleOf(last), middleOf(now)]
      panBy(was.x - is.x, was.y - is.y)
      zoomAt(is, Math.max(1, gapOf(now)) / Math.max(1, gapOf(last)))
      last = now
    },
    end: () => {},
    cancel: () => {},
  }
}

/** A frame from one corner to the other: what it touches is chosen, beside `before`. */
export function marqueeGesture(from: Point, before: readonly TileId[]): Gesture {
  const start = toCanvas(from)
  const all = [...canvas.value.values()]
  const stop = () => {
    marquee.value = null
  }
  return {
    move: (at) => {
      const box = between(start, toCanvas(at))
      const touched = all.filter((tile) => touches(tile, box)).map(({ id }) => id)
      batch(() => {
        marquee.value = box
        const now = withGroup([...before, ...touched])
        if (now.join() !== chosen.value.join()) chosen.value = now
      })
    },
    end: stop,
    cancel: () => {
      stop()
      chosen.value = before
    },
  }
}

/** Drags what is chosen; with `copies` copies of it, and what was chosen stays. */
export function dragGesture(from: Point, copies: boolean): Gesture {
  const originals = chosenTiles()
  if (copies) choose(duplicate(originals, { x: 0, y: 0 }))
  const tiles = chosenTiles()
  const ids = tiles.map(({ id }) => id)
  const start = toCanvas(from)
  const box = around(tiles)
  const others = nearTiles(new Set(ids))
  let by = { x: 0, y: 0 }
  let isLifted = false
  const stop = () => {
    batch(() => {
      held.value = null
      guides.value = []
    })
  }
  return {
    move: (at, { isAlt, isShift }) => {
      if (!box) return
      if (!isLifted) liftElements(ids)
      isLifted = true
      const now = toCanvas(at)
      by = { x: now.x - start.x, y: now.y - start.y }
      // Shift: straight across or straight down.
      if (isShift && Math.abs(by.x) > Math.abs(by.y)) by.y = 0
      else if (isShift) by.x = 0
      const moved = { ...box, x: box.x + by.x, y: box.y + by.y }
      const snap = isAlt
        ? { dx: 0, dy: 0, guides: [] }
        : snapped(moved, others, snapReach / view.value.scale)
      by = { x: by.x + snap.dx, y: by.y + snap.dy }
      batch(() => {
        held.value = { ids, box: { ...box, x: box.x + by.x, y: box.y + by.y } }
        if (snap.guides.length > 0 || guides.value.length > 0) guides.value = snap.guides
      })
      shiftElements(ids, by.x, by.y)
    },
    end: () => {
      stop()
      const [dx, dy] = [Math.round(by.x), Math.round(by.y)]
      const now = canvas.value
      if (dx !== 0 || dy !== 0) {
        changeTiles(
          tiles
            .filter(({ id }) => now.has(id))
            .map(({ id, x, y }) => ({ tile: id, set: { x: x + dx, y: y + dy } })),
        )
        for (const { id, x, y, ...size } of tiles) {
          placeElement(id, { ...size, x: x + dx, y: y + dy })
        }
      }
      dropElements(ids)
    },
    cancel: () => {
      stop()
      dropElements(ids)
      if (copies) {
        undo()
        choose(originals.map(({ id }) => id))
      }
    },
  }
}

export type Corner = 'nw' | 'ne' | 'sw' | 'se'

/** Pulls a corner of what is chosen; the other one stays. Pictures keep their shape, a note need not. */
export function resizeGesture(corner: Corner): Gesture {
  const tiles = chosenTiles()
  const box = around(tiles)
  const isFree = tiles.length === 1 && tiles[0]?.kind === 'note'
  const others = nearTiles(new Set(tiles.map(({ id }) => id)))
  const isLeft = corner === 'nw' || corner === 'sw'
  const isTop = corner === 'nw' || corner === 'ne'
  let places: { tile: Tile; to: Box }[] = []
  const stop = () => {
    batch(() => {
      held.value = null
      guides.value = []
    })
  }
  const putBack = () => {
    for (const { tile } of places) placeElement(tile.id, canvas.value.get(tile.id) ?? tile)
  }
  return {
    move: (at, { isAlt, isShift }) => {
      if (!box) return
      const corner = toCanvas(at)
      const reach = snapReach / view.value.scale
      const snap = isAlt
        ? { dx: 0, dy: 0, guides: [] }
        : snapped({ ...corner, width: 0, height: 0 }, others, reach)
      const x = corner.x + snap.dx
      const y = corner.y + snap.dy
      const smallest = Math.min(...tiles.map(({ width, height }) => Math.min(width, height)))
      const least = Math.min(1, minSide / smallest)
      let scaleX = Math.max(least, (isLeft ? box.x + box.width - x : x - box.x) / box.width)
      let scaleY = Math.max(least, (isTop ? box.y + box.height - y : y - box.y) / box.height)
      if (!isFree || isShift) scaleX = scaleY = Math.max(scaleX, scaleY)
      const now = {
        x: isLeft ? box.x + box.width * (1 - scaleX) : box.x,
        y: isTop ? box.y + box.height * (1 - scaleY) : box.y,
        width: box.width * scaleX,
        height: box.height * scaleY,
      }
      places = tiles.map((tile) => ({
        tile,
        to: {
          x: Math.round(now.x + (tile.x - box.x) * scaleX),
          y: Math.round(now.y + (tile.y - box.y) * scaleY),
          width: Math.max(16, Math.round(tile.width * scaleX)),
          height: Math.max(16, Math.round(tile.height * scaleY)),
        },
      }))
      batch(() => {
        held.value = { ids: tiles.map(({ id }) => id), box: now }
        guides.value = isFree ? snap.guides : []
      })
      for (const { tile, to } of places) placeElement(tile.id, to)
    },
    end: () => {
      stop()
      if (places.length === 0) return
      changeTiles(places.map(({ tile, to }) => ({ tile: tile.id, set: to })))
    },
    cancel: () => {
      stop()
      putBack()
    },
  }
}

function nearTiles(except: ReadonlySet<TileId>): Tile[] {
  const area = grown(seen(), 0)
  const near: Tile[] = []
  for (const tile of canvas.value.values()) {
    if (!except.has(tile.id) && touches(tile, area)) near.push(tile)
    if (near.length === maxCompared) break
  }
  return near
}
