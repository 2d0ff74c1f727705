import type { Box } from './boxes.ts'

/** A line that something snapped to, in units of the canvas: along `x` (upright) or `y`. */
export interface Guide {
  along: 'x' | 'y'
  at: number
  from: number
  to: number
}

/**
 * How far a moved box still has to go so that one of its edges, or its middle, lies in line with one of
 * another box, if any is within `reach`; with the lines to draw for it.
 */
export function snapped(
  moved: Box,
  others: readonly Box[],
  reach: number,
): { dx: number; dy: number; guides: Guide[] } {
  const dx = nearest(moved, others, reach, 'x')
  const dy = nearest(moved, others, reach, 'y')
  const box = { ...moved, x: moved.x + (dx ?? 0), y: moved.y + (dy ?? 0) }
  const guides = [
    ...(dx === null ? [] : guidesOf(box, others, 'x')),
    ...(dy === null ? [] : guidesOf(box, others, 'y')),
  ]
  return { dx: dx ?? 0, dy: dy ?? 0, guides }
}

function linesOf(box: Box, along: 'x' | 'y'): [number, number, number] {
  const side = along === 'x' ? box.width : box.height
  return [box[along], box[along] + side / 2, box[along] + side]
}

function nearest(moved: Box, others: readonly Box[], reach: number, along: 'x' | 'y') {
  let best: number | null = null
  const own = linesOf(moved, along)
  for (const other of others) {
    for (const line of linesOf(other, along)) {
      for (const mine of own) {
        const by = line - mine
        if (Math.abs(by) <= reach && (best === null || Math.abs(by) < Math.abs(best))) best = by
      }
    }
  }
  return best
}

function guidesOf(box: Box, others: readonly Box[], along: 'x' | 'y'): Guide[] {
  const across = along === 'x' ? 'y' : 'x'
  const length = along === 'x' ? 'height' : 'width'
  const found = new Map<number, Guide>()
  for (const other of others) {
    for (const line of linesOf(other, along)) {
      if (!linesOf(box, along).some((mine) => Math.abs(mine - line) < 0.01)) continue
      const known = found.get(line) ?? {
        along,
        at: line,
        from: box[across],
        to: box[across] + box[length],
      }
      found.set(line, {
        ...known,
        from: Math.min(known.from, other[across]),
        to: Math.max(known.to, other[across] + other[length]),
      })
    }
  }
  return [...found.values()].slice(0, 3)
}
