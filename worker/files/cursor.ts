import { z } from 'zod'
import { fileIdSchema } from '#contracts/ids'
import { AppError } from '../errors.ts'
import type { PageStart } from './queries.ts'

const cursorSchema = z.tuple([z.int().nonnegative(), fileIdSchema])

/** Cursors name a place, never rights: whoever makes one up still sees only what they may see. */
export function encodeCursor({ timeMs, id }: PageStart): string {
  return Buffer.from(JSON.stringify([timeMs, id])).toString('base64url')
}

export function decodeCursor(cursor: string): PageStart {
  try {
    const [timeMs, id] = cursorSchema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()))
    return { timeMs, id }
  } catch (cause) {
    throw new AppError(
      'validation_failed',
      'This cursor is not one of ours. Start from the first page.',
      {
        cause,
      },
    )
  }
}
