import { type Context, Hono } from 'hono'
import { z } from 'zod'
import type { FileList } from '#contracts/files'
import { type FileId, fileIdSchema, spaceIdSchema } from '#contracts/ids'
import { putLabelsSchema } from '#contracts/labels'
import { tagLabelSchema } from '#contracts/metadata'
import {
  decideTagSchema,
  deleteTagsSchema,
  mergeTagsSchema,
  renameTagSchema,
  setTagsSchema,
  tagFilesQuerySchema,
  tagListQuerySchema,
} from '#contracts/tags'
import { requireActor, requireUser } from '../accounts/require-user.ts'
import type { AppEnv } from '../app-env.ts'
import { fileDetail } from '../files/file-detail.ts'
import { toFileViews } from '../files/file-view.ts'
import { validate } from '../http/validate.ts'
import { deleteTags, mergeTags, renameTag } from './change-tags.ts'
import { decideTag, setHandTags, undecideTag } from './decide-tag.ts'
import { changeLabels, readLabels } from './label-set.ts'
import { listFilesWithTag, listTags } from './list-tags.ts'

const mayEdit = requireActor('upload')
const tagParam = validate('param', z.object({ tag: tagLabelSchema }))
const fileParam = validate('param', z.object({ id: fileIdSchema }))
const tagOfFileParam = validate('param', z.object({ id: fileIdSchema, tag: tagLabelSchema }))

/** The tags of one file, under `/api/files`. */
export const fileTagRoutes = new Hono<AppEnv>()
  .put('/:id/tags', mayEdit, fileParam, validate('json', setTagsSchema), async (c) => {
    const { id } = c.req.valid('param')
    await setHandTags(c.var.deps, c.var.actor, id, c.req.valid('json').tags)
    return c.json(await detailOf(c, id), 200)
  })
  .put('/:id/tags/:tag', mayEdit, tagOfFileParam, validate('json', decideTagSchema), async (c) => {
    const tagOfFile = c.req.valid('param')
    await decideTag(c.var.deps, c.var.actor, tagOfFile, c.req.valid('json').decision)
    return c.json(await detailOf(c, tagOfFile.id), 200)
  })
  .delete('/:id/tags/:tag', mayEdit, tagOfFileParam, async (c) => {
    const tagOfFile = c.req.valid('param')
    await undecideTag(c.var.deps, c.var.actor, tagOfFile)
    return c.json(await detailOf(c, tagOfFile.id), 200)
  })

const spaceParam = validate('param', z.object({ spaceId: spaceIdSchema }))

/** What engines look for, under `/api/spaces`. */
export const labelRoutes = new Hono<AppEnv>()
  .get('/:spaceId/labels', requireUser, spaceParam, async (c) => {
    const { spaceId } = c.req.valid('param')
    return c.json(await readLabels(c.var.deps, c.var.actor, spaceId), 200)
  })
  .put(
    '/:spaceId/labels',
    requireUser,
    spaceParam,
    validate('json', putLabelsSchema),
    async (c) => {
      const { spaceId } = c.req.valid('param')
      return c.json(await changeLabels(c.var.deps, c.var.actor, spaceId, c.req.valid('json')), 200)
    },
  )

/** The tags of a space, under `/api/tags`. */
export const tagRoutes = new Hono<AppEnv>()
  .get('/', requireActor('read'), validate('query', tagListQuerySchema), async (c) =>
    c.json(await listTags(c.var.deps, c.var.actor, c.req.valid('query'), hostOf(c)), 200),
  )
  .post('/merge', mayEdit, validate('json', mergeTagsSchema), async (c) =>
    c.json(await mergeTags(c.var.deps, c.var.actor, c.req.valid('json')), 200),
  )
  .post('/delete', mayEdit, validate('json', deleteTagsSchema), async (c) =>
    c.json(await deleteTags(c.var.deps, c.var.actor, c.req.valid('json')), 200),
  )
  .patch('/:tag', mayEdit, tagParam, validate('json', renameTagSchema), async (c) => {
    const { tag } = c.req.valid('param')
    return c.json(await renameTag(c.var.deps, c.var.actor, tag, c.req.valid('json')), 200)
  })
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
