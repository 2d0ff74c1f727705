import { type ReadonlySignal, signal } from '@preact/signals'

/** Answers of many small questions, asked in bunches. */
export interface Answers<Id, Value> {
  /** What is known so far; null: it is not there any more. */
  known: ReadonlySignal<ReadonlyMap<Id, Value | null>>
  /** Asks for it, soon and with others, unless it is known or being asked for. */
  want: (id: Id) => void
  /** Asks for it again: what is known is no good any more. */
  wantAgain: (id: Id) => void
}

const maxAtOnce = 100
const retryMs = 3_000

/** `ask` answers what there is of the ids; those that are missing in it are taken to be gone. */
export function askedInBunches<Id, Value>(
  ask: (ids: readonly Id[]) => Promise<ReadonlyMap<Id, Value>>,
): Answers<Id, Value> {
  const known = signal<ReadonlyMap<Id, Value | null>>(new Map())
  const waiting = new Set<Id>()
  const asked = new Set<Id>()
  let timer: ReturnType<typeof setTimeout> | undefined

  function askSoon(waitMs: number) {
    if (timer !== undefined) return
    timer = setTimeout(async () => {
      timer = undefined
      const ids = [...waiting].slice(0, maxAtOnce)
      for (const id of ids) waiting.delete(id)
      try {
        const found = await ask(ids)
        known.value = new Map([
          ...known.value,
          ...ids.map((id) => [id, found.get(id) ?? null] as const),
        ])
        for (const id of ids) asked.delete(id)
      } catch {
        // Without a connection, say: they go on waiting.
        for (const id of ids) waiting.add(id)
        askSoon(retryMs)
        return
      }
      if (waiting.size > 0) askSoon(0)
    }, waitMs)
  }

  function wantAgain(id: Id) {
    if (asked.has(id)) return
    asked.add(id)
    waiting.add(id)
    askSoon(10)
  }

  return {
    known,
    want: (id) => {
      if (!known.value.has(id)) wantAgain(id)
    },
    wantAgain,
  }
}
