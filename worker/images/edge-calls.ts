import { type EdgeFidelity, edgeSteps } from '#contracts/edge-images'
import { boxAt, compassPlaces } from '#contracts/recipe-boxes'
import { type PixelSize, sizeAfter } from '#contracts/recipe-size'
import {
  type Compass,
  compassSchema,
  type Gravity,
  type ResizeStep,
  type Step,
} from '#contracts/recipe-steps'

/** How blur and sharpening are said to Cloudflare, at most. */
const maxBlur = 250
const maxSharpen = 10

export interface EdgeWish {
  /** `near`: also what Cloudflare does in kind, but not measurably as the recipe says. */
  wanted: Exclude<EdgeFidelity, 'none'>
  /** What lies around a picture in its box where the recipe names no colour, in the words of CSS. */
  ground: string
}

/**
 * What Cloudflare Images is told for one step, one call after the other: the binding applies them in
 * the order in which they are called. Null when it does not do this step as it is wanted.
 */
export function edgeCalls(
  step: Step,
  size: PixelSize,
  { wanted, ground }: EdgeWish,
): ImageTransform[] | null {
  const { fidelity } = edgeSteps[step.op]
  if (fidelity === 'none' || (fidelity === 'near' && wanted === 'same')) return null
  const after = sizeAfter(size, step)
  switch (step.op) {
    case 'resize':
      return resizeCalls(step, size, after, ground)
    case 'scale':
      return [{ ...after, fit: 'squeeze' }]
    case 'crop':
    case 'aspect':
      return cropCalls(size, after, step.gravity)
    case 'extract':
      return [trimCall({ left: step.left, top: step.top, ...after }, size)]
    case 'rotate':
      return rotateCalls(step.degrees)
    case 'flip':
      return [{ flip: step.axis === 'horizontal' ? 'h' : 'v' }]
    case 'grayscale':
      return [{ saturation: 0 }]
    case 'saturation':
    case 'brightness':
    case 'contrast':
      return [{ [step.op]: step.percent / 100 }]
    case 'gamma':
      return [{ gamma: step.gamma }]
    case 'blur':
      return [{ blur: Math.min(maxBlur, Math.max(1, step.sigma * 2)) }]
    case 'sharpen':
      return [{ sharpen: Math.min(maxSharpen, step.sigma) }]
    default:
      return null
  }
}

function resizeCalls(
  step: ResizeStep,
  size: PixelSize,
  after: PixelSize,
  ground: string,
): ImageTransform[] | null {
  if (step.width === null || step.height === null) return [{ ...after, fit: 'squeeze' }]
  if (step.fit === 'cover') {
    const gravity = sideOf(step.gravity, size, after)
    return gravity === null ? null : [{ ...after, fit: 'cover', gravity }]
  }
  if (step.fit !== 'contain') return [{ ...after, fit: 'squeeze' }]
  // `pad` enlarges a picture that is smaller than its box on both sides.
  const isSmaller = size.width < after.width && size.height < after.height
  if (isSmaller && !step.enlarge) return null
  return [{ ...after, fit: 'pad', background: step.background ?? ground }]
}

/** Which side stays: what hangs over does so along one axis only. */
function sideOf(gravity: Gravity | undefined, size: PixelSize, after: PixelSize) {
  const at = compassOf(gravity)
  if (at === null) return null
  const place = compassPlaces[at]
  const isWide = size.width / size.height > after.width / after.height
  const along = isWide ? place.x : place.y
  if (along === 0.5) return 'center'
  if (isWide) return along === 0 ? 'left' : 'right'
  return along === 0 ? 'top' : 'bottom'
}

function cropCalls(size: PixelSize, after: PixelSize, gravity: Gravity | undefined) {
  const at = compassOf(gravity)
  return at === null ? null : [trimCall(boxAt(size, after, at), size)]
}

function trimCall(box: ReturnType<typeof boxAt>, size: PixelSize): ImageTransform {
  const { left, top, width, height } = box
  const right = size.width - left - width
  const bottom = size.height - top - height
  return { trim: { left, top, right, bottom } }
}

function rotateCalls(degrees: number): ImageTransform[] | null {
  return degrees === 90 || degrees === 180 || degrees === 270 ? [{ rotate: degrees }] : null
}

/** Null for what is decided by looking at the picture. */
function compassOf(gravity: Gravity | undefined): Compass | null {
  return compassSchema.safeParse(gravity ?? 'centre').data ?? null
}
