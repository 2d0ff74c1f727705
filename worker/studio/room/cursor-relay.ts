/** At most twenty a second of each page. */
const intervalMs = 50

/**
 * Passes on where people point: of what comes faster only the last, and nothing is kept. A room that
 * falls asleep meanwhile loses a cursor, which moves again soon.
 */
export class CursorRelay<Key extends object, Cursor> {
  readonly #pass: (key: Key, cursor: Cursor) => void
  readonly #waiting = new Map<Key, { last: Cursor | null }>()

  constructor(pass: (key: Key, cursor: Cursor) => void) {
    this.#pass = pass
  }

  take(key: Key, cursor: Cursor) {
    const waiting = this.#waiting.get(key)
    if (waiting) {
      waiting.last = cursor
      return
    }
    this.#pass(key, cursor)
    const entry: { last: Cursor | null } = { last: null }
    this.#waiting.set(key, entry)
    setTimeout(() => {
      this.#waiting.delete(key)
      if (entry.last !== null) this.take(key, entry.last)
    }, intervalMs)
  }

  /** Whoever left points nowhere. */
  drop(key: Key) {
    const waiting = this.#waiting.get(key)
    if (waiting) waiting.last = null
  }
}
