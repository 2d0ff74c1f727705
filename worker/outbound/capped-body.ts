import { AppError } from '../errors.ts'

export interface BodyLimits {
  maxBytes: number
  idleMs: number
  totalMs: number
}

/**
 * A body that fails instead of growing or dragging on: `too_large` past `maxBytes`, `source_failed`
 * when nothing came for `idleMs`, when `totalMs` are over, or when the connection broke. Ends the
 * connection whenever it fails or its reader goes away.
 */
export function cappedBody(
  body: ReadableStream<Uint8Array>,
  limits: BodyLimits,
  abort: AbortController,
): ReadableStream<Uint8Array> {
  const reader = body.getReader()
  const endsAt = Date.now() + limits.totalMs
  let seenBytes = 0
  const fail = (error: AppError) => {
    abort.abort()
    return error
  }
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await within(
          reader.read(),
          Math.min(limits.idleMs, endsAt - Date.now()),
        ).catch((cause: unknown) => {
          const detail = 'The address stopped sending before the end.'
          throw fail(new AppError('source_failed', detail, { cause }))
        })
        if (done) {
          controller.close()
          return
        }
        seenBytes += value.byteLength
        if (seenBytes > limits.maxBytes) {
          const detail = `What the address sends is larger than ${limits.maxBytes} bytes.`
          throw fail(new AppError('too_large', detail))
        }
        controller.enqueue(value)
      },
      async cancel(reason) {
        await reader.cancel(reason)
        abort.abort()
      },
    },
    { highWaterMark: 0 },
  )
}

async function within<Value>(work: Promise<Value>, timeMs: number): Promise<Value> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('too slow')), Math.max(0, timeMs))
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
