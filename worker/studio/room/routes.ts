import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { sendOperationsSchema } from '#contracts/canvas'
import { canvasIdSchema } from '#contracts/ids'
import type { Role } from '#contracts/spaces'
import { requireSameOrigin, requireUser } from '../../accounts/require-user.ts'
import type { AppEnv } from '../../app-env.ts'
import { AppError } from '../../errors.ts'
import { validate } from '../../http/validate.ts'
import { requireLivingCanvas } from '../canvases/find-canvas.ts'
import type { Visitor } from './person.ts'

const canvasParam = validate('param', z.object({ canvasId: canvasIdSchema }))
const liveQuery = validate('query', z.object({ after: z.coerce.number().int().min(0).optional() }))

/** What lies on a canvas. */
export const roomRoutes = new Hono<AppEnv>()
  .get('/:canvasId/live', requireUser, canvasParam, liveQuery, async (c) => {
    const about = await canvasFor(c, c.req.valid('param').canvasId, 'viewer')
    if (c.req.header('Upgrade')?.toLowerCase() !== 'websocket') {
      throw new AppError('validation_failed', 'This address takes WebSocket connections only.')
    }
    requireSameOrigin(c)
    const { deps, actor } = c.var
    const visitor: Visitor = {
      ...{ about, userId: actor.userId, username: actor.username },
      canEdit: actor.editableSpaceIds.includes(about.space),
      after: c.req.valid('query').after ?? null,
    }
    const upgrade = new Request(c.req.raw)
    // In ASCII: names may be anything, headers may not.
    upgrade.headers.set('X-Visitor', encodeURIComponent(JSON.stringify(visitor)))
    const response = await deps.canvasRoom(about.canvas).fetch(upgrade)
    if (response.status !== 429) return response
    throw new AppError('too_many_requests', 'Too many people look at this canvas. Try again later.')
  })
  .get('/:canvasId/tiles', requireUser, canvasParam, async (c) => {
    const { canvas } = await canvasFor(c, c.req.valid('param').canvasId, 'viewer')
    return c.json(await c.var.deps.canvasRoom(canvas).tiles(), 200)
  })
  .post(
    '/:canvasId/operations',
    requireUser,
    canvasParam,
    validate('json', sendOperationsSchema),
    async (c) => {
      const about = await canvasFor(c, c.req.valid('param').canvasId, 'editor')
      const { operations } = c.req.valid('json')
      const sent = { about, by: c.var.actor.userId, operations, requestId: c.var.requestId }
      return c.json(await c.var.deps.canvasRoom(about.canvas).send(sent), 200)
    },
  )

async function canvasFor(c: Context<AppEnv>, id: z.infer<typeof canvasIdSchema>, role: Role) {
  const { spaceId } = await requireLivingCanvas(c.var.deps, c.var.actor, id, role)
  return { canvas: id, space: spaceId }
}
