import { createHash } from 'node:crypto'
import { Hono } from 'hono'
import { z } from 'zod'
import { monthQuerySchema, monthSchema, timelineQuerySchema } from '#contracts/timeline'
import { requireActor } from '../accounts/require-user.ts'
import type { AppEnv } from '../app-env.ts'
import { validate } from '../http/validate.ts'
import { readMonth, readTimeline } from './read-timeline.ts'

const monthParam = z.object({ month: monthSchema })

export const timelineRoutes = new Hono<AppEnv>()
  .get('/', requireActor('read'), validate('query', timelineQuerySchema), async (c) => {
    const { deps, actor } = c.var
    const { space } = c.req.valid('query')
    const timeline = await readTimeline(deps, actor, space ?? actor.homeSpaceId)
    const digest = createHash('sha256').update(JSON.stringify(timeline)).digest('base64url')
    const etag = `"${digest.slice(0, 22)}"`
    c.header('ETag', etag)
    // Whoever has it already asks again each time, and mostly hears that nothing changed.
    c.header('Cache-Control', 'private, no-cache')
    if (namesTag(c.req.header('If-None-Match'), etag)) return c.body(null, 304)
    return c.json(timeline, 200)
  })
  .get(
    '/:month',
    requireActor('read'),
    validate('param', monthParam),
    validate('query', monthQuerySchema),
    async (c) => {
      const { deps, actor } = c.var
      const { space, ...query } = c.req.valid('query')
      const spaceId = space ?? actor.homeSpaceId
      const { month } = c.req.valid('param')
      const host = new URL(c.req.url).host
      return c.json(await readMonth(deps, actor, { spaceId, month, host }, query), 200)
    },
  )

/** Weak tags count as well: proxies that compress make strong ones weak. */
function namesTag(header: string | undefined, etag: string): boolean {
  const tags = header?.split(',').map((tag) => tag.trim().replace(/^W\//, ''))
  return tags?.includes(etag) ?? false
}
