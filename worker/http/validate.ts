import { zValidator } from '@hono/zod-validator'
import type { ValidationTargets } from 'hono'
import type { z } from 'zod'
import { AppError } from '../errors.ts'
import { withFact } from './route-facts.ts'

/** Parses one part of a request, and makes a bad one our error like any other. */
export const validate = <Target extends keyof ValidationTargets, Schema extends z.ZodType>(
  target: Target,
  schema: Schema,
) =>
  withFact(
    zValidator(target, schema, (result) => {
      if (!result.success) throw new AppError('validation_failed', sentence(result.error))
    }),
    { kind: 'part', target, schema },
  )

function sentence(error: { issues: readonly { path: PropertyKey[]; message: string }[] }): string {
  return error.issues
    .slice(0, 5)
    .map(({ path, message }) => (path.length > 0 ? `${path.join('.')}: ${message}` : message))
    .join(' ')
}
