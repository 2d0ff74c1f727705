import type { Context } from 'hono'
import type { z } from 'zod'
import type { AppEnv } from '../app-env.ts'
import { AppError } from '../errors.ts'
import { isForm, maxFormBytes, readBytes, readForm } from '../http/read-body.ts'
import { wholeBody } from './whole-body.ts'

/** Fields of a form that are lists, however many files there are. */
const listFields = new Set(['images'])

/**
 * A body with pictures, as its schema says: JSON, or a form whose files stand where JSON has a picture
 * in words. Throws `too_large` beyond 25 MB and `validation_failed`.
 */
export async function readFaceBody<Schema extends z.ZodType>(
  c: Context<AppEnv>,
  schema: Schema,
): Promise<z.infer<Schema>> {
  const request = c.req.raw
  const said = isForm(request)
    ? await readFields(request)
    : readJson(await readBytes(request, maxFormBytes))
  const parsed = schema.safeParse(said)
  if (parsed.success) return parsed.data
  const issues = parsed.error.issues.slice(0, 5)
  const detail = issues.map(({ path, message }) => `${path.join('.') || 'body'}: ${message}`)
  throw new AppError('validation_failed', detail.join(' '))
}

function readJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes))
  } catch (cause) {
    throw new AppError('validation_failed', 'The body is neither JSON nor a form.', { cause })
  }
}

async function readFields(request: Request): Promise<Record<string, unknown>> {
  const fields = new Map<string, string[]>()
  for (const [name, value] of await readForm(request)) {
    const text =
      typeof value === 'string' ? value : (await wholeBody(value.stream())).toString('base64')
    fields.set(name, [...(fields.get(name) ?? []), text])
  }
  return Object.fromEntries(
    [...fields].map(([name, values]) => [name, listFields.has(name) ? values : values[0]]),
  )
}
