import type { TransformFigures } from '#contracts/transform-figures'
import { answer, api } from '../api.ts'
import { followed } from '../ui/followed.ts'

/** How pictures are asked for and made, as of a few seconds ago. */
export const transformFigures = followed<TransformFigures>(
  () => answer(api.api.admin.transforms.$get()),
  () => 10_000,
)
