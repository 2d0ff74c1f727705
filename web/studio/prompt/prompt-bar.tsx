import type { CanvasView } from '#contracts/canvas'

/** The words of the chosen tile, or of the next one. */
export function PromptBar(_props: { about: CanvasView }) {
  return null
}
