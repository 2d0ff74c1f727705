import type { Inference } from '#contracts/inference'
import { captionVectorModel } from './workers-ai.ts'

/**
 * What the home node can, and besides it what Workers AI can where that is turned on. Each model's
 * name says who is asked, so no vector of one is ever compared with one of another.
 */
export function joinInference(home: Inference, edge: Inference | null): Inference {
  if (edge === null) return home
  return {
    ...home,
    caption: edge.caption,
    tagByLabels: edge.tagByLabels,
    embedText: (texts, model) =>
      (model === captionVectorModel ? edge : home).embedText(texts, model),
    async engines() {
      const onEdge = await edge.engines()
      // A home node that is away takes nothing from what the edge can.
      const atHome = await home.engines().catch(() => [])
      return [...atHome, ...onEdge]
    },
  }
}
