import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { folderIdSchema, type SpaceId, spaceIdSchema } from '#contracts/ids'
import { requireSameOrigin, requireUser } from '../accounts/require-user.ts'
import type { AppEnv } from '../app-env.ts'
import { AppError } from '../errors.ts'
import { requireFolder } from '../folders/find-folder.ts'
import { validate } from '../http/validate.ts'
import { membershipIn } from '../spaces/access.ts'

export const liveRoutes = new Hono<AppEnv>().get(
  '/:spaceId/live',
  requireUser,
  validate('param', z.object({ spaceId: spaceIdSchema })),
  async (c) => {
    const { spaceId } = c.req.valid('param')
    membershipIn(c.var.actor, spaceId, 'viewer')
    return await openSocket(c, spaceId, null)
  },
)

/** `GET /api/folders/:folderId/live`: what changes in a folder, for whoever may see it. */
export const folderLiveRoutes = new Hono<AppEnv>().get(
  '/:folderId/live',
  requireUser,
  validate('param', z.object({ folderId: folderIdSchema })),
  async (c) => {
    const { deps, actor } = c.var
    const { folderId } = c.req.valid('param')
    const { spaceId, path } = await requireFolder(deps, actor, folderId, 'viewer')
    const response = await openSocket(c, spaceId, path)
    try {
      // A grant that ended while the socket was on its way ended no socket.
      await requireFolder(deps, actor, folderId, 'viewer')
    } catch (error) {
      await deps.spaceRoom(spaceId).endGuest(actor.userId)
      throw error
    }
    return response
  },
)

async function openSocket(c: Context<AppEnv>, spaceId: SpaceId, folderPath: string | null) {
  if (c.req.header('Upgrade')?.toLowerCase() !== 'websocket') {
    throw new AppError('validation_failed', 'This address takes WebSocket connections only.')
  }
  requireSameOrigin(c)
  const upgrade = new Request(c.req.raw)
  upgrade.headers.set('X-Space-Id', spaceId)
  upgrade.headers.set('X-User-Id', c.var.actor.userId)
  if (folderPath === null) upgrade.headers.delete('X-Folder-Path')
  else upgrade.headers.set('X-Folder-Path', folderPath)
  return await c.var.deps.spaceRoom(spaceId).fetch(upgrade)
}
