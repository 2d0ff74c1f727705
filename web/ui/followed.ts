import { type Signal, signal } from '@preact/signals'

/** Something that is read again and again while somebody looks at it. */
export interface Followed<Value> {
  /** As last read; `error` is why the last reading failed. */
  state: Signal<{ value: Value | null; error: unknown }>
  /** Reads it now. */
  load(): Promise<void>
  /** Keeps it current until what this answers is called. */
  follow(): () => void
}

/** `waitMs` tells how long what was read holds; null: for good. A failure is asked again like it. */
export function followed<Value>(
  read: () => Promise<Value>,
  waitMs: (value: Value | null) => number | null,
): Followed<Value> {
  const state = signal<{ value: Value | null; error: unknown }>({ value: null, error: null })
  let timer: ReturnType<typeof setTimeout> | undefined
  let followers = 0
  let round = 0

  async function load() {
    clearTimeout(timer)
    const mine = ++round
    let next: { value: Value | null; error: unknown }
    try {
      next = { value: await read(), error: null }
    } catch (error) {
      next = { value: state.value.value, error }
    }
    // What an older reading brings after a newer one began is dropped.
    if (mine !== round) return
    state.value = next
    const wait = waitMs(next.value)
    if (followers > 0 && wait !== null) timer = setTimeout(() => void load(), wait)
  }

  return {
    state,
    load,
    follow() {
      followers++
      void load()
      return () => {
        followers--
        if (followers === 0) clearTimeout(timer)
      }
    },
  }
}
