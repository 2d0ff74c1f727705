import { computed } from '@preact/signals'
import { type GenerationView, generationListSchema } from '#contracts/generations'
import type { CanvasId, GenerationId, TileId } from '#contracts/ids'
import { call } from '../call.ts'
import { generations, hearGenerations } from '../sync/canvas-sync.ts'
import { askedInBunches } from './asked-in-bunches.ts'

/** Asks for generations that a canvas shows and that ended before this page was opened. */
export function madePictures(canvas: CanvasId) {
  return askedInBunches<GenerationId, GenerationView>(async (ids) => {
    const query = `?ids=${ids.join(',')}`
    const { items } = await call(`/canvases/${canvas}/generations${query}`, generationListSchema)
    hearGenerations(items)
    return new Map(items.map((each) => [each.id, each]))
  })
}

/** Of each tile the run that was asked for last. */
export const lastRuns = computed<ReadonlyMap<TileId, GenerationView>>(() => {
  const last = new Map<TileId, GenerationView>()
  for (const each of generations.value.values()) {
    const known = last.get(each.tile)
    if (!known || known.id < each.id) last.set(each.tile, each)
  }
  return last
})
