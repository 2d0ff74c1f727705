import type { MakeGeneration } from '#contracts/generations'
import type { GenerationId } from '#contracts/ids'
import type { Prompt } from '#contracts/prompt'

/** After the last key: when a small picture is asked for, and when somebody has stopped. */
export const previewAfterMs = 300
export const fullAfterMs = 1_200

type Stage = 'preview' | 'full'
export type Run = Pick<MakeGeneration, 'id' | 'stage' | 'prompt' | 'replaces'>

interface Outside {
  makeId: () => GenerationId
  /** Asks for the picture. Never throws; what became of it is told by `ended`. */
  ask: (run: Run) => void
  /** Runs `work` after `ms`; what it answers takes it back. */
  later: (work: () => void, ms: number) => () => void
}

/**
 * When the pictures of one tile are asked for while somebody types its words.
 *
 * | what happens | what is asked for |
 * |---|---|
 * | no key for 300 ms | a preview |
 * | no key for 1.2 s, or Enter | the full picture |
 * | the prompt is again what was asked for last | nothing |
 * | no words | nothing; runs go on |
 *
 * Every run names in `replaces` those of the tile that are open and of another prompt: the vault ends
 * them. A preview of the same prompt goes on beside its full picture, because it is there sooner.
 */
export class AsYouType {
  readonly #outside: Outside
  readonly #open = new Map<GenerationId, string>()
  #asked: { key: string; stage: Stage } | null = null
  #stopTimers = () => {}

  constructor(outside: Outside) {
    this.#outside = outside
  }

  /** The prompt changed. */
  typed(prompt: Prompt) {
    this.#stopTimers()
    if (!isEnough(prompt)) return
    const stopPreview = this.#outside.later(() => this.#ask('preview', prompt), previewAfterMs)
    const stopFull = this.#outside.later(() => this.#ask('full', prompt), fullAfterMs)
    this.#stopTimers = () => {
      stopPreview()
      stopFull()
    }
  }

  /** Enter: the full picture at once, even if it was asked for before and has ended since. */
  entered(prompt: Prompt) {
    this.#stopTimers()
    if (!isEnough(prompt)) return
    const key = keyOf(prompt)
    const isOnTheWay = this.#asked?.stage === 'full' && [...this.#open.values()].includes(key)
    if (this.#asked?.key === key && !isOnTheWay) this.#asked = null
    this.#ask('full', prompt)
  }

  /** A picture was asked for elsewhere for this tile, such as by a button: it is one of its runs. */
  began(id: GenerationId, prompt: Prompt) {
    this.#open.set(id, keyOf(prompt))
  }

  /** A run is over, in whatever way. */
  ended(id: GenerationId) {
    this.#open.delete(id)
  }

  /** What was waited for is not asked for any more; open runs go on. */
  stop() {
    this.#stopTimers()
    this.#stopTimers = () => {}
  }

  #ask(stage: Stage, prompt: Prompt) {
    const key = keyOf(prompt)
    const isAsked = this.#asked?.key === key
    if (isAsked && (stage === 'preview' || this.#asked?.stage === 'full')) return
    this.#asked = { key, stage }
    // The vault takes 20; the oldest of more have long been named by an earlier run.
    const replaces = [...this.#open].filter(([, of]) => of !== key).map(([id]) => id)
    const id = this.#outside.makeId()
    this.#open.set(id, key)
    this.#outside.ask({ id, stage, prompt, replaces: replaces.slice(-20) })
  }
}

/** Without words nothing is made, whatever the examples are. */
export function isEnough({ text }: Prompt): boolean {
  return text.trim() !== ''
}

/** Spaces at the ends make no other picture. */
function keyOf(prompt: Prompt): string {
  return JSON.stringify({ ...prompt, text: prompt.text.trim() })
}
