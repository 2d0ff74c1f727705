import { computed, effect, signal } from '@preact/signals'
import type { Tile } from '#contracts/canvas'
import type { MakeGeneration } from '#contracts/generations'
import type { CanvasId, GenerationId, TileId } from '#contracts/ids'
import { type Prompt, promptSchema } from '#contracts/prompt'
import { sentenceOf } from '../../api.ts'
import { freePlace } from '../dialogs/beside.ts'
import { askForPicture } from '../generation-calls.ts'
import { providers } from '../providers.ts'
import {
  addTile,
  canvas,
  centreOfView,
  chosen,
  edit,
  generations,
  hearGenerations,
} from '../sync/canvas-sync.ts'
import { newGenerationId } from '../sync/new-id.ts'
import { AsYouType, previewAfterMs } from './as-you-type.ts'
import { keepInSight } from './keep-in-sight.ts'
import { fittedTo, modelOf } from './models.ts'

// The words of the chosen tile, and the pictures that are asked for while they change. What is typed is
// shown at once and becomes an edit of the canvas when there is a pause, so that a step back takes back
// what was typed in one go.

export type PromptTile = Extract<Tile, { kind: 'prompt' }>

/** The one prompt tile that is chosen; null: the words are those of a tile to come. */
export const promptTile = computed<PromptTile | null>(() => {
  const [only, ...others] = chosen.value
  const tile = only === undefined || others.length > 0 ? undefined : canvas.value.get(only)
  return tile?.kind === 'prompt' ? tile : null
})

/** What is typed and not on the canvas yet. */
const typed = signal<{ tile: TileId | null; prompt: Prompt } | null>(null)
/** What a tile to come begins with: the settings of the one before it, without its words. */
const usual = signal<Prompt>(firstPrompt())

/** What the bar shows. */
export const shownPrompt = computed<Prompt>(() => {
  const tile = promptTile.value
  const own = typed.value
  if (own && own.tile === (tile?.id ?? null)) return own.prompt
  return tile?.prompt ?? usual.value
})

/** Why a tile's picture could not even be asked for; by tile. */
export const unasked = signal<ReadonlyMap<TileId, string>>(new Map())

/** While it is locked words alone change a picture; otherwise every Enter takes a seed of its own. */
export const isSeedLocked = signal(true)

const typists = new Map<TileId | null, AsYouType>()
const running = new Map<GenerationId, AsYouType>()
let stopWaiting = () => {}

effect(() => {
  // Read even while nothing runs: an effect follows what it has read.
  const known = generations.value
  for (const [id, typist] of running) {
    const run = known.get(id)
    if (!run || run.endedAt === null) continue
    typist.ended(id)
    running.delete(id)
  }
})

/** The prompt changed: pictures follow when there is a pause. */
export function changePrompt(on: CanvasId, change: Partial<Prompt>) {
  const tile = promptTile.value?.id ?? null
  const prompt = fitted({ ...shownPrompt.value, ...change })
  typed.value = { tile, prompt }
  stopWaiting()
  const timer = setTimeout(keepWords, previewAfterMs)
  stopWaiting = () => clearTimeout(timer)
  if (isMaking()) typistOf(on, tile).typed(prompt)
}

/** Enter: what is typed is kept, and the full picture asked for at once. */
export function enterPrompt(on: CanvasId) {
  const tile = promptTile.value?.id ?? null
  const seed = isSeedLocked.value ? {} : { seed: newSeed() }
  const prompt = fitted({ ...shownPrompt.value, ...seed })
  typed.value = { tile, prompt }
  if (isMaking()) typistOf(on, tile).entered(prompt)
  else keepWords()
}

/** Puts what is typed on the canvas; a tile to come is there from then on. Answers its tile. */
export function keepWords(): TileId | null {
  const own = typed.value
  if (own === null) return promptTile.value?.id ?? null
  typed.value = null
  const { tile: id, prompt } = own
  if (id === null) {
    usual.value = { ...prompt, text: '', references: [], mask: null, seed: newSeed() }
    return prompt.text.trim() === '' && prompt.references.length === 0 ? null : addAtCentre(prompt)
  }
  const before = canvas.value.get(id)
  if (before?.kind !== 'prompt') return null
  if (JSON.stringify(before.prompt) !== JSON.stringify(prompt)) {
    edit([
      { type: 'change', changes: [{ tile: id, set: { prompt, ...heightFor(before, prompt) } }] },
    ])
  }
  return id
}

