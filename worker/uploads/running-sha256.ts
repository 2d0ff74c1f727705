import { _SHA256 } from '@noble/hashes/sha2.js'
import { type Sha256, sha256Schema } from '#contracts/ids'

/** 32 bytes of state, 8 of length, and the bytes of a block that is not full yet. */
const headBytes = 40
const blockBytes = 64

/**
 * SHA-256 over bytes that come in several requests: its state can be kept between two of them. The
 * runtime's own digests cannot do that.
 */
export class RunningSha256 extends _SHA256 {
  /** Takes up where `save` left off; null begins. Throws for what is no saved state. */
  static restore(saved: Uint8Array | null): RunningSha256 {
    const hash = new RunningSha256()
    if (saved !== null) hash.#load(saved)
    return hash
  }

  /** At most 103 bytes. */
  save(): Uint8Array {
    const saved = new Uint8Array(headBytes + this.pos)
    const view = new DataView(saved.buffer)
    for (const [index, word] of this.get().entries()) view.setUint32(index * 4, word)
    view.setBigUint64(32, BigInt(this.length))
    saved.set(this.buffer.subarray(0, this.pos), headBytes)
    return saved
  }

  hex(): Sha256 {
    return sha256Schema.parse(Buffer.from(this.digest()).toString('hex'))
  }

  #load(saved: Uint8Array) {
    const view = new DataView(saved.buffer, saved.byteOffset, saved.byteLength)
    const rest = saved.byteLength - headBytes
    const length = rest < 0 ? 0 : Number(view.getBigUint64(32))
    if (rest < 0 || length % blockBytes !== rest) throw new Error('not the state of a SHA-256')
    const word = (index: number) => view.getInt32(index * 4)
    this.set(word(0), word(1), word(2), word(3), word(4), word(5), word(6), word(7))
    this.length = length
    this.pos = rest
    this.buffer.set(saved.subarray(headBytes))
  }
}
