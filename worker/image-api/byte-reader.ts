/** What a header says cannot be read: it ends too early, or contradicts itself. */
export class BrokenHeaderError extends Error {}

/** Numbers and names at places of some bytes; a place outside them is a `BrokenHeaderError`. */
export class ByteReader {
  readonly length: number
  readonly #view: DataView

  constructor(bytes: Uint8Array) {
    this.length = bytes.length
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  u8(at: number): number {
    return this.#view.getUint8(this.#within(at, 1))
  }

  u16(at: number, littleEndian = false): number {
    return this.#view.getUint16(this.#within(at, 2), littleEndian)
  }

  u24le(at: number): number {
    return this.u16(at, true) + this.u8(at + 2) * 0x1_00_00
  }

  u32(at: number, littleEndian = false): number {
    return this.#view.getUint32(this.#within(at, 4), littleEndian)
  }

  /** One character for each byte. */
  text(at: number, length: number): string {
    return Array.from({ length }, (_, index) => String.fromCharCode(this.u8(at + index))).join('')
  }

  /** The bytes from `from` until before `to`, as far as they are there. */
  slice(from: number, to: number): ByteReader {
    const start = this.#within(from, 0)
    const end = Math.min(Math.max(to, start), this.length)
    const { buffer, byteOffset } = this.#view
    return new ByteReader(new Uint8Array(buffer, byteOffset + start, end - start))
  }

  #within(at: number, bytes: number): number {
    if (at >= 0 && at + bytes <= this.length) return at
    throw new BrokenHeaderError(`nothing at ${at}`)
  }
}
