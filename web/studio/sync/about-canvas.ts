import { type CanvasView, canvasViewSchema } from '#contracts/canvas'
import type { CanvasId } from '#contracts/ids'
import { offline, toApiError } from '../../api.ts'

/** What a canvas is called and whose it is; throws `ApiError`. */
export async function readAbout(id: CanvasId): Promise<CanvasView> {
  const response = await fetch(`/api/canvases/${id}`).catch(() => {
    throw offline()
  })
  const body: unknown = await response.json().catch(() => null)
  if (!response.ok) throw toApiError(response.status, body)
  return canvasViewSchema.parse(body)
}
