import type { CanvasView } from '#contracts/canvas'
import type { StudioModel } from '#contracts/generations'
import type { Prompt } from '#contracts/prompt'
import { openPanel, togglePanel } from '../panel.tsx'
import { ToolButton } from '../tool-button.tsx'
import { budget } from '../toolbar/budget.ts'
import { AddReference } from './add-reference.tsx'
import { costOf, modelOf, moneyInWords, shapeName } from './models.ts'
import { changePrompt, enterPrompt, isSeedLocked, newSeed } from './prompt-state.ts'

/** The row below the words: who makes the picture, how large, of which seed, and what it will cost. */
export function PromptTools(props: {
  about: CanvasView
  prompt: Prompt
  models: StudioModel[]
  isOpen: boolean
  onKnobs: () => void
}) {
  const { about, prompt, models } = props
  const model = modelOf(models, prompt.model) ?? models[0]
  const isLocked = isSeedLocked.value
  return (
    <div class="prompt-tools">
      {models.length > 0 && (
        <label class="prompt-model">
          <span class="visually-hidden">Who makes the picture</span>
          <select
            value={model?.name ?? ''}
            title="Who makes the picture"
            onChange={(event) => changePrompt(about.id, { model: event.currentTarget.value })}
          >
            {models.map(({ name, label }) => (
              <option key={name} value={name}>
                {label}
              </option>
            ))}
          </select>
        </label>
      )}
      <ToolButton
        icon="knobs"
        label={`Size and more: ${prompt.width} × ${prompt.height}`}
        text={shapeName(prompt.width, prompt.height)}
        isOn={props.isOpen}
        aria-expanded={props.isOpen}
        onClick={props.onKnobs}
      />
      {model?.hasSeed !== false && (
        <>
          <ToolButton
            icon={isLocked ? 'lock' : 'unlock'}
            label={
              isLocked
                ? `Seed ${prompt.seed} is kept: words alone change the picture`
                : 'Every Enter takes another seed'
            }
            isOn={isLocked}
            onClick={() => {
              isSeedLocked.value = !isLocked
            }}
          />
          <ToolButton
            icon="dice"
            label="Another seed: the same words, another picture"
            onClick={() => {
              changePrompt(about.id, { seed: newSeed() })
              enterPrompt(about.id)
            }}
          />
        </>
      )}
      {model && <AddReference about={about} prompt={prompt} model={model} />}
      <ToolButton
        icon="earlier"
        label="Earlier pictures and their words"
        isOn={openPanel.value === 'history'}
        onClick={() => togglePanel('history')}
      />
      <Cost model={model} prompt={prompt} />
    </div>
  )
}

function Cost({ model, prompt }: { model: StudioModel | undefined; prompt: Prompt }) {
  const currency = budget.state.value.value?.currency ?? 'USD'
  const full = costOf(model, 'full', prompt)
  const preview = costOf(model, 'preview', prompt)
  if (full === null || preview === null) return null
  const [small, whole] = [moneyInWords(preview, currency), moneyInWords(full, currency)]
  return (
    <span
      class="prompt-cost quiet figures"
      title={`While you type ${small}, when you stop ${whole}`}
    >
      ≈ {whole}
    </span>
  )
}
