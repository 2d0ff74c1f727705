import { maxSidePx, maxTextPx, minTextPx } from '#contracts/recipe-steps'
import type { DraftStep } from './draft.ts'

/**
 * The same steps for a screen with `dpr` pixels to a point: sizes in pixels are multiplied from the
 * first resize to pixels on, since what stands before it is measured on the source.
 */
export function timesDensity(steps: DraftStep[], dpr: number): DraftStep[] {
  const first = steps.findIndex(({ op }) => op === 'resize')
  if (first < 0 || dpr === 1) return steps
  return steps.map((step, index) => (index < first ? step : denser(step, dpr)))
}

function denser(step: DraftStep, dpr: number): DraftStep {
  const side = (value: number) => between(1, value * dpr, maxSidePx)
  const offset = (value: number) => between(-maxSidePx, value * dpr, maxSidePx)
  switch (step.op) {
    case 'resize': {
      const { width, height } = step
      return {
        ...step,
        width: width === null ? null : side(width),
        height: height === null ? null : side(height),
      }
    }
    case 'crop':
      return { ...step, width: side(step.width), height: side(step.height) }
    case 'extract':
      return {
        ...step,
        left: offset(step.left),
        top: offset(step.top),
        width: side(step.width),
        height: side(step.height),
      }
    case 'blur':
      return { ...step, sigma: between(0.3, step.sigma * dpr, 100, 2) }
    case 'pixelate':
      return { ...step, size: between(2, step.size * dpr, 500) }
    case 'watermark-text': {
      const placed = { ...step, x: offset(step.x), y: offset(step.y) }
      if (step.size === undefined) return placed
      return { ...placed, size: between(minTextPx, step.size * dpr, maxTextPx) }
    }
    case 'watermark-image':
      return { ...step, x: offset(step.x), y: offset(step.y) }
    default:
      return step
  }
}

function between(min: number, value: number, max: number, digits = 0): number {
  return Math.min(max, Math.max(min, Number(value.toFixed(digits)) + 0))
}
