import { AppError } from '../errors.ts'

// The only place that holds a whole request body, always under a cap. A lint rule bans `formData()`
// and `arrayBuffer()` on requests everywhere else: bodies are streamed.

export const maxJsonBytes = 1_000_000
/** JSON with a picture of black and white in it. */
export const maxMaskedJsonBytes = 2_000_000
export const maxFormBytes = 25_000_000

/** The body's bytes; throws `too_large` as soon as there are more than `maxBytes`. */
export async function readBytes(request: Request, maxBytes: number): Promise<Uint8Array> {
  refuseDeclared(request, maxBytes)
  if (request.body === null) return new Uint8Array()
  return await readStream(request.body, maxBytes)
}

/** A stream's bytes; throws `too_large` as soon as there are more than `maxBytes`. */
export async function readStream(
  body: ReadableStream<Uint8Array>,
  maxBytes: number,
): Promise<Uint8Array> {
  return new Uint8Array(await new Response(body.pipeThrough(capped(maxBytes))).arrayBuffer())
}

/** Whether a request says that its body is a form with files. */
export function isForm(request: Request): boolean {
  return /^multipart\/form-data\b/i.test(request.headers.get('Content-Type') ?? '')
}

/** A multipart form; throws `too_large` beyond `maxBytes` and `validation_failed` when it is not one. */
export async function readForm(request: Request, maxBytes = maxFormBytes): Promise<FormData> {
  refuseDeclared(request, maxBytes)
  if (request.body === null) throw new AppError('empty_body', 'The form is empty.')
  const form = new Response(request.body.pipeThrough(capped(maxBytes)), {
    headers: { 'Content-Type': request.headers.get('Content-Type') ?? '' },
  })
  try {
    return await form.formData()
  } catch (cause) {
    if (cause instanceof AppError) throw cause
    throw new AppError('validation_failed', 'The body is not a multipart form.', { cause })
  }
}

/**
 * The one file of a form, under whatever field. Throws as `readForm` does, `empty_body` when there is
 * none, and `validation_failed` when there are more.
 */
export async function readFormFile(
  request: Request,
  maxBytes: number,
): Promise<{ name: string; bytes: Uint8Array }> {
  const form = await readForm(request, maxBytes)
  const files = [...form.values()].flatMap((entry) => (typeof entry === 'string' ? [] : [entry]))
  const [file] = files
  if (!file) throw new AppError('empty_body', 'The form holds no file.')
  if (files.length > 1) throw new AppError('validation_failed', 'Send one file at a time.')
  return { name: file.name, bytes: await file.bytes() }
}

function refuseDeclared(request: Request, maxBytes: number) {
  if (Number(request.headers.get('Content-Length') ?? 0) > maxBytes) throw tooLarge(maxBytes)
}

function tooLarge(maxBytes: number): AppError {
  return new AppError('too_large', `The body is larger than ${maxBytes} bytes.`)
}

function capped(maxBytes: number): TransformStream<Uint8Array, Uint8Array> {
  let seen = 0
  return new TransformStream({
    transform(chunk, controller) {
      seen += chunk.byteLength
      if (seen > maxBytes) controller.error(tooLarge(maxBytes))
      else controller.enqueue(chunk)
    },
  })
}
