/** Numbers that are the same for the same seed, so that a fault run can be played again. */
export interface Seeded {
  seed: number
  /** From 0 to below 1. */
  next(): number
  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number
  bytes(length: number): Uint8Array<ArrayBuffer>
}

/** splitmix32: short, and random enough to choose moments and sizes by. */
export function makeSeeded(seed: number): Seeded {
  let state = seed >>> 0
  const word = () => {
    state = (state + 0x9e3779b9) >>> 0
    let mixed = state ^ (state >>> 16)
    mixed = Math.imul(mixed, 0x21f0aaad)
    mixed ^= mixed >>> 15
    mixed = Math.imul(mixed, 0x735a2d97)
    return (mixed ^ (mixed >>> 15)) >>> 0
  }
  const next = () => word() / 2 ** 32
  return {
    seed,
    next,
    between: (low, high) => low + Math.floor(next() * (high - low + 1)),
    bytes(length) {
      const words = new Uint32Array(Math.ceil(length / 4))
      for (let i = 0; i < words.length; i++) words[i] = word()
      return new Uint8Array(words.buffer, 0, length)
    },
  }
}
