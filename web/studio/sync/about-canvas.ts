import { type CanvasView, canvasViewSchema } from '#contracts/canvas'
import type { CanvasId } from '#contracts/ids'
import { call } from '../call.ts'

/** What a canvas is called and whose it is; throws `ApiError`. */
export const readAbout = (id: CanvasId): Promise<CanvasView> =>
  call(`/canvases/${id}`, canvasViewSchema)
