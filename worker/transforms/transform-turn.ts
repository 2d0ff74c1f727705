import { DurableObject } from 'cloudflare:workers'
import type { ProblemCode } from '#contracts/problem'
import { type Env, parseEnv } from '../env.ts'

/** Longer than any engine takes: whoever holds a turn for longer is gone. */
const turnTtlMs = 40_000

/** `yours`: make it, then `end` the turn. `over`: somebody made it meanwhile, or could not. */
export type Turn = { kind: 'yours' } | { kind: 'over'; failure: TurnFailure | null }

export interface TurnFailure {
  code: ProblemCode
  detail: string
  retryAfterSeconds: number | null
}

/**
 * One object for each picture that is being made: of all who ask at once one makes it, and the others
 * wait for the end of that. Keeps nothing: forgotten, it lets a picture be made twice at worst.
 */
export class TransformTurn extends DurableObject<Env> {
  #heldUntil = 0
  #waiting: ((turn: Turn) => void)[] = []

  constructor(state: DurableObjectState, env: Env) {
    super(state, env)
    parseEnv(env)
  }

  async take(): Promise<Turn> {
    const now = Date.now()
    if (this.#heldUntil <= now) {
      this.#heldUntil = now + turnTtlMs
      return { kind: 'yours' }
    }
    return await new Promise((resolve) => {
      const lateAfterMs = this.#heldUntil - now
      const late = setTimeout(() => {
        this.#waiting = this.#waiting.filter((waiter) => waiter !== answer)
        resolve({ kind: 'over', failure: null })
      }, lateAfterMs)
      const answer = (turn: Turn) => {
        clearTimeout(late)
        resolve(turn)
      }
      this.#waiting.push(answer)
    })
  }

  /** Tells all who wait that the picture is there, or why it is not. */
  end(failure: TurnFailure | null): void {
    this.#heldUntil = 0
    const waiting = this.#waiting
    this.#waiting = []
    for (const answer of waiting) answer({ kind: 'over', failure })
  }
}
