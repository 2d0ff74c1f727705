import { type ParseArgsConfig, parseArgs } from 'node:util'
import type { z } from 'zod'
import { UsageError } from './command.ts'
import { parseBytes } from './parse-bytes.ts'

type Options = NonNullable<ParseArgsConfig['options']>

/** The options and words after a command. Throws `UsageError` for an option that it does not have. */
export function readWords<const Wanted extends Options>(args: string[], options: Wanted) {
  try {
    return parseArgs({ args, options, allowPositionals: true })
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : 'These words make no sense.')
  }
}

/** Checks what somebody typed against the shape that the vault takes. Throws `UsageError`. */
export function readShape<Shape extends z.ZodType>(shape: Shape, typed: unknown): z.infer<Shape> {
  const result = shape.safeParse(typed)
  if (result.success) return result.data
  const [issue] = result.error.issues
  throw new UsageError([issue?.path.join('.'), issue?.message].filter(Boolean).join(': '))
}

/** Bytes that somebody typed as `50GB`. Throws `UsageError`. */
export function readBytes(text: string): number {
  const bytes = parseBytes(text)
  if (bytes === null) throw new UsageError(`"${text}" is not a size; it looks like 50GB or 1.5TB.`)
  return bytes
}

export const asJson = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`
