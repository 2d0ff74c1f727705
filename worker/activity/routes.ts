import { Hono } from 'hono'
import { activityQuerySchema } from '#contracts/activity'
import { requireUser } from '../accounts/require-user.ts'
import type { AppEnv } from '../app-env.ts'
import { validate } from '../http/validate.ts'
import { readActivity } from './read-activity.ts'

/** `GET /api/activity`: what happens in a space or a folder. */
export const activityRoutes = new Hono<AppEnv>().get(
  '/',
  requireUser,
  validate('query', activityQuerySchema),
  async (c) => {
    const { host } = new URL(c.req.url)
    return c.json(await readActivity(c.var.deps, c.var.actor, c.req.valid('query'), host), 200)
  },
)
