import type { Sharp } from 'sharp'
import type { Step } from '#contracts/recipe-steps'

/** Sepia as browsers and the CSS filter effects make it. */
const sepia: [[number, number, number], [number, number, number], [number, number, number]] = [
  [0.393, 0.769, 0.189],
  [0.349, 0.686, 0.168],
  [0.272, 0.534, 0.131],
]

const middleGrey = 127.5
/** sharp cuts off what is behind the point; with this it rounds. */
const rounding = 0.5

/**
 * The steps that change colours and leave size and transparency; null for any other step. All work
 * on sRGB values as they are stored, not on linear light, as browsers and image services do.
 */
export function colourChange(step: Step): ((pipeline: Sharp) => Sharp) | null {
  switch (step.op) {
    case 'grayscale':
      return (pipeline) => pipeline.grayscale()
    case 'sepia':
      return (pipeline) => pipeline.recomb(sepia)
    case 'negate':
      return (pipeline) => pipeline.negate({ alpha: false })
    case 'blur':
      return (pipeline) => pipeline.blur({ sigma: step.sigma })
    case 'sharpen':
      return (pipeline) => pipeline.sharpen({ sigma: step.sigma })
    case 'brightness':
      return (pipeline) => pipeline.linear(step.percent / 100, rounding)
    case 'contrast':
      return (pipeline) =>
        pipeline.linear(step.percent / 100, middleGrey * (1 - step.percent / 100) + rounding)
    case 'saturation':
      return (pipeline) => pipeline.modulate({ saturation: step.percent / 100 })
    case 'warmth': {
      // A matrix, since a grey picture gets its three channels only with that.
      const gain = step.percent / 400
      return (pipeline) =>
        pipeline.recomb([
          [1 + gain, 0, 0],
          [0, 1, 0],
          [0, 0, 1 - gain],
        ])
    }
    case 'hue':
      // sharp turns by whole degrees; half of one cannot be seen.
      return (pipeline) => pipeline.modulate({ hue: Math.round(step.degrees) })
    case 'gamma':
      // Two exponents, of which sharp takes those from 1 to 3: one lightens, the other darkens.
      return (pipeline) =>
        step.gamma >= 1 ? pipeline.gamma(1, step.gamma) : pipeline.gamma(1 / step.gamma, 1)
    case 'tint':
      return (pipeline) => pipeline.tint(step.colour.slice(0, 7))
    default:
      return null
  }
}

/** Which of them sharp runs before it resizes or cuts: these start a pipeline of their own. */
export function runsFirst(step: Step): boolean {
  return step.op === 'grayscale' || step.op === 'negate' || step.op === 'gamma'
}
