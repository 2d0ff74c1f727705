import type { MiddlewareHandler } from 'hono'
import { routePath } from 'hono/route'
import type { AppEnv } from '../app-env.ts'

/** One line a request: the route's pattern, never the address (addresses carry signatures). */
export const requestLog: MiddlewareHandler<AppEnv> = async (c, next) => {
  const start = Date.now()
  await next()
  const durationMs = Date.now() - start
  // A switched protocol has no headers left to set.
  if (c.res.status !== 101) c.header('X-Request-Id', c.var.requestId)
  const { method } = c.req
  const route = routePath(c, -1)
  c.var.deps.countRequest(`${method} ${route}`, c.res.status, durationMs)
  c.var.deps.log.info('request', {
    method,
    route,
    status: c.res.status,
    durationMs,
    actor: c.get('actor') ? 'user' : c.get('homeNodeId') ? 'home-node' : 'none',
  })
}
