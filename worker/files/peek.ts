/** Larger than what the runtime hands over by itself (4 KiB): every chunk costs a turn of the loop. */
const readBytes = 262_144

/** The first bytes of a stream (at least `wanted`, unless it is shorter) and the stream, whole again. */
export async function peek(
  body: ReadableStream<Uint8Array>,
  wanted: number,
): Promise<{ head: Uint8Array; body: ReadableStream<Uint8Array> }> {
  const source = openSource(body)
  const chunks: Uint8Array[] = []
  let seen = 0
  while (seen < wanted) {
    const { done, value } = await source.read()
    if (done) break
    chunks.push(value)
    seen += value.byteLength
  }
  const head = new Uint8Array(Buffer.concat(chunks))
  let isHeadSent = head.length === 0
  const whole = new ReadableStream<Uint8Array>({
    async pull(controller) {
      if (!isHeadSent) {
        isHeadSent = true
        controller.enqueue(head)
        return
      }
      const { done, value } = await source.read()
      if (done) controller.close()
      else controller.enqueue(value)
    },
    async cancel(reason) {
      await source.cancel(reason)
    },
  })
  return { head, body: whole }
}

interface Source {
  read(): Promise<ReadableStreamReadResult<Uint8Array>>
  cancel(reason: unknown): Promise<void>
}

/** Reads a request's body in large chunks, and any other stream as its chunks come. */
function openSource(body: ReadableStream<Uint8Array>): Source {
  try {
    const reader = body.getReader({ mode: 'byob' })
    return {
      read: () => reader.read(new Uint8Array(readBytes)),
      cancel: (reason) => reader.cancel(reason),
    }
  } catch {
    // Not a stream of bytes, as streams made in JavaScript are.
    const reader = body.getReader()
    return { read: () => reader.read(), cancel: (reason) => reader.cancel(reason) }
  }
}
