import { Hono } from 'hono'
import { z } from 'zod'
import { savedSearchIdSchema } from '#contracts/ids'
import {
  renameSavedSearchSchema,
  savedSearchFilesQuerySchema,
  saveSearchSchema,
  searchQuerySchema,
} from '#contracts/search'
import { requireActor, requireUser } from '../accounts/require-user.ts'
import type { AppEnv } from '../app-env.ts'
import { validate } from '../http/validate.ts'
import {
  deleteSavedSearch,
  filesOfSavedSearch,
  renameSavedSearch,
  savedSearchesOf,
  saveSearch,
} from './saved-searches.ts'
import { searchFiles } from './search-files.ts'

const searchParam = validate('param', z.object({ searchId: savedSearchIdSchema }))

export const searchRoutes = new Hono<AppEnv>()
  .get('/', requireActor('read'), validate('query', searchQuerySchema), async (c) => {
    const { host } = new URL(c.req.url)
    c.header('Cache-Control', 'private, no-store')
    return c.json(await searchFiles(c.var.deps, c.var.actor, c.req.valid('query'), host), 200)
  })
  .get('/saved', requireUser, async (c) => {
    c.header('Cache-Control', 'private, no-store')
    return c.json(await savedSearchesOf(c.var.deps, c.var.actor), 200)
  })
  .post('/saved', requireUser, validate('json', saveSearchSchema), async (c) =>
    c.json(await saveSearch(c.var.deps, c.var.actor, c.req.valid('json')), 201),
  )
  .patch(
    '/saved/:searchId',
    requireUser,
    searchParam,
    validate('json', renameSavedSearchSchema),
    async (c) => {
      const { searchId } = c.req.valid('param')
      const change = c.req.valid('json')
      return c.json(await renameSavedSearch(c.var.deps, c.var.actor, searchId, change), 200)
    },
  )
  .delete('/saved/:searchId', requireUser, searchParam, async (c) => {
    await deleteSavedSearch(c.var.deps, c.var.actor, c.req.valid('param').searchId)
    return c.body(null, 204)
  })
  .get(
    '/saved/:searchId/files',
    requireUser,
    searchParam,
    validate('query', savedSearchFilesQuerySchema),
    async (c) => {
      const { deps, actor } = c.var
      const { host } = new URL(c.req.url)
      const { searchId } = c.req.valid('param')
      c.header('Cache-Control', 'private, no-store')
      const page = c.req.valid('query')
      return c.json(await filesOfSavedSearch(deps, actor, searchId, page, host), 200)
    },
  )
