import { decodeTime, monotonicFactory } from 'ulid'
import {
  type GenerationId,
  generationIdSchema,
  type OperationId,
  operationIdSchema,
  type TileId,
  tileIdSchema,
} from '#contracts/ids'

// Ids that a page makes itself, without a connection, too. Within a page they rise, also when its clock
// is set back and within one millisecond.
const next = monotonicFactory()

export const newTileId = (): TileId => tileIdSchema.parse(`til_${next(Date.now())}`)

export const newOperationId = (): OperationId => operationIdSchema.parse(`opn_${next(Date.now())}`)

/**
 * The id of a run that is asked for. `after` is what its tile shows: a page whose clock is slow would
 * otherwise make pictures that count as earlier ones and are never shown.
 */
export function newGenerationId(after: GenerationId | null = null): GenerationId {
  const past = after === null ? 0 : decodeTime(after.slice('gen_'.length)) + 1
  return generationIdSchema.parse(`gen_${next(Math.max(Date.now(), past))}`)
}
