import { computed } from '@preact/signals'
import { type GenerationView, generationListSchema } from '#contracts/generations'
import type { GenerationId, TileId } from '#contracts/ids'
import { call } from '../call.ts'
import { generations, hearGenerations } from '../sync/canvas-sync.ts'
import { askedInBunches } from './asked-in-bunches.ts'

/** Generations that a canvas shows and that ended before this page was opened. */
export const madePictures = askedInBunches<GenerationId, GenerationView>(async (ids) => {
  const { items } = await call(`/generations?ids=${ids.join(',')}`, generationListSchema)
  hearGenerations(items)
  return new Map(items.map((each) => [each.id, each]))
})

/** Of each tile the run that was asked for last. */
export const lastRuns = computed<ReadonlyMap<TileId, GenerationView>>(() => {
  const last = new Map<TileId, GenerationView>()
  for (const each of generations.value.values()) {
    const known = last.get(each.tile)
    if (!known || known.id < each.id) last.set(each.tile, each)
  }
  return last
})
