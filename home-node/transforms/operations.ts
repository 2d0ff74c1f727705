import { edgeFormats, edgeSteps } from '#contracts/edge-images'
import { type OutputFormat, outputFormats } from '#contracts/recipe'
import { type StepOp, stepSchema } from '#contracts/recipe-steps'
import { goldens } from './goldens.ts'

/** How the home node does each operation; every one of the contract, or it does not compile. */
const steps = {
  resize: 'Lanczos 3, on premultiplied colours; resizes in a row that only shrink are one',
  scale: 'as resize',
  crop: 'attention by libvips, entropy by the shades of grey in the box, face with a model only',
  extract: 'exact',
  aspect: 'as crop',
  rotate: 'right angles exact; others bilinear, on premultiplied colours',
  flip: 'exact',
  grayscale: 'luminance',
  sepia: 'the matrix of CSS',
  negate: 'exact',
  blur: 'Gaussian',
  sharpen: 'unsharp mask on lightness',
  brightness: 'exact, clipped to eight bits',
  contrast: 'exact, clipped to eight bits',
  saturation: 'in CIE LCh',
  warmth: 'red and blue times a factor, clipped to eight bits',
  hue: 'in CIE LCh, by whole degrees',
  gamma: 'exact',
  tint: 'in CIE Lab',
  pixelate: 'means with a triangle as weight, which a neighbour square shows in a little',
  'watermark-text': 'Pango, with DejaVu; letters that it lacks come from the machine or are boxes',
  'watermark-image': 'at most 3,000 pixels a side of it are used',
} satisfies Record<StepOp, string>

const formats = {
  webp: 'effort 2, compressed 5; animations',
  jpeg: 'libjpeg, compressed MozJPEG; what is transparent becomes white',
  png: 'lossless; compressed a palette',
  avif: 'effort 2, compressed 3',
  gif: '256 colours, dithered up to 4 megapixels; animations',
} satisfies Record<OutputFormat, string>

/** The table of operations as it stands in `worker/design/transforms.md`, in Markdown. */
export function operationsTable(): string {
  const head = [
    '| operation | how the home node does it | Cloudflare Images | how | golden pictures |',
    '|---|---|---|---|---|',
  ]
  const rows = stepSchema.options.map(({ shape }) => {
    const op = shape.op.value
    const shown = Object.values(goldens).filter((chain) => chain.some((step) => step.op === op))
    const { fidelity, how } = edgeSteps[op]
    return `| \`${op}\` | ${steps[op]} | ${fidelity} | ${how} | ${shown.length} |`
  })
  const outputs = outputFormats.map((name) => {
    const { fidelity, how } = edgeFormats[name]
    return `| as ${name} | ${formats[name]} | ${fidelity} | ${how} | |`
  })
  return [...head, ...rows, ...outputs].join('\n')
}

export const tableStart = '<!-- operations: made by home-node/transforms/renew-operations.ts -->'
export const tableEnd = '<!-- end of operations -->'
