import { z } from 'zod'
import {
  type CanvasView,
  canvasVersionSchema,
  canvasViewSchema,
  restoredVersionSchema,
  versionListSchema,
} from '#contracts/canvas'
import type { CanvasId, CanvasVersionId, SpaceId } from '#contracts/ids'
import { offline, toApiError } from '../../api.ts'
import { call, queryOf } from '../call.ts'

// What is done with whole canvases. Every call throws `ApiError` when it is refused.

const canvasListSchema = z.object({
  items: z.array(canvasViewSchema),
  nextCursor: z.string().nullable(),
})

/** The one that was changed last first. */
export const listCanvases = (of: { isTrashed: boolean; cursor?: string | undefined }) =>
  call(
    `/canvases${queryOf({ trashed: of.isTrashed ? 'true' : null, cursor: of.cursor })}`,
    canvasListSchema,
  )

export const makeCanvas = (name: string, spaceId: SpaceId | null): Promise<CanvasView> =>
  call('/canvases', canvasViewSchema, { method: 'POST', json: { name, spaceId } })

export const renameCanvas = (id: CanvasId, name: string): Promise<CanvasView> =>
  call(`/canvases/${id}`, canvasViewSchema, { method: 'PATCH', json: { name } })

export const trashCanvas = (id: CanvasId) =>
  call(`/canvases/${id}`, canvasViewSchema, { method: 'DELETE' })

export const restoreCanvas = (id: CanvasId) =>
  call(`/canvases/${id}/restore`, canvasViewSchema, { method: 'POST' })

/** A whole canvas as one file. */
export const exportAddress = (id: CanvasId) => `/api/canvases/${id}/export`

/** A new canvas of what `export` made. */
export const importCanvas = (file: Blob): Promise<CanvasView> =>
  call('/canvases/import', canvasViewSchema, { method: 'POST', body: file })

export const listVersions = (id: CanvasId) => call(`/canvases/${id}/versions`, versionListSchema)

export const keepVersion = (id: CanvasId, name: string) =>
  call(`/canvases/${id}/versions`, canvasVersionSchema, { method: 'POST', json: { name } })

/** Goes back to it by operations: everybody sees it, and it can be undone. */
export const restoreVersion = (id: CanvasId, version: CanvasVersionId) =>
  call(`/canvases/${id}/versions/${version}/restore`, restoredVersionSchema, { method: 'POST' })

/** A second one with the same tiles and pictures. */
export async function duplicateCanvas(id: CanvasId): Promise<CanvasView> {
  const response = await fetch(exportAddress(id)).catch(() => {
    throw offline()
  })
  if (!response.ok) throw toApiError(response.status, await response.json().catch(() => null))
  return await importCanvas(await response.blob())
}
