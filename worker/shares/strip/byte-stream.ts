/** The picture is not what its type says, or ends too early. */
export class BrokenPictureError extends Error {}

/** Reads a stream in exact portions, and passes on what nobody looks at without copying it. */
export class ByteStream {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>
  #held: Uint8Array = new Uint8Array(0)

  constructor(body: ReadableStream<Uint8Array>) {
    this.#reader = body.getReader()
  }

  /** Exactly `length` bytes. Throws `BrokenPictureError` when there are fewer. */
  async take(length: number): Promise<Uint8Array> {
    while (this.#held.length < length) {
      if (!(await this.#more())) throw new BrokenPictureError('it ends too early')
    }
    const taken = this.#held.subarray(0, length)
    this.#held = this.#held.subarray(length)
    return taken
  }

  /** `length` bytes in the portions in which they come. */
  async *pass(length: number): AsyncGenerator<Uint8Array> {
    for (let left = length; left > 0; ) {
      if (this.#held.length === 0 && !(await this.#more())) {
        throw new BrokenPictureError('it ends too early')
      }
      const part = await this.take(Math.min(left, this.#held.length))
      left -= part.length
      yield part
    }
  }

  async skip(length: number): Promise<void> {
    for await (const _ of this.pass(length));
  }

  /**
   * Everything before the next marker of JPEG data: a byte 0xFF behind which stands neither 0 nor a
   * restart (ISO 10918-1, B.1.1.5).
   */
  async *untilMarker(): AsyncGenerator<Uint8Array> {
    let from = 0
    for (;;) {
      const at = this.#held.indexOf(0xff, from)
      if (at < 0) {
        yield await this.take(this.#held.length)
        from = 0
        if (!(await this.#more())) throw new BrokenPictureError('it ends too early')
        continue
      }
      if (at + 1 >= this.#held.length) {
        if (at > 0) yield await this.take(at)
        from = 0
        if (!(await this.#more())) throw new BrokenPictureError('it ends too early')
        continue
      }
      const code = this.#held[at + 1] ?? 0
      if (code !== 0 && (code < 0xd0 || code > 0xd7)) {
        if (at > 0) yield await this.take(at)
        return
      }
      from = at + 2
    }
  }

  /** All that is left, if it is at most `max` bytes. Throws `BrokenPictureError` for more. */
  async rest(max: number): Promise<Uint8Array> {
    while (await this.#more()) {
      if (this.#held.length > max) throw new BrokenPictureError('it is too large')
    }
    return await this.take(this.#held.length)
  }

  async cancel(): Promise<void> {
    await this.#reader.cancel()
  }

  async #more(): Promise<boolean> {
    const { done, value } = await this.#reader.read()
    if (done) return false
    if (this.#held.length === 0) this.#held = value
    else {
      const joined = new Uint8Array(this.#held.length + value.length)
      joined.set(this.#held)
      joined.set(value, this.#held.length)
      this.#held = joined
    }
    return true
  }
}
