import type { GenerationView } from '#contracts/generations'
import { sentenceOf } from '../../api.ts'
import { showToast } from '../../ui/toast.tsx'
import { askForPicture } from '../generation-calls.ts'
import { hearGenerations } from './canvas-sync.ts'
import { newGenerationId } from './new-id.ts'

/** Asks for a run once more, as it was asked for: somebody pressed Try again. */
export async function runAgain({ id, canvas, tile, stage, prompt }: GenerationView) {
  const asked = { id: newGenerationId(id), tile, stage, prompt, replaces: [] }
  try {
    hearGenerations([await askForPicture(canvas, asked)])
  } catch (error) {
    showToast(sentenceOf(error), { kind: 'danger' })
  }
}
