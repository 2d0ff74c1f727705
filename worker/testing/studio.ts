import { expect } from 'vitest'
import { canvasViewSchema } from '#contracts/canvas'
import { type GenerationView, generationViewSchema } from '#contracts/generations'
import type { CanvasId, TileId } from '#contracts/ids'
import type { Prompt } from '#contracts/prompt'
import { newId } from '../ids.ts'
import type { TestUser } from './harness.ts'
import { callAs } from './spaces.ts'

/** A prompt of 512², by the model that tests have. Words in brackets have its server go wrong. */
export function aPrompt(text: string, change: Partial<Prompt> = {}): Prompt {
  return {
    ...{ text, negative: null, model: null, width: 512, height: 512, seed: 7, steps: null },
    ...{ references: [], strength: null, mask: null },
    ...change,
  }
}

export async function aCanvas(user: TestUser): Promise<CanvasId> {
  const made = await callAs(user, 'POST', '/api/canvases', { name: 'A test' })
  return canvasViewSchema.parse(await made.json()).id
}

/** Asks for a picture as the page does, and answers what came back at once. */
export async function askFor(
  user: TestUser,
  canvasId: CanvasId,
  prompt: Prompt,
  more: { id?: string; tile?: TileId; stage?: string; replaces?: string[] } = {},
): Promise<GenerationView> {
  const now = Date.now()
  const fresh = { id: newId('generation', now), tile: newId('tile', now), stage: 'preview' }
  const body = { ...fresh, prompt, ...more }
  const response = await callAs(user, 'POST', `/api/canvases/${canvasId}/generations`, body)
  expect(response.status).toBe(202)
  return generationViewSchema.parse(await response.json())
}

export async function showGeneration(user: TestUser, id: string): Promise<GenerationView> {
  const response = await user.fetch(`/api/generations/${id}`)
  return generationViewSchema.parse(await response.json())
}

/** The generation once it is over. */
export async function ended(user: TestUser, { id }: { id: string }): Promise<GenerationView> {
  for (;;) {
    const view = await showGeneration(user, id)
    if (view.endedAt !== null) return view
    await scheduler.wait(20)
  }
}
