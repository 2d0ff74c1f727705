import { boxOfChosen } from '../canvas/actions.ts'
import type { Box } from '../canvas/boxes.ts'
import { glideBy, toStage } from '../canvas/view-moves.ts'

const around = 16
/** The bar of the chosen tile stands above it, and the heads of the canvas above that. */
const above = 132

/** Glides just so far that neither the prompt nor a panel lies over what is chosen, if it has room beside them. */
export function keepInSight() {
  const stage = document.querySelector('.studio-stage')?.getBoundingClientRect()
  const box = boxOfChosen()
  if (!stage || !box) return
  const bar = document.querySelector('.prompt-bar')?.getBoundingClientRect()
  const panel = document.querySelector('.studio-panel')?.getBoundingClientRect()
  // On a phone a panel is a sheet below, else it stands at the right.
  const isBelow = panel !== undefined && panel.width >= stage.width
  const right = panel && !isBelow ? panel.left : stage.right
  const bottom = Math.min(bar?.top ?? stage.bottom, isBelow ? panel.top : stage.bottom)
  const free = {
    ...{ x: around, y: above, width: right - stage.left - 2 * around },
    height: bottom - stage.top - above - around,
  }
  const by = shiftInto(free, toStage(box))
  if (by.x !== 0 || by.y !== 0) glideBy(by.x, by.y)
}

/** How far what is seen moves so that `box` lies within `free`; of what is too large the top left is seen. */
export function shiftInto(free: Box, box: Box): { x: number; y: number } {
  const along = (from: number, size: number, at: number, length: number) => {
    if (at < from) return at - from
    // Never so far that its beginning would go.
    return Math.max(0, Math.min(at + length - from - size, at - from))
  }
  return {
    x: along(free.x, free.width, box.x, box.width),
    y: along(free.y, free.height, box.y, box.height),
  }
}
