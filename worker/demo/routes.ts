import { Hono } from 'hono'
import { demoGroupSchema, demoOriginalMaxBytes, demoQuerySchema } from '#contracts/demo'
import { splitFrame } from '#contracts/frames'
import { requireAdmin } from '../accounts/require-user.ts'
import type { AppEnv } from '../app-env.ts'
import { AppError } from '../errors.ts'
import { readBytes } from '../http/read-body.ts'
import { validate } from '../http/validate.ts'
import { fullGroups } from './queries.ts'
import { demoSpace, writeDemo, writeDemoOriginal } from './write-demo.ts'

const groupMaxBytes = 50_000_000

/** Fills a library with generated pictures. Only where `DEMO_ROUTES` says so; elsewhere it is not there. */
export const demoRoutes = new Hono<AppEnv>()
  .use(requireAdmin)
  .use(async (c, next) => {
    if (!c.var.deps.config.demoRoutes) {
      throw new AppError('not_found', 'This vault takes no demo pictures: DEMO_ROUTES is not true.')
    }
    await next()
  })
  .get('/', validate('query', demoQuerySchema), async (c) => {
    const space = await demoSpace(c.var.deps, c.req.valid('query').space)
    return c.json({ spaceId: space.id, groups: await fullGroups(c.var.deps.db, space.id) }, 200)
  })
  .post('/originals', validate('query', demoQuerySchema), async (c) => {
    const space = await demoSpace(c.var.deps, c.req.valid('query').space)
    const bytes = await readBytes(c.req.raw, demoOriginalMaxBytes)
    return c.json({ originalId: await writeDemoOriginal(c.var.deps, space, bytes) }, 200)
  })
  .post('/', validate('query', demoQuerySchema), async (c) => {
    const space = await demoSpace(c.var.deps, c.req.valid('query').space)
    const { head, bytes } = readGroup(await readBytes(c.req.raw, groupMaxBytes))
    return c.json({ written: await writeDemo(c.var.deps, space, head, bytes) }, 200)
  })

function readGroup(body: Uint8Array) {
  try {
    const { head, bytes } = splitFrame(body)
    return { head: demoGroupSchema.parse(head), bytes }
  } catch (cause) {
    throw new AppError('validation_failed', 'This is no group of demo pictures.', { cause })
  }
}
