import { type Sha256, sha256Schema } from '#contracts/ids'

const blockBytes = 64
/** 32 bytes of state, 8 of length, and then the bytes of a block that is not full yet. */
const headBytes = 40

/** FIPS 180-4: 32 bits of the fractions of the square roots of the first 8 primes. */
const initialState = [
  0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
]
/** And of the cube roots of the first 64. */
const roundConstants = Int32Array.from([
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
  0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
  0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
  0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
  0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
  0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
  0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
  0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
])

/** Only ever used within one call, so that one serves all. */
const schedule = new Int32Array(64)

/**
 * SHA-256 over bytes that come in several requests: its state can be kept between two of them, which
 * the runtime's digests do not offer.
 */
export class RunningSha256 {
  readonly #state = Int32Array.from(initialState)
  readonly #block = new Uint8Array(blockBytes)
  #length = 0

  /** Takes up where `save` left off; null begins. Throws for what is no saved state. */
  static restore(saved: Uint8Array | null): RunningSha256 {
    const hash = new RunningSha256()
    if (saved !== null) hash.#load(saved)
    return hash
  }

  update(bytes: Uint8Array) {
    const pending = this.#length % blockBytes
    this.#length += bytes.length
    let start = 0
    if (pending > 0) {
      start = Math.min(blockBytes - pending, bytes.length)
      this.#block.set(bytes.subarray(0, start), pending)
      if (pending + start < blockBytes) return
      compress(this.#state, this.#block, 0, blockBytes)
    }
    const end = bytes.length - ((bytes.length - start) % blockBytes)
    compress(this.#state, bytes, start, end)
    this.#block.set(bytes.subarray(end))
  }

  /** At most 103 bytes. */
  save(): Uint8Array {
    const pending = this.#length % blockBytes
    const saved = new Uint8Array(headBytes + pending)
    const view = new DataView(saved.buffer)
    for (const [index, word] of this.#state.entries()) view.setInt32(index * 4, word)
    view.setBigUint64(32, BigInt(this.#length))
    saved.set(this.#block.subarray(0, pending), headBytes)
    return saved
  }

  /** Of all bytes so far; more may follow. */
  hex(): Sha256 {
    const pending = this.#length % blockBytes
    const tail = new Uint8Array(pending < 56 ? blockBytes : 2 * blockBytes)
    tail.set(this.#block.subarray(0, pending))
    tail[pending] = 0x80
    new DataView(tail.buffer).setBigUint64(tail.length - 8, BigInt(this.#length) * 8n)
    const state = Int32Array.from(this.#state)
    compress(state, tail, 0, tail.length)
    const digest = Buffer.alloc(32)
    for (const [index, word] of state.entries()) digest.writeInt32BE(word, index * 4)
    return sha256Schema.parse(digest.toString('hex'))
  }

  #load(saved: Uint8Array) {
    const view = new DataView(saved.buffer, saved.byteOffset, saved.byteLength)
    const rest = saved.byteLength - headBytes
    const length = rest < 0 ? 0 : Number(view.getBigUint64(32))
    if (rest < 0 || length % blockBytes !== rest) throw new Error('not the state of a SHA-256')
    for (const index of this.#state.keys()) this.#state[index] = view.getInt32(index * 4)
    this.#length = length
    this.#block.set(saved.subarray(headBytes))
  }
}

/**
 * The whole blocks from `start` to `end`. Every byte of an upload passes here, so these are plain
 * loops over local numbers: in workerd they take less than half the time that libraries do, and
 * destructuring alone would make them ten times slower. The indices are in range, so each `as number`
 * says what the type of a typed array cannot.
 */
function compress(state: Int32Array, bytes: Uint8Array, start: number, end: number) {
  const w = schedule
  const k = roundConstants
  for (let at = start; at < end; at += blockBytes) {
    expand(bytes, at)
    let a = state[0] as number
    let b = state[1] as number
    let c = state[2] as number
    let d = state[3] as number
    let e = state[4] as number
    let f = state[5] as number
    let g = state[6] as number
    let h = state[7] as number
    for (let i = 0; i < 64; i++) {
      const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7))
      const t1 = (h + s1 + (g ^ (e & (f ^ g))) + (k[i] as number) + (w[i] as number)) | 0
      const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10))
      const t2 = (s0 + ((a & b) ^ (c & (a ^ b)))) | 0
      h = g
      g = f
      f = e
      e = (d + t1) | 0
      d = c
      c = b
      b = a
      a = (t1 + t2) | 0
    }
    state[0] = (state[0] as number) + a
    state[1] = (state[1] as number) + b
    state[2] = (state[2] as number) + c
    state[3] = (state[3] as number) + d
    state[4] = (state[4] as number) + e
    state[5] = (state[5] as number) + f
    state[6] = (state[6] as number) + g
    state[7] = (state[7] as number) + h
  }
}

/** The 64 words of the schedule for one block. */
function expand(bytes: Uint8Array, at: number) {
  const w = schedule
  for (let i = 0, from = at; i < 16; i++, from += 4) {
    const high = ((bytes[from] as number) << 24) | ((bytes[from + 1] as number) << 16)
    w[i] = high | ((bytes[from + 2] as number) << 8) | (bytes[from + 3] as number)
  }
  for (let i = 16; i < 64; i++) {
    const x = w[i - 15] as number
    const y = w[i - 2] as number
    const low = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3)
    const high = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10)
    w[i] = ((w[i - 16] as number) + low + (w[i - 7] as number) + high) | 0
  }
}
