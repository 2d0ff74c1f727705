import { useEffect, useState } from 'preact/hooks'
import './prompt.css'
import type { CanvasView } from '#contracts/canvas'
import { sentenceOf } from '../../api.ts'
import { lazyPage } from '../../shell/lazy-page.tsx'
import { Button } from '../../ui/button.tsx'
import { loadProviders, providers } from '../providers.ts'
import { canEdit } from '../sync/canvas-sync.ts'
import { modelOf } from './models.ts'
import { PromptField } from './prompt-field.tsx'
import { forgetTyping, keepWords, promptTile, shownPrompt, unasked } from './prompt-state.ts'
import { PromptTools } from './prompt-tools.tsx'
import { ReferenceStrip } from './reference-strip.tsx'
import { TileActions } from './tile-actions.tsx'

const Knobs = lazyPage(async () => (await import('./prompt-knobs.tsx')).PromptKnobs, null)

/** The words of the chosen tile, or of the next one, and what is done with its picture. */
export function PromptBar({ about }: { about: CanvasView }) {
  const [isOpen, setOpen] = useState(false)
  useEffect(() => void loadProviders(), [])
  useEffect(() => {
    forgetTyping()
    return () => void keepWords()
  }, [about.id])
  if (!canEdit.value) return null
  const { value, error } = providers.value ?? { value: null, error: null }
  if (error !== null) {
    return (
      <section class="prompt-bar is-note" aria-label="Prompt">
        <p>It could not be read who makes pictures here. {sentenceOf(error)}</p>
        <Button icon="retry" onClick={() => void loadProviders()}>
          Try again
        </Button>
      </section>
    )
  }
  const models = value?.models ?? []
  if (value && models.length === 0) {
    return (
      <section class="prompt-bar is-note" aria-label="Prompt">
        <p>
          Nobody makes pictures here yet; those of the library can be arranged. {value.howToAdd}
        </p>
      </section>
    )
  }
  const tile = promptTile.value
  const prompt = shownPrompt.value
  const isGone = value !== null && modelOf(models, prompt.model) === undefined
  const model = modelOf(models, prompt.model) ?? models[0]
  const refusal = tile && unasked.value.get(tile.id)
  return (
    <section class={`prompt-bar ${tile ? 'has-tile' : ''}`} aria-label="Prompt">
      {tile && <TileActions about={about} tile={tile} model={model} />}
      {isOpen && model && (
        <Knobs about={about} prompt={prompt} model={model} onClose={() => setOpen(false)} />
      )}
      {isGone && (
        <p class="prompt-refusal" role="status">
          {prompt.model} is not configured any more. What you change here is made by {model?.label}.
        </p>
      )}
      {refusal && (
        <p class="prompt-refusal" role="alert">
          {refusal}
        </p>
      )}
      <ReferenceStrip about={about} prompt={prompt} model={model} />
      <PromptField about={about} prompt={prompt} isNew={tile === null} />
      <PromptTools
        about={about}
        prompt={prompt}
        models={models}
        isOpen={isOpen}
        onKnobs={() => setOpen(!isOpen)}
      />
    </section>
  )
}
