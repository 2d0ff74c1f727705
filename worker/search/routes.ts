import { Hono } from 'hono'
import { searchQuerySchema } from '#contracts/search'
import { requireActor } from '../accounts/require-user.ts'
import type { AppEnv } from '../app-env.ts'
import { validate } from '../http/validate.ts'
import { searchFiles } from './search-files.ts'

export const searchRoutes = new Hono<AppEnv>().get(
  '/',
  requireActor('read'),
  validate('query', searchQuerySchema),
  async (c) => {
    const { host } = new URL(c.req.url)
    c.header('Cache-Control', 'private, no-store')
    return c.json(await searchFiles(c.var.deps, c.var.actor, c.req.valid('query'), host), 200)
  },
)
