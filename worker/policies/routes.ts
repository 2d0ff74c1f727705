import { Hono } from 'hono'
import { z } from 'zod'
import { folderIdSchema, spaceIdSchema } from '#contracts/ids'
import { setPolicySchema } from '#contracts/policy'
import { requireUser } from '../accounts/require-user.ts'
import type { AppEnv } from '../app-env.ts'
import { validate } from '../http/validate.ts'
import { folderPolicy, setFolderPolicy, setSpacePolicy, spacePolicies } from './policies.ts'

const spaceParam = validate('param', z.object({ spaceId: spaceIdSchema }))
const folderParam = validate('param', z.object({ folderId: folderIdSchema }))
const policyBody = validate('json', setPolicySchema)

export const spacePolicyRoutes = new Hono<AppEnv>()
  .get('/:spaceId/policy', requireUser, spaceParam, async (c) => {
    const { spaceId } = c.req.valid('param')
    return c.json(await spacePolicies(c.var.deps, c.var.actor, spaceId), 200)
  })
  .put('/:spaceId/policy', requireUser, spaceParam, policyBody, async (c) => {
    const { deps, actor } = c.var
    const { spaceId } = c.req.valid('param')
    return c.json(await setSpacePolicy(deps, actor, spaceId, c.req.valid('json')), 200)
  })
  .delete('/:spaceId/policy', requireUser, spaceParam, async (c) => {
    const { deps, actor } = c.var
    return c.json(await setSpacePolicy(deps, actor, c.req.valid('param').spaceId, null), 200)
  })

export const folderPolicyRoutes = new Hono<AppEnv>()
  .get('/:folderId/policy', requireUser, folderParam, async (c) => {
    const { folderId } = c.req.valid('param')
    return c.json(await folderPolicy(c.var.deps, c.var.actor, folderId), 200)
  })
  .put('/:folderId/policy', requireUser, folderParam, policyBody, async (c) => {
    const { deps, actor } = c.var
    const { folderId } = c.req.valid('param')
    return c.json(await setFolderPolicy(deps, actor, folderId, c.req.valid('json')), 200)
  })
  .delete('/:folderId/policy', requireUser, folderParam, async (c) => {
    const { deps, actor } = c.var
    return c.json(await setFolderPolicy(deps, actor, c.req.valid('param').folderId, null), 200)
  })
