import { Hono } from 'hono'
import { mapQuerySchema, placeQuerySchema } from '#contracts/map'
import { requireActor } from '../accounts/require-user.ts'
import type { AppEnv } from '../app-env.ts'
import { validate } from '../http/validate.ts'
import { listPlace, readMap } from './read-map.ts'

export const mapRoutes = new Hono<AppEnv>()
  .get('/', requireActor('read'), validate('query', mapQuerySchema), async (c) => {
    const { host } = new URL(c.req.url)
    return c.json(await readMap(c.var.deps, c.var.actor, c.req.valid('query'), host), 200)
  })
  .get('/files', requireActor('read'), validate('query', placeQuerySchema), async (c) => {
    const { host } = new URL(c.req.url)
    return c.json(await listPlace(c.var.deps, c.var.actor, c.req.valid('query'), host), 200)
  })
