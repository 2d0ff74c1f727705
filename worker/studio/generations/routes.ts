import { Hono } from 'hono'
import { z } from 'zod'
import { keepGenerationSchema, makeGenerationSchema } from '#contracts/generations'
import { canvasIdSchema, generationIdSchema, tileIdSchema } from '#contracts/ids'
import { requireUser } from '../../accounts/require-user.ts'
import type { AppEnv } from '../../app-env.ts'
import { validate } from '../../http/validate.ts'
import { setFavorite } from '../favorites/favorites.ts'
import { cancelGeneration } from './cancel-generation.ts'
import { keepGeneration } from './keep-generation.ts'
import { generationsById, generationsOf, readWholeGeneration } from './list-generations.ts'
import { makeGeneration } from './make-generation.ts'
import { replayGeneration } from './replay-generation.ts'

const canvasParam = validate('param', z.object({ canvasId: canvasIdSchema }))
const idParam = validate('param', z.object({ generationId: generationIdSchema }))

const replaySchema = z.strictObject({ id: generationIdSchema })

const listQuerySchema = z.object({
  tile: tileIdSchema.optional(),
  cursor: generationIdSchema.optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
})

const idsQuery = validate(
  'query',
  z.object({
    ids: z
      .string()
      .max(3_100)
      .transform((ids) => ids.split(','))
      .pipe(z.array(generationIdSchema).max(100)),
  }),
)

/** Pictures of a canvas: asked for, and what there was. */
export const canvasGenerationRoutes = new Hono<AppEnv>()
  .post(
    '/:canvasId/generations',
    requireUser,
    canvasParam,
    validate('json', makeGenerationSchema),
    async (c) => {
      const { canvasId } = c.req.valid('param')
      const { deps, actor } = c.var
      return c.json(await makeGeneration(deps, actor, canvasId, c.req.valid('json')), 202)
    },
  )
  .get(
    '/:canvasId/generations',
    requireUser,
    canvasParam,
    validate('query', listQuerySchema),
    async (c) => {
      const { canvasId } = c.req.valid('param')
      const { tile: tileId, cursor, limit } = c.req.valid('query')
      const asked = { canvasId, tileId, cursor, limit }
      return c.json(await generationsOf(c.var.deps, c.var.actor, asked), 200)
    },
  )

/** One picture, wherever it was made. */
export const generationRoutes = new Hono<AppEnv>()
  .get('/', requireUser, idsQuery, async (c) => {
    const { ids } = c.req.valid('query')
    return c.json(await generationsById(c.var.deps, c.var.actor, ids), 200)
  })
  .get('/:generationId', requireUser, idParam, async (c) => {
    const { generationId } = c.req.valid('param')
    return c.json(await readWholeGeneration(c.var.deps, c.var.actor, generationId), 200)
  })
  .delete('/:generationId', requireUser, idParam, async (c) => {
    const { generationId } = c.req.valid('param')
    return c.json(await cancelGeneration(c.var.deps, c.var.actor, generationId), 200)
  })
  .post(
    '/:generationId/replay',
    requireUser,
    idParam,
    validate('json', replaySchema),
    async (c) => {
      const { generationId } = c.req.valid('param')
      const { id } = c.req.valid('json')
      return c.json(await replayGeneration(c.var.deps, c.var.actor, generationId, id), 202)
    },
  )
  .post(
    '/:generationId/keep',
    requireUser,
    idParam,
    validate('json', keepGenerationSchema),
    async (c) => {
      const { generationId } = c.req.valid('param')
      const into = c.req.valid('json')
      return c.json(await keepGeneration(c.var.deps, c.var.actor, generationId, into), 200)
    },
  )
  .put('/:generationId/favorite', requireUser, idParam, async (c) => {
    const { generationId } = c.req.valid('param')
    return c.json(await setFavorite(c.var.deps, c.var.actor, generationId, true), 200)
  })
  .delete('/:generationId/favorite', requireUser, idParam, async (c) => {
    const { generationId } = c.req.valid('param')
    return c.json(await setFavorite(c.var.deps, c.var.actor, generationId, false), 200)
  })
