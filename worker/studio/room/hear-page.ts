import { z } from 'zod'
import { type Operation, operationSchema, toRoomSchema } from '#contracts/canvas'
import { operationIdSchema } from '#contracts/ids'
import { AppError } from '../../errors.ts'
import type { Taken } from './canvas-log.ts'

const cursorSchema = toRoomSchema.options[1]
const envelopeSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('operations'),
    operations: z.array(z.unknown()).min(1).max(100),
  }),
  cursorSchema,
])
const namedSchema = z.looseObject({ id: operationIdSchema })

/** What a page said: a cursor, or operations, of which those are refused that are none. */
export type Said =
  | (z.infer<typeof cursorSchema> & { count: 1 })
  | { type: 'operations'; operations: Operation[]; refused: Taken[]; count: number }

/**
 * Parses a message. Each operation is parsed for itself: a page that sends one that is none drops that
 * one and goes on. Null for what cannot be answered, because it does not even have an id.
 */
export function hearPage(text: string): Said | null {
  const envelope = envelopeSchema.safeParse(parsed(text)).data
  if (!envelope) return null
  if (envelope.type === 'cursor') return { ...envelope, count: 1 }
  const operations: Operation[] = []
  const refused: Taken[] = []
  for (const each of envelope.operations) {
    const operation = operationSchema.safeParse(each)
    if (operation.success) {
      operations.push(operation.data)
      continue
    }
    const named = namedSchema.safeParse(each).data
    if (!named) return null
    const issue = operation.error.issues[0]
    const detail = `This change is none: ${issue?.path.join('.')}: ${issue?.message}`
    refused.push({
      operationId: named.id,
      refused: new AppError('validation_failed', detail.slice(0, 300)),
    })
  }
  return { type: 'operations', operations, refused, count: envelope.operations.length }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
