import { Hono } from 'hono'
import { z } from 'zod'
import { makeVersionSchema } from '#contracts/canvas'
import { canvasIdSchema, canvasVersionIdSchema } from '#contracts/ids'
import { requireUser } from '../../accounts/require-user.ts'
import type { AppEnv } from '../../app-env.ts'
import { AppError } from '../../errors.ts'
import { validate } from '../../http/validate.ts'
import { newId } from '../../ids.ts'
import { requireLivingCanvas } from '../canvases/find-canvas.ts'

const canvasParam = validate('param', z.object({ canvasId: canvasIdSchema }))
const versionParam = validate(
  'param',
  z.object({ canvasId: canvasIdSchema, versionId: canvasVersionIdSchema }),
)

/** Named versions of a canvas. */
export const versionRoutes = new Hono<AppEnv>()
  .get('/:canvasId/versions', requireUser, canvasParam, async (c) => {
    const { deps, actor } = c.var
    const { id } = await requireLivingCanvas(deps, actor, c.req.valid('param').canvasId, 'viewer')
    return c.json({ items: await deps.canvasRoom(id).versions() }, 200)
  })
  .post(
    '/:canvasId/versions',
    requireUser,
    canvasParam,
    validate('json', makeVersionSchema),
    async (c) => {
      const { deps, actor } = c.var
      const { id } = await requireLivingCanvas(deps, actor, c.req.valid('param').canvasId, 'editor')
      const named = { id: newId('canvasVersion', deps.now()), ...c.req.valid('json') }
      const kept = await deps.canvasRoom(id).keepVersion(named)
      if (kept === null) {
        throw new AppError('conflict', 'There are too many versions. Begin another canvas.')
      }
      return c.json(kept, 201)
    },
  )
  .post('/:canvasId/versions/:versionId/restore', requireUser, versionParam, async (c) => {
    const { deps, actor } = c.var
    const { canvasId, versionId } = c.req.valid('param')
    const { id, spaceId } = await requireLivingCanvas(deps, actor, canvasId, 'editor')
    const about = { canvas: id, space: spaceId }
    const operations = await deps
      .canvasRoom(id)
      .restoreVersion({ about, by: actor.userId, versionId })
    if (operations === null) throw new AppError('not_found', 'There is no such version.')
    return c.json({ operations }, 200)
  })
