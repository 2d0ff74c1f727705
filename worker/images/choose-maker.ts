import type { ImageMaker, ImageSource } from '#contracts/image-engine'
import type { Recipe } from '#contracts/recipe'
import type { TransformEngineChoice } from '#contracts/transforms'
import { type EdgePlan, edgePrefix, planEdge } from './edge-plan.ts'

export interface MakerFacts {
  setting: TransformEngineChoice
  /** Whether Cloudflare Images is bound. */
  hasEdge: boolean
  isHomeThere: boolean
  /** Whether a disk of the home node has the original, so that its bytes need not travel. */
  isOnDisk: boolean
}

export type MakerChoice = { why: string } & (
  | { maker: Extract<ImageMaker, 'home'> }
  | { maker: Extract<ImageMaker, 'edge'>; plan: EdgePlan }
  | { maker: Extract<ImageMaker, 'edge-and-home'>; plan: EdgePlan; rest: Recipe }
)

/** What is sent home should be worth a transformation. */
const minSplitBytes = 10_000_000
const maxSplitShare = 0.25

/**
 * Who is to make a picture. Cloudflare Images gets what it does just as the recipe says (`edge`: also
 * nearly), and only where the home node is away or would have to be sent the original.
 */
export function chooseMaker(
  recipe: Recipe,
  source: Pick<ImageSource, 'sizeBytes' | 'picture'>,
  facts: MakerFacts,
): MakerChoice {
  const { setting, hasEdge, isHomeThere } = facts
  const home = (why: string): MakerChoice => ({ maker: 'home', why })
  if (!hasEdge) return home('Cloudflare Images is not bound.')
  if (setting === 'home') return home('TRANSFORM_ENGINE says so.')
  const plan = planEdge(recipe, source, setting === 'edge' ? 'near' : 'same')
  const only = `Cloudflare Images does not do ${plan}.`
  if (setting === 'edge') {
    if (typeof plan === 'string') return home(only)
    return { maker: 'edge', plan, why: 'TRANSFORM_ENGINE says so.' }
  }
  if (isHomeThere && facts.isOnDisk) return home('The original lies on a disk of the home node.')
  if (typeof plan !== 'string') {
    const why = isHomeThere ? 'The original is not on a disk yet.' : 'The home node is away.'
    return { maker: 'edge', plan, why }
  }
  return (isHomeThere && split(recipe, source)) || home(only)
}

/** A large original is made small before it is sent home, where that changes nothing. */
function split(
  recipe: Recipe,
  source: Pick<ImageSource, 'sizeBytes' | 'picture'>,
): MakerChoice | null {
  const before = source.picture?.size
  if (!before || source.sizeBytes < minSplitBytes) return null
  const prefix = edgePrefix(recipe, source)
  const after = prefix?.plan.size
  if (!after) return null
  const share = (after.width * after.height) / (before.width * before.height)
  if (share > maxSplitShare) return null
  const rest = { ...recipe, steps: recipe.steps.slice(prefix.steps) }
  const why = 'The original is large and not on a disk yet, so it is made small on the way.'
  return { maker: 'edge-and-home', plan: prefix.plan, rest, why }
}
