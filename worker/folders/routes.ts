import { Hono } from 'hono'
import { z } from 'zod'
import {
  changeAlbumSchema,
  changeFolderSchema,
  changeGrantSchema,
  folderCardsQuerySchema,
  listFoldersQuerySchema,
  makeFolderSchema,
  makeGrantSchema,
  moveFilesSchema,
} from '#contracts/folders'
import { folderIdSchema, grantIdSchema } from '#contracts/ids'
import { requireActor, requireUser } from '../accounts/require-user.ts'
import type { AppEnv } from '../app-env.ts'
import { validate } from '../http/validate.ts'
import { changeFolder, makeFolder } from './change-folder.ts'
import { folderCards } from './folder-cards.ts'
import { folderDetail, toFolderView } from './folder-view.ts'
import { changeGrant, endGrant, grantsOf, makeGrant, sharedWith } from './grants.ts'
import { foldersOf } from './list-folders.ts'
import { changeAlbum, copyFiles, moveFiles } from './move-files.ts'
import { moveFolderToTrash, purgeFolder, takeFolderFromTrash } from './trash-folder.ts'

const folderParam = validate('param', z.object({ folderId: folderIdSchema }))
const grantParam = validate('param', z.object({ folderId: folderIdSchema, grantId: grantIdSchema }))

export const folderRoutes = new Hono<AppEnv>()
  .get('/', requireActor('read'), validate('query', listFoldersQuerySchema), async (c) => {
    const rows = await foldersOf(c.var.deps, c.var.actor, c.req.valid('query'))
    return c.json({ items: rows.map((row) => toFolderView(c.var.actor, row)) }, 200)
  })
  .post('/', requireActor('upload'), validate('json', makeFolderSchema), async (c) => {
    const folder = await makeFolder(c.var.deps, c.var.actor, c.req.valid('json'))
    return c.json(toFolderView(c.var.actor, folder), 201)
  })
  .get('/cards', requireActor('read'), validate('query', folderCardsQuerySchema), async (c) => {
    const { ids } = c.req.valid('query')
    const { host } = new URL(c.req.url)
    return c.json({ items: await folderCards(c.var.deps, c.var.actor, ids, host) }, 200)
  })
  .get('/:folderId', requireActor('read'), folderParam, async (c) => {
    const { folderId } = c.req.valid('param')
    return c.json(await folderDetail(c.var.deps, c.var.actor, folderId), 200)
  })
  .patch(
    '/:folderId',
    requireActor('upload'),
    folderParam,
    validate('json', changeFolderSchema),
    async (c) => {
      const { folderId } = c.req.valid('param')
      const change = c.req.valid('json')
      return c.json(
        toFolderView(c.var.actor, await changeFolder(c.var.deps, c.var.actor, folderId, change)),
        200,
      )
    },
  )
  .delete('/:folderId', requireActor('delete'), folderParam, async (c) => {
    const { folderId } = c.req.valid('param')
    return c.json(
      toFolderView(c.var.actor, await moveFolderToTrash(c.var.deps, c.var.actor, folderId)),
      200,
    )
  })
  .post('/:folderId/restore', requireActor('delete'), folderParam, async (c) => {
    const { folderId } = c.req.valid('param')
    return c.json(
      toFolderView(c.var.actor, await takeFolderFromTrash(c.var.deps, c.var.actor, folderId)),
      200,
    )
  })
  .post('/:folderId/purge', requireActor('delete'), folderParam, async (c) => {
    const { folderId } = c.req.valid('param')
    return c.json(await purgeFolder(c.var.deps, c.var.actor, folderId), 200)
  })
  .put(
    '/:folderId/files',
    requireActor('upload'),
    folderParam,
    validate('json', changeAlbumSchema),
    async (c) => {
      const { folderId } = c.req.valid('param')
      await changeAlbum(c.var.deps, c.var.actor, folderId, c.req.valid('json'))
      return c.body(null, 204)
    },
  )
  .get('/:folderId/grants', requireUser, folderParam, async (c) => {
    const { folderId } = c.req.valid('param')
    return c.json({ items: await grantsOf(c.var.deps, c.var.actor, folderId) }, 200)
  })
  .post(
    '/:folderId/grants',
    requireUser,
    folderParam,
    validate('json', makeGrantSchema),
    async (c) => {
      const { folderId } = c.req.valid('param')
      const wanted = c.req.valid('json')
      return c.json(await makeGrant(c.var.deps, c.var.actor, folderId, wanted), 201)
    },
  )
  .patch(
    '/:folderId/grants/:grantId',
    requireUser,
    grantParam,
    validate('json', changeGrantSchema),
    async (c) => {
      const { folderId, grantId } = c.req.valid('param')
      const { permission } = c.req.valid('json')
      const { deps, actor } = c.var
      return c.json(await changeGrant(deps, actor, folderId, grantId, permission), 200)
    },
  )
  .delete('/:folderId/grants/:grantId', requireUser, grantParam, async (c) => {
    const { folderId, grantId } = c.req.valid('param')
    await endGrant(c.var.deps, c.var.actor, folderId, grantId)
    return c.body(null, 204)
  })

/** `GET /api/shared-with-me` */
export const sharedRoutes = new Hono<AppEnv>().get('/', requireUser, async (c) =>
  c.json({ items: await sharedWith(c.var.deps, c.var.actor) }, 200),
)

/** What moves files between folders, below `/api/files`. */
export const moveRoutes = new Hono<AppEnv>()
  .post('/move', requireActor('upload'), validate('json', moveFilesSchema), async (c) => {
    const moved = await moveFiles(c.var.deps, c.var.actor, c.req.valid('json'))
    return c.json({ moved }, 200)
  })
  .post('/copy', requireActor('upload'), validate('json', moveFilesSchema), async (c) => {
    const fileIds = await copyFiles(c.var.deps, c.var.actor, c.req.valid('json'))
    return c.json({ fileIds }, 201)
  })
