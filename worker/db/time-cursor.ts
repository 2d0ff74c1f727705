import { z } from 'zod'
import { AppError } from '../errors.ts'

/** Where a page of a list by age begins: after this row. */
export interface TimeCursor {
  timeMs: number
  id: string
}

const cursorSchema = z.tuple([z.int().nonnegative(), z.string().max(40)])

/** Cursors name a place, never rights: whoever makes one up still sees only what they may see. */
export function encodeTimeCursor({ timeMs, id }: TimeCursor): string {
  return Buffer.from(JSON.stringify([timeMs, id])).toString('base64url')
}

/** Null for the first page. Throws `validation_failed` for a cursor that is none of ours. */
export function decodeTimeCursor(cursor: string | undefined): TimeCursor | null {
  if (cursor === undefined) return null
  try {
    const [timeMs, id] = cursorSchema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()))
    return { timeMs, id }
  } catch (cause) {
    const detail = 'This cursor is not one of ours. Start from the first page.'
    throw new AppError('validation_failed', detail, { cause })
  }
}