/**
 * Asks for a picture of a tile by a button: its own prompt, or another one. What was said against it
 * stands in `unasked`; what becomes of it in `generations`.
 */
export async function makePicture(
  on: CanvasId,
  tile: TileId,
  what: { stage: MakeGeneration['stage']; prompt: Prompt },
): Promise<void> {
  const shown = canvas.value.get(tile)
  const after = shown?.kind === 'prompt' ? shown.shown : null
  const typist = typistOf(on, tile)
  const id = newGenerationId(after)
  typist.began(id, what.prompt)
  await ask(on, tile, typist, { id, ...what, replaces: [] })
}

/** A seed of its own for every tile, so that two with the same words are two pictures. */
export function newSeed(): number {
  const [seed = 0] = crypto.getRandomValues(new Uint32Array(1))
  return seed % 2_147_483_648
}

/** Another canvas is opened: nothing of this one is asked for any more. */
export function forgetTyping() {
  stopWaiting()
  for (const typist of typists.values()) typist.stop()
  typists.clear()
  running.clear()
  typed.value = null
  unasked.value = new Map()
}

/** The prompt as its model takes it, where that is known. */
function fitted(prompt: Prompt): Prompt {
  const models = providers.value?.value?.models ?? []
  const model = modelOf(models, prompt.model) ?? models[0]
  if (!model) return prompt
  const isGone = modelOf(models, prompt.model) === undefined
  return fittedTo(isGone ? { ...prompt, model: model.name } : prompt, model)
}

function isMaking(): boolean {
  return (providers.value?.value?.models.length ?? 0) > 0
}

function typistOf(on: CanvasId, tile: TileId | null): AsYouType {
  const known = typists.get(tile)
  if (known) return known
  let id = tile
  const typist = new AsYouType({
    makeId() {
      // The words are put down first: a tile to come is there before its picture is asked for.
      const kept = keepWords()
      if (id === null && kept !== null) {
        id = kept
        typists.delete(null)
        typists.set(id, typist)
      }
      const its = id === null ? undefined : canvas.value.get(id)
      return newGenerationId(its?.kind === 'prompt' ? its.shown : null)
    },
    ask: (run) => id !== null && void ask(on, id, typist, run),
    later(work, ms) {
      const timer = setTimeout(work, ms)
      return () => clearTimeout(timer)
    },
  })
  typists.set(tile, typist)
  return typist
}

async function ask(
  on: CanvasId,
  tile: TileId,
  typist: AsYouType,
  run: Pick<MakeGeneration, 'id' | 'stage' | 'prompt' | 'replaces'>,
) {
  running.set(run.id, typist)
  if (unasked.value.has(tile)) {
    unasked.value = new Map([...unasked.value].filter(([id]) => id !== tile))
  }
  try {
    hearGenerations([await askForPicture(on, { ...run, tile })])
  } catch (error) {
    typist.ended(run.id)
    running.delete(run.id)
    unasked.value = new Map(unasked.value).set(tile, sentenceOf(error))
  }
}

function addAtCentre(prompt: Prompt): TileId | null {
  const width = 384
  const size = { width, height: Math.round((width * prompt.height) / prompt.width) }
  const { x, y } = centreOfView()
  // A little above the middle: the bar lies below it.
  const place = freePlace({ x, y: y - 40 }, size, [...canvas.value.values()])
  const id = addTile({ kind: 'prompt', prompt, ...size, ...place, parent: null, shown: null })
  // It may lie beside what is seen, or below a panel.
  requestAnimationFrame(keepInSight)
  return id
}

/** Another shape of picture makes another shape of tile, as wide as it was. */
function heightFor(tile: PromptTile, prompt: Prompt): { height?: number } {
  const was = tile.prompt.height / tile.prompt.width
  const is = prompt.height / prompt.width
  return was === is ? {} : { height: Math.max(16, Math.round(tile.width * is)) }
}

function firstPrompt(): Prompt {
  return promptSchema.parse({
    ...{ text: '', negative: null, model: null, width: 1_024, height: 1_024, seed: newSeed() },
    ...{ steps: null, references: [], strength: null, mask: null },
  })
}
