/** Larger than what the runtime hands over by itself (4 KiB): every chunk costs a turn of the loop. */
const readBytes = 262_144

/** The body ended before all of it had come, or nothing came for too long. */
export class TornBodyError extends Error {
  constructor(cause?: unknown) {
    super('the body broke off', { cause })
    this.name = 'TornBodyError'
  }
}

/** Hands a request's body over in exact portions, and can be told to stop waiting for it. */
export class BodySource {
  readonly #reader: ReadableStreamBYOBReader
  readonly #stopped = Promise.withResolvers<never>()
  #movedAt = Date.now()
  readonly #seen: (chunk: Uint8Array) => void

  /** `seen` is shown every byte once, in order. */
  constructor(body: ReadableStream<Uint8Array>, seen: (chunk: Uint8Array) => void) {
    this.#reader = body.getReader({ mode: 'byob' })
    this.#seen = seen
    this.#stopped.promise.catch(() => {})
  }

  /** For how long no byte has moved, in ms. */
  stillMs(nowMs: number): number {
    return nowMs - this.#movedAt
  }

  /** At most `max` bytes, or null at the end. Throws `TornBodyError`. */
  async read(max: number): Promise<Uint8Array | null> {
    try {
      const view = new Uint8Array(Math.min(readBytes, max))
      const { done, value } = await Promise.race([this.#reader.read(view), this.#stopped.promise])
      if (done || value === undefined) return null
      this.#movedAt = Date.now()
      this.#seen(value)
      return value
    } catch (cause) {
      throw cause instanceof TornBodyError ? cause : new TornBodyError(cause)
    }
  }

  /** Writes exactly `length` bytes to `writer`. Throws `TornBodyError` when there are fewer. */
  async send(length: number, writer: WritableStreamDefaultWriter<Uint8Array>): Promise<void> {
    for (let left = length; left > 0; ) {
      const chunk = await this.read(left)
      if (chunk === null) throw new TornBodyError()
      left -= chunk.byteLength
      await writer.write(chunk)
    }
  }

  /** Up to `max` bytes in one: fewer only at the end, where it is null when there are none. */
  async gather(max: number): Promise<Uint8Array | null> {
    const chunks: Uint8Array[] = []
    let seen = 0
    while (seen < max) {
      const chunk = await this.read(max - seen)
      if (chunk === null) break
      chunks.push(chunk)
      seen += chunk.byteLength
    }
    return seen === 0 ? null : new Uint8Array(Buffer.concat(chunks))
  }

  /** Whoever waits for bytes gets a `TornBodyError`, now and from now on. */
  stop() {
    this.#stopped.reject(new TornBodyError())
    this.#reader.cancel().catch(() => {})
  }
}
