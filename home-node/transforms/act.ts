import type { Sharp } from 'sharp'
import type { PixelSize } from '#contracts/recipe-size'

/**
 * Where sharp does something inside one pipeline, however its calls are ordered. That order is
 * sharp's own and fixed:
 *
 * | slot | what of ours |
 * |---|---|
 * | (open) | decode, turn upright, to sRGB |
 * | resize | resampling |
 * | extract | cutting a box out |
 * | colour | one operation on colours or with a kernel |
 * | (encode) | writing the file |
 * | alone | all else: mirroring, turning, padding, composing |
 *
 * [Note: What may share a pipeline]
 * Steps of a recipe act in the order of the recipe. A following act joins the pipeline of those
 * before it only where its slot comes later than theirs, so that both orders are the same; else the
 * pipeline is run to pixels and another begins. Never two colours in one: between them sharp keeps
 * values that eight bits cannot hold, and the result would depend on what was joined. With
 * transparency no colour follows a resize: sharp resamples premultiplied colours, and would change
 * them as such. The one exception is a resize right after a resize, see `replaces`.
 */
export type Slot = 'resize' | 'extract' | 'colour' | 'alone'

/** One call into sharp, the size of what comes out, and whether it may bring in transparency. */
export interface Act {
  slot: Slot
  size: PixelSize
  addsAlpha?: boolean
  apply(pipeline: Sharp): Sharp
}

const order = { resize: 1, extract: 2, colour: 3, alone: 4 } satisfies Record<Slot, number>

/** Whether an act may join a pipeline that ends with `before`. See: [Note: What may share a pipeline] */
export function joins(before: Slot | null, next: Slot, hasAlpha: boolean): boolean {
  if (before === null) return true
  if (before === 'alone' || next === 'alone') return false
  return order[before] < order[next] && !(hasAlpha && next === 'colour')
}

/**
 * Whether a resize may take the place of the resize before it: when it enlarges neither side, one
 * resampling to the last size is sharper and quicker than two. Enlarging what was shrunk is how
 * people blur, and stays.
 */
export function replaces(before: Act, next: Act): boolean {
  return (
    before.slot === 'resize' &&
    next.slot === 'resize' &&
    next.size.width <= before.size.width &&
    next.size.height <= before.size.height
  )
}
