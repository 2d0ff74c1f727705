import { Hono } from 'hono'
import { z } from 'zod'
import { canvasIdSchema, spaceIdSchema } from '#contracts/ids'
import { requireUser } from '../../accounts/require-user.ts'
import type { AppEnv } from '../../app-env.ts'
import { contentDisposition } from '../../http/original-response.ts'
import { readBytes } from '../../http/read-body.ts'
import { validate } from '../../http/validate.ts'
import { toCanvasViews } from '../canvases/canvas-views.ts'
import { noSuchCanvas } from '../canvases/find-canvas.ts'
import { canvasFileMaxBytes, exportCanvas, importCanvas } from './canvas-file.ts'

/** Canvases as files. */
export const canvasFileRoutes = new Hono<AppEnv>()
  .get(
    '/:canvasId/export',
    requireUser,
    validate('param', z.object({ canvasId: canvasIdSchema })),
    async (c) => {
      const file = await exportCanvas(c.var.deps, c.var.actor, c.req.valid('param').canvasId)
      c.header('Content-Disposition', contentDisposition(`${file.name}.json`))
      return c.json(file, 200)
    },
  )
  .post(
    '/import',
    requireUser,
    validate('query', z.object({ space: spaceIdSchema.optional() })),
    async (c) => {
      const { deps, actor, requestId } = c.var
      const text = new TextDecoder().decode(await readBytes(c.req.raw, canvasFileMaxBytes))
      const spaceId = c.req.valid('query').space ?? null
      const made = await importCanvas(deps, actor, { text, spaceId, requestId })
      const [view] = await toCanvasViews(deps, actor, [made], new URL(c.req.url).host)
      if (!view) throw noSuchCanvas()
      return c.json(view, 201)
    },
  )
