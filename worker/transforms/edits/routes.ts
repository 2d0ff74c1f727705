import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { putEditSchema } from '#contracts/edits'
import { type FileId, fileIdSchema } from '#contracts/ids'
import { requireActor } from '../../accounts/require-user.ts'
import type { AppEnv } from '../../app-env.ts'
import { AppError } from '../../errors.ts'
import { validate } from '../../http/validate.ts'
import { byUser, limit } from '../../limits/limit.ts'
import { editFile, readEdit, revertFile } from './edit-file.ts'

const fileParam = validate('param', z.object({ id: fileIdSchema }))

/** What a picture is to look like, under `/api/files`: the original stays. */
export const editRoutes = new Hono<AppEnv>()
  .get('/:id/edit', requireActor('read'), fileParam, async (c) => {
    return c.json(await view(c, c.req.valid('param').id), 200)
  })
  .put(
    '/:id/edit',
    requireActor('upload'),
    limit('image-api', byUser),
    fileParam,
    validate('json', putEditSchema),
    async (c) => {
      requireTransformScope(c)
      const { id } = c.req.valid('param')
      await editFile(c.var.deps, c.var.actor, id, c.req.valid('json').query)
      return c.json(await view(c, id), 200)
    },
  )
  .delete('/:id/edit', requireActor('upload'), fileParam, async (c) => {
    requireTransformScope(c)
    const { id } = c.req.valid('param')
    await revertFile(c.var.deps, c.var.actor, id)
    return c.json(await view(c, id), 200)
  })

async function view(c: Context<AppEnv>, id: FileId) {
  return await readEdit(c.var.deps, c.var.actor, id, new URL(c.req.url).host)
}

/** A key writes with one scope and transforms with another: an edit does both. */
function requireTransformScope(c: Context<AppEnv>): void {
  const { credential } = c.var.actor
  if (credential.kind !== 'key' || credential.scopes.has('transform')) return
  throw new AppError('forbidden', 'This key lacks the scope "transform".')
}
