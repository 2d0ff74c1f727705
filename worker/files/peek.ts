/** The first bytes of a stream (at least `wanted`, unless it is shorter) and the stream, whole again. */
export async function peek(
  body: ReadableStream<Uint8Array>,
  wanted: number,
): Promise<{ head: Uint8Array; body: ReadableStream<Uint8Array> }> {
  const reader = body.getReader()
  const chunks: Uint8Array[] = []
  let seen = 0
  while (seen < wanted) {
    const { done, value } = await reader.read()
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
      const { done, value } = await reader.read()
      if (done) controller.close()
      else controller.enqueue(value)
    },
    async cancel(reason) {
      await reader.cancel(reason)
    },
  })
  return { head, body: whole }
}
