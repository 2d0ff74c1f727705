import { Hono } from 'hono'
import { z } from 'zod'
import { spaceIdSchema, userIdSchema } from '#contracts/ids'
import {
  addMemberSchema,
  changeRoleSchema,
  makeSpaceSchema,
  renameSpaceSchema,
  transferSpaceSchema,
} from '#contracts/spaces'
import { requireUser } from '../accounts/require-user.ts'
import type { AppEnv } from '../app-env.ts'
import { validate } from '../http/validate.ts'
import { addMember, changeRole, membersOf, removeMember } from './change-members.ts'
import {
  makeSpace,
  moveSpaceToTrash,
  renameSpaceTo,
  spaceOf,
  takeSpaceFromTrash,
  transferSpaceTo,
} from './change-space.ts'
import { listSpaces } from './queries.ts'
import { toSpaceView } from './space-view.ts'

const spaceParam = validate('param', z.object({ spaceId: spaceIdSchema }))
const memberParam = validate('param', z.object({ spaceId: spaceIdSchema, userId: userIdSchema }))

/** Spaces and their members, for people: a key stays in the space it was made for. */
export const spaceRoutes = new Hono<AppEnv>()
  .get('/', requireUser, async (c) => {
    const { db, config } = c.var.deps
    const { userId } = c.var.actor
    const rows = await listSpaces(db, userId, config.quotaCountsRenditions)
    return c.json({ items: rows.map((row) => toSpaceView(row, userId)) }, 200)
  })
  .post('/', requireUser, validate('json', makeSpaceSchema), async (c) => {
    const { deps, actor } = c.var
    return c.json(toSpaceView(await makeSpace(deps, actor, c.req.valid('json')), actor.userId), 201)
  })
  .get('/:spaceId', requireUser, spaceParam, async (c) => {
    const { deps, actor } = c.var
    const space = await spaceOf(deps, actor, c.req.valid('param').spaceId)
    return c.json(toSpaceView(space, actor.userId), 200)
  })
  .patch('/:spaceId', requireUser, spaceParam, validate('json', renameSpaceSchema), async (c) => {
    const { deps, actor } = c.var
    const { spaceId } = c.req.valid('param')
    const space = await renameSpaceTo(deps, actor, spaceId, c.req.valid('json').name)
    return c.json(toSpaceView(space, actor.userId), 200)
  })
  .delete('/:spaceId', requireUser, spaceParam, async (c) => {
    const { deps, actor } = c.var
    const space = await moveSpaceToTrash(deps, actor, c.req.valid('param').spaceId)
    return c.json(toSpaceView(space, actor.userId), 200)
  })
  .post('/:spaceId/restore', requireUser, spaceParam, async (c) => {
    const { deps, actor } = c.var
    const space = await takeSpaceFromTrash(deps, actor, c.req.valid('param').spaceId)
    return c.json(toSpaceView(space, actor.userId), 200)
  })
  .post(
    '/:spaceId/transfer',
    requireUser,
    spaceParam,
    validate('json', transferSpaceSchema),
    async (c) => {
      const { deps, actor } = c.var
      const { spaceId } = c.req.valid('param')
      const space = await transferSpaceTo(deps, actor, spaceId, c.req.valid('json').username)
      return c.json(toSpaceView(space, actor.userId), 200)
    },
  )
  .get('/:spaceId/members', requireUser, spaceParam, async (c) => {
    const { deps, actor } = c.var
    return c.json({ items: await membersOf(deps, actor, c.req.valid('param').spaceId) }, 200)
  })
  .post(
    '/:spaceId/members',
    requireUser,
    spaceParam,
    validate('json', addMemberSchema),
    async (c) => {
      const { deps, actor } = c.var
      const { spaceId } = c.req.valid('param')
      return c.json(await addMember(deps, actor, spaceId, c.req.valid('json')), 201)
    },
  )
  .patch(
    '/:spaceId/members/:userId',
    requireUser,
    memberParam,
    validate('json', changeRoleSchema),
    async (c) => {
      const { deps, actor } = c.var
      const { spaceId, userId } = c.req.valid('param')
      const { role } = c.req.valid('json')
      return c.json(await changeRole(deps, actor, spaceId, userId, role), 200)
    },
  )
  .delete('/:spaceId/members/:userId', requireUser, memberParam, async (c) => {
    const { deps, actor } = c.var
    const { spaceId, userId } = c.req.valid('param')
    await removeMember(deps, actor, spaceId, userId)
    return c.body(null, 204)
  })
