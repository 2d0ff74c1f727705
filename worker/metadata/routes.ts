import { type Context, Hono } from 'hono'
import { z } from 'zod'
import type { FileList } from '#contracts/files'
import { type FileId, fileIdSchema } from '#contracts/ids'
import {
  type EditedFiles,
  editFileSchema,
  editFilesSchema,
  setFavoritesSchema,
  setTagsSchema,
  tagFilesQuerySchema,
  tagLabelSchema,
  tagListQuerySchema,
} from '#contracts/metadata'
import { requireActor, requireUser } from '../accounts/require-user.ts'
import type { AppEnv } from '../app-env.ts'
import { fileDetail } from '../files/file-detail.ts'
import { toFileViews } from '../files/file-view.ts'
import { validate } from '../http/validate.ts'
import { editFiles } from './edit-files.ts'
import { markFavorites } from './favorites.ts'
import { listFilesWithTag, listTags, setHandTags } from './tags.ts'

const fileParam = validate('param', z.object({ id: fileIdSchema }))
const tagParam = validate('param', z.object({ tag: tagLabelSchema }))

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
  .put(
    '/:id/tags',
    requireActor('upload'),
    fileParam,
    validate('json', setTagsSchema),
    async (c) => {
      const { id } = c.req.valid('param')
      await setHandTags(c.var.deps, c.var.actor, id, c.req.valid('json').tags)
      return c.json(await detailOf(c, id), 200)
    },
  )

export const tagRoutes = new Hono<AppEnv>()
  .get('/', requireActor('read'), validate('query', tagListQuerySchema), async (c) =>
    c.json(await listTags(c.var.deps, c.var.actor, c.req.valid('query')), 200),
  )
  .get(
    '/:tag/files',
    requireActor('read'),
    tagParam,
    validate('query', tagFilesQuerySchema),
    async (c) => {
      const { deps, actor } = c.var
      const { tag } = c.req.valid('param')
      const query = c.req.valid('query')
      const { rows, nextCursor, total } = await listFilesWithTag(deps, actor, tag, query)
      const viewer = { host: hostOf(c), userId: actor.userId }
      const list: FileList = { items: await toFileViews(deps, rows, viewer), nextCursor }
      if (query.page === undefined || total === null) return c.json(list, 200)
      const { page, limit } = query
      return c.json({ ...list, page, limit, total, next_cursor: nextCursor }, 200)
    },
  )

function hostOf(c: Context<AppEnv>): string {
  return new URL(c.req.url).host
}

async function detailOf(c: Context<AppEnv>, id: FileId) {
  return await fileDetail(c.var.deps, c.var.actor, id, hostOf(c))
}
