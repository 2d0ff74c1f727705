/** One picture's place in a row: where it starts and how wide it is, in CSS pixels. */
export interface Placed {
  index: number
  left: number
  width: number
}

export interface Row {
  top: number
  height: number
  items: Placed[]
}

/**
 * Lays pictures of given aspect ratios (width / height) into rows that fill `width`, each about
 * `targetHeight` high, with `gap` between. The last row keeps the target height and is not stretched.
 * Greedy: a row is closed as soon as it would be no higher than the target.
 */
export function justify(
  aspects: readonly number[],
  { width, targetHeight, gap }: { width: number; targetHeight: number; gap: number },
): { rows: Row[]; height: number } {
  const rows: Row[] = []
  let top = 0
  let open: number[] = []
  let sum = 0
  const close = (height: number) => {
    let left = 0
    const items = open.map((index) => {
      const itemWidth = clampAspect(aspects[index]) * height
      const placed = { index, left, width: itemWidth }
      left += itemWidth + gap
      return placed
    })
    rows.push({ top, height, items })
    top += height + gap
    open = []
    sum = 0
  }
  for (let index = 0; index < aspects.length; index++) {
    open.push(index)
    sum += clampAspect(aspects[index])
    const height = (width - gap * (open.length - 1)) / sum
    if (height <= targetHeight) close(height)
  }
  if (open.length > 0) close(Math.min(targetHeight, (width - gap * (open.length - 1)) / sum))
  return { rows, height: Math.max(0, top - gap) }
}

/** A panorama or a strip must neither fill a page nor vanish. */
function clampAspect(aspect: number | undefined): number {
  if (aspect === undefined || !Number.isFinite(aspect) || aspect <= 0) return 4 / 3
  return Math.min(3.2, Math.max(0.5, aspect))
}
