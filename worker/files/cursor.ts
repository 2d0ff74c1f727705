import { z } from 'zod'
import { type FileId, fileIdSchema } from '#contracts/ids'
import { AppError } from '../errors.ts'

/** Where a page of files begins: after this row of a list that is sorted like this. */
export interface FileCursor {
  sort: string
  value: number | string
  id: FileId
}

const cursorSchema = z.tuple([z.string(), z.union([z.int(), z.string()]), fileIdSchema])

/** Cursors name a place, never rights: whoever makes one up still sees only what they may see. */
export function encodeCursor({ sort, value, id }: FileCursor): string {
  return Buffer.from(JSON.stringify([sort, value, id])).toString('base64url')
}

/** Throws `validation_failed` for a cursor of another list, or none of ours. */
export function decodeCursor(cursor: string, sort: string): FileCursor {
  try {
    const parsed = cursorSchema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()))
    const [ofSort, value, id] = parsed
    if (ofSort !== sort) throw new Error(`a cursor of ${ofSort}`)
    return { sort, value, id }
  } catch (cause) {
    const detail = 'This cursor is not one of this list. Start from the first page.'
    throw new AppError('validation_failed', detail, { cause })
  }
}
