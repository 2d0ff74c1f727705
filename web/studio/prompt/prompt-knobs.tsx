import { useEffect, useId, useRef } from 'preact/hooks'
import type { CanvasView } from '#contracts/canvas'
import type { StudioModel } from '#contracts/generations'
import { maxPromptLength, type Prompt } from '#contracts/prompt'
import { Field } from '../../ui/field.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { keepInSight } from './keep-in-sight.ts'
import { missingIn, sizesFor } from './models.ts'
import { changePrompt } from './prompt-state.ts'

/** Everything a picture is made of besides its words; only what the model has. Escape closes it. */
export function PromptKnobs(props: {
  about: CanvasView
  prompt: Prompt
  model: StudioModel
  onClose: () => void
}) {
  const { about, prompt, model } = props
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    box.current?.querySelector<HTMLElement>('button, input')?.focus()
    keepInSight()
  }, [])
  const set = (change: Partial<Prompt>) => changePrompt(about.id, change)
  const missing = missingIn(model)
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape in any of its fields closes it
    <div
      ref={box}
      class="prompt-knobs"
      data-own-keys
      onKeyDown={(event) => {
        if (event.key === 'Escape') props.onClose()
      }}
    >
      <SizeKnob prompt={prompt} model={model} onSize={set} />
      <div class="prompt-knobs-row">
        {model.hasSeed && (
          <Field
            label="Seed"
            type="number"
            min={0}
            max={2_147_483_647}
            value={prompt.seed}
            onChange={(event) => {
              const seed = wholeNumber(event.currentTarget.value, 0, 2_147_483_647)
              if (seed !== null) set({ seed })
            }}
          />
        )}
        {model.steps && (
          <RangeKnob
            label="Steps"
            {...model.steps}
            step={1}
            value={prompt.steps ?? model.steps.usual}
            onSet={(steps) => set({ steps })}
          />
        )}
        {model.hasStrength && prompt.references.length > 0 && (
          <RangeKnob
            label="How far from the picture"
            {...{ min: 0, max: 1, step: 0.05 }}
            value={prompt.strength ?? 0.6}
            onSet={(strength) => set({ strength })}
          />
        )}
      </div>
      {model.hasNegative && (
        <TextField
          label="What is not to be seen"
          rows={2}
          maxLength={maxPromptLength}
          value={prompt.negative ?? ''}
          onInput={(negative) => set({ negative: negative || null })}
        />
      )}
      {missing.length > 0 && (
        <details class="prompt-missing">
          <summary>What {model.label} does not have</summary>
          <ul>
            {missing.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </details>
      )}
    </div>
  )
}

function SizeKnob(props: {
  prompt: Prompt
  model: StudioModel
  onSize: (size: { width: number; height: number }) => void
}) {
  const { prompt, model, onSize } = props
  const isShown = (size: { width: number; height: number }) =>
    size.width === prompt.width && size.height === prompt.height
  const own = (side: 'width' | 'height') => (event: { currentTarget: HTMLInputElement }) => {
    const asked = wholeNumber(event.currentTarget.value, model.minSide, model.maxSide)
    if (asked === null) return
    // Models work in blocks of eight pixels.
    onSize({ width: prompt.width, height: prompt.height, [side]: Math.round(asked / 8) * 8 })
  }
  return (
    <fieldset class="prompt-sizes">
      <legend>Size</legend>
      {sizesFor(model).map((size) => (
        <button
          key={`${size.width}x${size.height}`}
          type="button"
          aria-pressed={isShown(size)}
          title={`${size.width} × ${size.height}`}
          onClick={() => onSize({ width: size.width, height: size.height })}
        >
          <span class="size-shape" style={{ aspectRatio: `${size.width} / ${size.height}` }} />
          {size.name}
        </button>
      ))}
      {model.sizes === null && (
        <div class="prompt-own-size">
          <Field
            label="Width"
            type="number"
            {...{ min: model.minSide, max: model.maxSide, step: 8 }}
            value={prompt.width}
            onChange={own('width')}
          />
          <Field
            label="Height"
            type="number"
            {...{ min: model.minSide, max: model.maxSide, step: 8 }}
            value={prompt.height}
            onChange={own('height')}
          />
        </div>
      )}
    </fieldset>
  )
}

function RangeKnob(props: {
  label: string
  min: number
  max: number
  step: number
  value: number
  onSet: (value: number) => void
}) {
  const id = useId()
  const { label, min, max, step, value } = props
  return (
    <div class="field">
      <label for={id}>
        {label} <span class="quiet figures">{value}</span>
      </label>
      <input
        id={id}
        class="prompt-range"
        type="range"
        {...{ min, max, step, value }}
        onInput={(event) => props.onSet(Number(event.currentTarget.value))}
      />
    </div>
  )
}

/** What was typed, within bounds; null where it is no number. */
function wholeNumber(typed: string, min: number, max: number): number | null {
  const value = Math.round(Number(typed))
  return typed.trim() === '' || !Number.isFinite(value) ? null : Math.min(max, Math.max(min, value))
}
