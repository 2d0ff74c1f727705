import { useEffect, useRef } from 'preact/hooks'
import type { CanvasView } from '#contracts/canvas'
import { maxPromptLength, type Prompt } from '#contracts/prompt'
import { attempt } from '../../shell/attempt.ts'
import { Icon } from '../../ui/icons.tsx'
import { cancelGeneration } from '../generation-calls.ts'
import { StudioIcon } from '../studio-icon.tsx'
import { generations } from '../sync/canvas-sync.ts'
import { lastRuns } from '../tiles/made-pictures.ts'
import { isEnough } from './as-you-type.ts'
import { earlierPrompts, type Walk, walked, walkFrom } from './earlier-prompts.ts'
import { keepInSight } from './keep-in-sight.ts'
import { changePrompt, enterPrompt, keepWords, promptTile } from './prompt-state.ts'

/**
 * Where words are typed. Enter asks for the full picture, Shift+Enter makes a line; the arrow keys at
 * the first and the last line go through earlier words; Escape goes back to the canvas.
 */
export function PromptField(props: { about: CanvasView; prompt: Prompt; isNew: boolean }) {
  const { about, prompt } = props
  const field = useRef<HTMLTextAreaElement>(null)
  const walk = useRef<Walk | null>(null)
  const tile = promptTile.value?.id ?? null
  useEffect(() => {
    walk.current = null
  }, [tile])
  const run = tile === null ? undefined : lastRuns.value.get(tile)
  const isRunning = run !== undefined && run.endedAt === null

  function step(by: 1 | -1): boolean {
    const at =
      walk.current ?? walkFrom(prompt.text, earlierPrompts(generations.value.values(), tile))
    const next = walked(at, by)
    if (next === null) return false
    walk.current = next
    changePrompt(about.id, { text: next.words[next.at] ?? '' })
    return true
  }

  function onKeyDown(event: KeyboardEvent & { currentTarget: HTMLTextAreaElement }) {
    event.stopPropagation()
    if (event.isComposing) return
    const { value, selectionStart, selectionEnd } = event.currentTarget
    if (event.key === 'Escape') {
      field.current?.blur()
      document.querySelector<HTMLElement>('.studio-stage')?.focus()
    } else if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault()
      walk.current = null
      enterPrompt(about.id)
    } else if (event.key === 'ArrowUp' && !value.slice(0, selectionStart).includes('\n')) {
      if (selectionStart === selectionEnd && step(1)) event.preventDefault()
    } else if (event.key === 'ArrowDown' && walk.current !== null) {
      if (!value.slice(selectionEnd).includes('\n') && step(-1)) event.preventDefault()
    }
  }

  return (
    <div class="prompt-line">
      <textarea
        ref={field}
        data-prompt-field
        rows={1}
        maxLength={maxPromptLength}
        aria-label={props.isNew ? 'What a new picture shows' : 'What the picture shows'}
        placeholder={props.isNew ? 'Type what you want to see…' : 'What it shows…'}
        value={prompt.text}
        onInput={(event) => {
          walk.current = null
          changePrompt(about.id, { text: event.currentTarget.value })
        }}
        onKeyDown={onKeyDown}
        onFocus={keepInSight}
        onBlur={() => void keepWords()}
      />
      {isRunning ? (
        <button
          type="button"
          class="prompt-go is-running"
          aria-label="Stop making it"
          title="Stop making it"
          onClick={() => void attempt(() => cancelGeneration(run.id))}
        >
          <Icon name="close" size={18} />
        </button>
      ) : (
        <button
          type="button"
          class="prompt-go"
          aria-label="Make the picture (Enter)"
          title="Make the picture (Enter)"
          disabled={!isEnough(prompt)}
          onClick={() => enterPrompt(about.id)}
        >
          <StudioIcon name="enter" />
        </button>
      )}
    </div>
  )
}
