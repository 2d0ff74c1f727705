import { z } from 'zod'
import {
  type GenerationView,
  generationListSchema,
  generationViewSchema,
  type MakeGeneration,
  promptVariationsSchema,
  studioBudgetSchema,
  studioProvidersSchema,
} from '#contracts/generations'
import type { CanvasId, FolderId, GenerationId, SpaceId, TileId } from '#contracts/ids'
import { call, queryOf } from './call.ts'

// What is done with the pictures of the studio. Every call throws `ApiError` when it is refused.

export const readProviders = () => call('/studio/providers', studioProvidersSchema)

export const readBudget = () => call('/studio/budget', studioBudgetSchema)

/** Other words for the same picture; makes no picture. */
export async function varyWords(text: string, count: number): Promise<string[]> {
  const json = { text, count }
  const told = await call('/studio/variations', promptVariationsSchema, { method: 'POST', json })
  return told.prompts
}

/** Asks for a picture; asked again with the same id it answers what there is. */
export const askForPicture = (canvas: CanvasId, json: MakeGeneration): Promise<GenerationView> =>
  call(`/canvases/${canvas}/generations`, generationViewSchema, { method: 'POST', json })

/** The latest first, of one tile or of all. */
export const listGenerations = (
  canvas: CanvasId,
  { tile, cursor }: { tile?: TileId | undefined; cursor?: string | undefined } = {},
) => call(`/canvases/${canvas}/generations${queryOf({ tile, cursor })}`, generationListSchema)

export const readGeneration = (id: GenerationId) => call(`/generations/${id}`, generationViewSchema)

/** Ends a run. */
export const cancelGeneration = (id: GenerationId) =>
  call(`/generations/${id}`, z.unknown(), { method: 'DELETE' })

/** Makes the same picture again from its record, as generation `as`. */
export const replayGeneration = (id: GenerationId, as: GenerationId) =>
  call(`/generations/${id}/replay`, generationViewSchema, { method: 'POST', json: { id: as } })

/** Makes a file of the library of it; answers the picture, which names the file from then on. */
export const keepGeneration = (
  id: GenerationId,
  json: { spaceId: SpaceId | null; folderId: FolderId | null },
) => call(`/generations/${id}/keep`, generationViewSchema, { method: 'POST', json })

export const setFavorite = (id: GenerationId, isFavorite: boolean) =>
  call(`/generations/${id}/favorite`, z.unknown(), { method: isFavorite ? 'PUT' : 'DELETE' })

export const listFavorites = (cursor?: string) =>
  call(`/studio/favorites${queryOf({ cursor })}`, generationListSchema)
