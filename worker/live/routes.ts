import { Hono } from 'hono'
import { z } from 'zod'
import { spaceIdSchema } from '#contracts/ids'
import { requireSameOrigin, requireUser } from '../accounts/require-user.ts'
import type { AppEnv } from '../app-env.ts'
import { AppError } from '../errors.ts'
import { validate } from '../http/validate.ts'
import { membershipIn } from '../spaces/access.ts'

export const liveRoutes = new Hono<AppEnv>().get(
  '/:spaceId/live',
  requireUser,
  validate('param', z.object({ spaceId: spaceIdSchema })),
  async (c) => {
    const { spaceId } = c.req.valid('param')
    membershipIn(c.var.actor, spaceId, 'viewer')
    if (c.req.header('Upgrade')?.toLowerCase() !== 'websocket') {
      throw new AppError('validation_failed', 'This address takes WebSocket connections only.')
    }
    requireSameOrigin(c)
    const upgrade = new Request(c.req.raw)
    upgrade.headers.set('X-Space-Id', spaceId)
    upgrade.headers.set('X-User-Id', c.var.actor.userId)
    return await c.var.deps.spaceRoom(spaceId).fetch(upgrade)
  },
)
