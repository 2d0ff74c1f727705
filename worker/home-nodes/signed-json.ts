import type { z } from 'zod'
import { AppError } from '../errors.ts'
import { maxJsonBytes } from '../http/read-body.ts'

/** Parses the body whose hash `requireHomeNode` has checked. */
export function parseSignedJson<Schema extends z.ZodType>(
  body: Uint8Array,
  schema: Schema,
): z.infer<Schema> {
  if (body.length > maxJsonBytes) throw new AppError('too_large', 'The body is larger than 1 MB.')
  let json: unknown
  try {
    json = JSON.parse(Buffer.from(body).toString('utf8'))
  } catch (cause) {
    throw new AppError('validation_failed', 'The body is not JSON.', { cause })
  }
  const parsed = schema.safeParse(json)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new AppError('validation_failed', `${issue?.path.join('.')}: ${issue?.message}`)
}
