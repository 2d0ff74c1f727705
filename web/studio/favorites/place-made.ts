import type { GenerationView } from '#contracts/generations'
import type { GenerationId } from '#contracts/ids'
import { generationIdSchema } from '#contracts/ids'
import { addTile, centreOfView, generations, hearGenerations } from '../sync/canvas-sync.ts'
import { view } from '../sync/view.ts'

/** What a picture that was made is dragged as. */
const madeType = 'application/x-cloudvault-generation'

const width = 384

/** Puts a picture that was made on the canvas, with the words it came of; around `at`, or in the middle. */
export function placeMade(generation: GenerationView, at = centreOfView()) {
  const { prompt } = generation
  const height = Math.round((width * prompt.height) / prompt.width)
  hearGenerations([generation])
  addTile({
    ...{ kind: 'prompt', prompt, parent: null, shown: generation.id, width, height },
    ...{ x: Math.round(at.x - width / 2), y: Math.round(at.y - height / 2) },
  })
}

export function beginDragMade(event: DragEvent, id: GenerationId) {
  event.dataTransfer?.setData(madeType, id)
  if (event.dataTransfer) event.dataTransfer.effectAllowed = 'copy'
}

/** Lets pictures that were made be dropped on the canvas until what this answers is called. */
export function takeDroppedMade(stage: HTMLElement): () => void {
  const stop = new AbortController()
  const { signal } = stop
  const isMade = (event: DragEvent) => event.dataTransfer?.types.includes(madeType) === true
  const onOver = (event: DragEvent) => {
    if (isMade(event)) event.preventDefault()
  }
  const onDrop = (event: DragEvent) => {
    if (!isMade(event)) return
    event.preventDefault()
    event.stopPropagation()
    const id = generationIdSchema.safeParse(event.dataTransfer?.getData(madeType))
    const generation = id.success ? generations.value.get(id.data) : undefined
    if (!generation) return
    const box = stage.getBoundingClientRect()
    const { x, y, scale } = view.value
    placeMade(generation, {
      x: x + (event.clientX - box.left) / scale,
      y: y + (event.clientY - box.top) / scale,
    })
  }
  stage.addEventListener('dragover', onOver, { signal, capture: true })
  stage.addEventListener('drop', onDrop, { signal, capture: true })
  return () => stop.abort()
}
