import { edgeInputs, edgeOutputRefusal, maxEdgeAvifPx, maxEdgeBytes } from '#contracts/edge-images'
import type { ImageSource } from '#contracts/image-engine'
import type { Recipe } from '#contracts/recipe'
import { type PixelSize, sizeAfter } from '#contracts/recipe-size'
import { maxPixels, maxSidePx, type Step } from '#contracts/recipe-steps'
import { type EdgeWish, edgeCalls } from './edge-calls.ts'

/** What Cloudflare Images is to do. `size`: what comes of it, null where that is not known. */
export interface EdgePlan {
  calls: ImageTransform[]
  size: PixelSize | null
}

type Facts = Pick<ImageSource, 'sizeBytes' | 'picture'>

const transparent = 'rgba(0,0,0,0)'
const white = '#ffffff'

/** The whole recipe for Cloudflare Images, or, as a string, what of it it cannot do. */
export function planEdge(
  recipe: Recipe,
  source: Facts,
  wanted: EdgeWish['wanted'],
): EdgePlan | string {
  const refused = sourceRefusal(source) ?? edgeOutputRefusal(recipe.output)
  if (refused !== null) return refused
  const ground = recipe.output.format === 'jpeg' ? white : transparent
  const size = source.picture?.size ?? null
  const plan = size ? planSteps(recipe.steps, size, { wanted, ground }) : planUnknown(recipe.steps)
  if (typeof plan === 'string') return plan
  const longest = plan.size ? Math.max(plan.size.width, plan.size.height) : Infinity
  if (recipe.output.format === 'avif' && longest > maxEdgeAvifPx) return 'AVIF of this size'
  const mayShowThrough =
    recipe.output.format === 'jpeg' && source.picture?.mimeType !== 'image/jpeg'
  return mayShowThrough ? { ...plan, calls: [...plan.calls, { background: white }] } : plan
}

/** How many of the first steps Cloudflare Images does just as the recipe says, and what comes of them. */
export function edgePrefix(
  recipe: Recipe,
  source: Facts,
): { steps: number; plan: EdgePlan } | null {
  const size = source.picture?.size
  if (!size || sourceRefusal(source) !== null || recipe.output.animated) return null
  // Nothing may be carried over that only the original says.
  if (recipe.output.metadata) return null
  for (let steps = recipe.steps.length; steps > 0; steps--) {
    const wish = { wanted: 'same', ground: transparent } as const
    const plan = planSteps(recipe.steps.slice(0, steps), size, wish)
    if (typeof plan !== 'string') return { steps, plan }
  }
  return null
}

function sourceRefusal({ sizeBytes, picture }: Facts): string | null {
  if (!picture || !edgeInputs.has(picture.mimeType)) return 'files of this type'
  if (sizeBytes > maxEdgeBytes) return 'files of this size'
  const { width = 0, height = 0 } = picture.size ?? {}
  const isLarge = Math.max(width, height) > maxSidePx || width * height > maxPixels
  return isLarge ? 'pictures of this size' : null
}

function planSteps(steps: Step[], source: PixelSize, wish: EdgeWish): EdgePlan | string {
  let size = source
  const calls: ImageTransform[] = []
  for (const step of steps) {
    const told = edgeCalls(step, size, wish)
    if (told === null) return `“${step.op}” like this`
    calls.push(...told)
    size = sizeAfter(size, step)
  }
  return { calls, size }
}

/** A picture whose sides are not known yet can be fitted in a box, as previews are. */
function planUnknown(steps: Step[]): EdgePlan | string {
  const [step, ...more] = steps
  if (step?.op !== 'resize' || step.fit !== 'inside' || more.length > 0) {
    return 'this before the size of the picture is known'
  }
  const fit = step.enlarge ? 'contain' : 'scale-down'
  const { width, height } = step
  return {
    calls: [{ ...(width !== null && { width }), ...(height !== null && { height }), fit }],
    size: null,
  }
}
