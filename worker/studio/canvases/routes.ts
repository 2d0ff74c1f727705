import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { changeCanvasSchema, listCanvasesQuerySchema, makeCanvasSchema } from '#contracts/canvas'
import { canvasIdSchema } from '#contracts/ids'
import { requireUser } from '../../accounts/require-user.ts'
import type { AppEnv } from '../../app-env.ts'
import { validate } from '../../http/validate.ts'
import { toCanvasViews } from './canvas-views.ts'
import { makeCanvas, moveCanvasToTrash, nameCanvas, takeCanvasFromTrash } from './change-canvas.ts'
import { noSuchCanvas, requireCanvas } from './find-canvas.ts'
import { canvasesOf } from './list-canvases.ts'
import type { CanvasRow } from './queries.ts'

const canvasParam = validate('param', z.object({ canvasId: canvasIdSchema }))

/** The studio's canvases, for lists of them. */
export const canvasRoutes = new Hono<AppEnv>()
  .get('/', requireUser, validate('query', listCanvasesQuerySchema), async (c) => {
    const { rows, nextCursor } = await canvasesOf(c.var.deps, c.var.actor, c.req.valid('query'))
    return c.json({ items: await viewsOf(c, rows), nextCursor }, 200)
  })
  .post('/', requireUser, validate('json', makeCanvasSchema), async (c) => {
    return c.json(
      await viewOf(c, await makeCanvas(c.var.deps, c.var.actor, c.req.valid('json'))),
      201,
    )
  })
  .get('/:canvasId', requireUser, canvasParam, async (c) => {
    const { canvasId } = c.req.valid('param')
    const canvas = await requireCanvas(c.var.deps, c.var.actor, canvasId, 'viewer')
    return c.json(await viewOf(c, canvas), 200)
  })
  .patch(
    '/:canvasId',
    requireUser,
    canvasParam,
    validate('json', changeCanvasSchema),
    async (c) => {
      const { canvasId } = c.req.valid('param')
      const { name } = c.req.valid('json')
      return c.json(await viewOf(c, await nameCanvas(c.var.deps, c.var.actor, canvasId, name)), 200)
    },
  )
  .delete('/:canvasId', requireUser, canvasParam, async (c) => {
    const { canvasId } = c.req.valid('param')
    return c.json(await viewOf(c, await moveCanvasToTrash(c.var.deps, c.var.actor, canvasId)), 200)
  })
  .post('/:canvasId/restore', requireUser, canvasParam, async (c) => {
    const { canvasId } = c.req.valid('param')
    return c.json(
      await viewOf(c, await takeCanvasFromTrash(c.var.deps, c.var.actor, canvasId)),
      200,
    )
  })

async function viewsOf(c: Context<AppEnv>, rows: CanvasRow[]) {
  return await toCanvasViews(c.var.deps, c.var.actor, rows, new URL(c.req.url).host)
}

async function viewOf(c: Context<AppEnv>, row: CanvasRow) {
  const [view] = await viewsOf(c, [row])
  if (!view) throw noSuchCanvas()
  return view
}
