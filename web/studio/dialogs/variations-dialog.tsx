import { useState } from 'preact/hooks'
import './dialogs.css'
import type { CanvasView } from '#contracts/canvas'
import { maxPromptLength, type Prompt } from '#contracts/prompt'
import { FormError } from '../../shell/form-error.tsx'
import { TaskDialog } from '../../shell/task-dialog.tsx'
import { useSubmit } from '../../shell/use-submit.ts'
import { Button } from '../../ui/button.tsx'
import { around } from '../canvas/boxes.ts'
import { fitBox } from '../canvas/view-moves.ts'
import { varyWords } from '../generation-calls.ts'
import { costOf, fittedTo, modelOf, moneyInWords } from '../prompt/models.ts'
import { makePicture, newSeed, type PromptTile } from '../prompt/prompt-state.ts'
import { providers } from '../providers.ts'
import { addTiles, canvas, type TileDraft } from '../sync/canvas-sync.ts'
import { budget } from '../toolbar/budget.ts'
import { placesBeside } from './beside.ts'

const counts = [1, 2, 3, 4, 6, 8]
const wordsCount = 4

/** Several more beside a tile: of the same words and other seeds, or of other words, seen before they cost. */
export function VariationsDialog(props: {
  about: CanvasView
  tile: PromptTile
  onClose: () => void
}) {
  const { about, tile } = props
  const writer = providers.value?.value?.promptWriter ?? null
  const models = providers.value?.value?.models ?? []
  const model = modelOf(models, tile.prompt.model) ?? models[0]
  const [kind, setKind] = useState<'seeds' | 'words'>('seeds')
  const [count, setCount] = useState(4)
  const [words, setWords] = useState<{ text: string; isTaken: boolean }[]>([])
  const rewriting = useSubmit(async () => {
    const texts = await varyWords(tile.prompt.text, wordsCount)
    setWords(texts.map((text) => ({ text: text.slice(0, maxPromptLength), isTaken: true })))
  })
  const taken = words.filter(({ text, isTaken }) => isTaken && text.trim() !== '')
  const isSeeds = kind === 'seeds'
  const prompts = (): Prompt[] =>
    isSeeds
      ? Array.from({ length: count }, () => ({ ...tile.prompt, seed: newSeed() }))
      : taken.map(({ text }) => ({ ...tile.prompt, text: text.trim() }))
  const wanted = isSeeds ? count : taken.length

  async function make() {
    const made = prompts().map((prompt) => (model ? fittedTo(prompt, model) : prompt))
    const { width, height } = tile
    const places = placesBeside(tile, [...canvas.value.values()], made.length)
    const drafts = made.flatMap((prompt, at): TileDraft[] => {
      const place = places[at]
      if (!place) return []
      return [{ kind: 'prompt', ...place, width, height, prompt, parent: tile.id, shown: null }]
    })
    const ids = addTiles(drafts)
    const box = around([tile, ...drafts])
    if (box) fitBox(box)
    // What is refused is said on its tile; the dialog has done its part.
    ids.forEach((id, at) => {
      const prompt = made[at]
      if (prompt) void makePicture(about.id, id, { stage: 'full', prompt })
    })
  }

  return (
    <TaskDialog
      title="Variations"
      button={wanted === 1 ? 'Make 1 picture' : `Make ${wanted} pictures`}
      onSubmit={async () => {
        if (wanted > 0) await make()
      }}
      onClose={props.onClose}
    >
      {writer !== null && (
        <fieldset class="variation-tabs" aria-label="What varies">
          <Button
            kind={isSeeds ? 'plain' : 'quiet'}
            aria-pressed={isSeeds}
            onClick={() => setKind('seeds')}
          >
            Other seeds
          </Button>
          <Button
            kind={isSeeds ? 'quiet' : 'plain'}
            aria-pressed={!isSeeds}
            onClick={() => setKind('words')}
          >
            Other words
          </Button>
        </fieldset>
      )}
      {isSeeds ? (
        <>
          <p>The same words, other luck.</p>
          <fieldset class="variation-counts" aria-label="How many">
            {counts.map((each) => (
              <button
                key={each}
                type="button"
                aria-pressed={each === count}
                onClick={() => setCount(each)}
              >
                {each}
              </button>
            ))}
          </fieldset>
        </>
      ) : words.length === 0 ? (
        <>
          <p>
            {writer} writes {wordsCount} other ways to say it. You see and change them before a
            picture is made.
          </p>
          <Button busy={rewriting.isBusy} onClick={(event) => rewriting.submit(event)}>
            Write them
          </Button>
          {rewriting.error && <FormError sentence={rewriting.error} />}
        </>
      ) : (
        <ul class="variation-list">
          {words.map(({ text, isTaken }, at) => {
            const set = (change: Partial<(typeof words)[number]>) =>
              setWords(words.map((each, index) => (index === at ? { ...each, ...change } : each)))
            return (
              <li key={at} class="variation">
                <input
                  type="checkbox"
                  aria-label={`Make variation ${at + 1}`}
                  checked={isTaken}
                  onChange={(event) => set({ isTaken: event.currentTarget.checked })}
                />
                <textarea
                  aria-label={`Words of variation ${at + 1}`}
                  rows={2}
                  maxLength={maxPromptLength}
                  value={text}
                  onInput={(event) => set({ text: event.currentTarget.value })}
                />
              </li>
            )
          })}
        </ul>
      )}
      <Price each={costOf(model, 'full', tile.prompt)} count={wanted} />
    </TaskDialog>
  )
}

function Price({ each, count }: { each: number | null; count: number }) {
  const { limitMicros, spentMicros, reservedMicros, currency } = budget.state.value.value ?? {
    ...{ limitMicros: null, spentMicros: 0, reservedMicros: 0, currency: 'USD' },
  }
  if (count === 0) return null
  if (each === null) {
    return (
      <p class="variation-cost">What it costs is not known; the provider says it afterwards.</p>
    )
  }
  const left = limitMicros === null ? null : limitMicros - spentMicros - reservedMicros
  return (
    <p class="variation-cost">
      About {moneyInWords(each * count, currency)}
      {left !== null && `, of ${moneyInWords(Math.max(0, left), currency)} that is left today`}.
    </p>
  )
}
