import type { OutputFormat, Recipe } from './recipe.ts'
import type { StepOp } from './recipe-steps.ts'

/**
 * How Cloudflare Images does an operation: `same`, as the recipe says and the home node does it;
 * `near`, the same in kind, whose strength nobody has compared; `none`, not at all.
 */
export type EdgeFidelity = 'same' | 'near' | 'none'

interface EdgeWay {
  fidelity: EdgeFidelity
  how: string
}

/** Every operation of a recipe, as Cloudflare Images does it. */
export const edgeSteps = {
  resize: {
    fidelity: 'same',
    how: '`fit`, to the size that is planned; not to where the eye goes',
  },
  scale: { fidelity: 'same', how: '`squeeze`, to the size that is planned' },
  crop: { fidelity: 'same', how: '`trim`; not by attention, entropy or face' },
  extract: { fidelity: 'same', how: '`trim`' },
  aspect: { fidelity: 'same', how: 'as crop' },
  rotate: { fidelity: 'same', how: '`rotate`, right angles only' },
  flip: { fidelity: 'same', how: '`flip`' },
  grayscale: { fidelity: 'near', how: '`saturation` 0' },
  sepia: { fidelity: 'none', how: '–' },
  negate: { fidelity: 'none', how: '–' },
  blur: { fidelity: 'near', how: '`blur`, its radius twice the sigma' },
  sharpen: { fidelity: 'near', how: '`sharpen`' },
  brightness: { fidelity: 'near', how: '`brightness`' },
  contrast: { fidelity: 'near', how: '`contrast`' },
  saturation: { fidelity: 'near', how: '`saturation`' },
  warmth: { fidelity: 'none', how: '–' },
  hue: { fidelity: 'none', how: '–' },
  gamma: { fidelity: 'near', how: '`gamma`' },
  tint: { fidelity: 'none', how: '–' },
  pixelate: { fidelity: 'none', how: '–' },
  'watermark-text': { fidelity: 'none', how: '–' },
  'watermark-image': { fidelity: 'none', how: '–' },
} satisfies Record<StepOp, EdgeWay>

export const edgeFormats = {
  webp: { fidelity: 'same', how: 'stills' },
  jpeg: { fidelity: 'same', how: 'what is transparent becomes white' },
  png: { fidelity: 'same', how: 'lossless' },
  avif: { fidelity: 'same', how: 'up to 1,200 pixels a side' },
  gif: { fidelity: 'none', how: '–' },
} satisfies Record<OutputFormat, EdgeWay>

/** What Cloudflare Images reads for everybody: AVIF only for some, others not at all. */
export const edgeInputs: ReadonlySet<string> = new Set([
  'image/jpeg',
  'image/png',
  'image/webp',
  'image/gif',
  'image/heic',
])

/** Cloudflare writes no larger AVIF. */
export const maxEdgeAvifPx = 1_200
/** The largest file that it reads. */
export const maxEdgeBytes = 70_000_000

/** Why Cloudflare Images cannot encode a result so, in words; null when it can. */
export function edgeOutputRefusal(output: Recipe['output']): string | null {
  if (edgeFormats[output.format].fidelity === 'none') return `${output.format} files`
  if (output.animated) return 'animations'
  if (output.quality === 'auto') return 'finding a quality'
  if (output.maxBytes !== undefined) return 'keeping to a number of bytes'
  if (output.metadata) return 'keeping metadata'
  if (output.compress || output.progressive) return 'this way of encoding'
  return null
}
