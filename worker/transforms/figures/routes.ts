import { Hono } from 'hono'
import { requireAdmin } from '../../accounts/require-user.ts'
import type { AppEnv } from '../../app-env.ts'
import { taken } from './count-figures.ts'

/** For admins: how pictures are asked for and made. */
export const adminTransformRoutes = new Hono<AppEnv>().use(requireAdmin).get('/', async (c) => {
  const { transformFigures } = c.var.deps
  await transformFigures.add(taken())
  return c.json(await transformFigures.read(), 200)
})
