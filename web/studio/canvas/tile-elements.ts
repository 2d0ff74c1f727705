import type { TileId } from '#contracts/ids'
import type { Box } from './boxes.ts'

// A drag moves elements by hand: going through the tree for each frame would cost more than the frame has.

const elements = new Map<TileId, HTMLElement>()

/** Remembers the element of a tile, until what this answers is called. */
export function rememberElement(id: TileId, element: HTMLElement): () => void {
  elements.set(id, element)
  return () => {
    if (elements.get(id) === element) elements.delete(id)
  }
}

export const elementOf = (id: TileId) => elements.get(id)

/** Draws a tile where a box is, without changing it. */
export function placeElement(id: TileId, { x, y, width, height }: Box) {
  const style = elements.get(id)?.style
  if (!style) return
  style.transform = `translate(${x}px, ${y}px)`
  style.width = `${width}px`
  style.height = `${height}px`
}

/** A layer of its own makes a few tiles move for nothing; hundreds of layers cost more than drawing. */
const maxLayers = 12

export function liftElements(ids: readonly TileId[]) {
  const name = ids.length > maxLayers ? 'is-lifted-plain' : 'is-lifted'
  for (const id of ids) elements.get(id)?.classList.add(name)
}

export function shiftElements(ids: readonly TileId[], dx: number, dy: number) {
  const way = `${dx}px ${dy}px`
  for (const id of ids) {
    const element = elements.get(id)
    if (element) element.style.translate = way
  }
}

export function dropElements(ids: readonly TileId[]) {
  for (const id of ids) {
    const element = elements.get(id)
    if (!element) continue
    element.style.translate = ''
    element.classList.remove('is-lifted', 'is-lifted-plain')
  }
}
