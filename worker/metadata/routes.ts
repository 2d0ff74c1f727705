import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { type FileId, fileIdSchema } from '#contracts/ids'
import {
  type EditedFiles,
  editFileSchema,
  editFilesSchema,
  setFavoritesSchema,
} from '#contracts/metadata'
import { requireActor, requireUser } from '../accounts/require-user.ts'
import type { AppEnv } from '../app-env.ts'
import { fileDetail } from '../files/file-detail.ts'
import { validate } from '../http/validate.ts'
import { editFiles } from './edit-files.ts'
import { markFavorites } from './favorites.ts'

const fileParam = validate('param', z.object({ id: fileIdSchema }))

/** What people write about files, under `/api/files`. */
export const metadataRoutes = new Hono<AppEnv>()
  .post('/edit', requireActor('upload'), validate('json', editFilesSchema), async (c) => {
    const { fileIds, ...edit } = c.req.valid('json')
    await editFiles(c.var.deps, c.var.actor, fileIds, edit)
    const answer: EditedFiles = { edited: new Set(fileIds).size }
    return c.json(answer, 200)
  })
  .post('/favorites', requireUser, validate('json', setFavoritesSchema), async (c) => {
    const { fileIds, isFavorite } = c.req.valid('json')
    await markFavorites(c.var.deps, c.var.actor, fileIds, isFavorite)
    return c.body(null, 204)
  })
  .patch('/:id', requireActor('upload'), fileParam, validate('json', editFileSchema), async (c) => {
    const { id } = c.req.valid('param')
    await editFiles(c.var.deps, c.var.actor, [id], c.req.valid('json'))
    return c.json(await detailOf(c, id), 200)
  })
  .put('/:id/favorite', requireUser, fileParam, async (c) => {
    await markFavorites(c.var.deps, c.var.actor, [c.req.valid('param').id], true)
    return c.body(null, 204)
  })
  .delete('/:id/favorite', requireUser, fileParam, async (c) => {
    await markFavorites(c.var.deps, c.var.actor, [c.req.valid('param').id], false)
    return c.body(null, 204)
  })

function hostOf(c: Context<AppEnv>): string {
  return new URL(c.req.url).host
}

async function detailOf(c: Context<AppEnv>, id: FileId) {
  return await fileDetail(c.var.deps, c.var.actor, id, hostOf(c))
}
