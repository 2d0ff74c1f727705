import type { GenerationView, MakeGeneration } from '#contracts/generations'
import { generationViewSchema } from '#contracts/generations'
import { offline, sentenceOf, toApiError } from '../../api.ts'
import { showToast } from '../../ui/toast.tsx'
import { hearGenerations } from './canvas-sync.ts'
import { newGenerationId } from './new-id.ts'

/** Asks for a run once more, as it was asked for: somebody pressed Try again. */
export async function runAgain({ id, canvas, tile, stage, prompt }: GenerationView) {
  const asked: MakeGeneration = { id: newGenerationId(id), tile, stage, prompt, replaces: [] }
  try {
    const response = await fetch(`/api/canvases/${canvas}/generations`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(asked),
    }).catch(() => {
      throw offline()
    })
    const body: unknown = await response.json().catch(() => null)
    if (!response.ok) throw toApiError(response.status, body)
    hearGenerations([generationViewSchema.parse(body)])
  } catch (error) {
    showToast(sentenceOf(error), { kind: 'danger' })
  }
}
