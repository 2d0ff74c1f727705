import { Hono } from 'hono'
import { z } from 'zod'
import { spaceIdSchema } from '#contracts/ids'
import { requireUser } from '../accounts/require-user.ts'
import type { AppEnv } from '../app-env.ts'
import { contentDisposition } from '../http/original-response.ts'
import { validate } from '../http/validate.ts'
import { membershipIn } from '../spaces/access.ts'
import { makeExport } from './make-export.ts'

/** All that is in a space, to take along, for who administers it: one's own space is such a space. */
export const exportRoutes = new Hono<AppEnv>().get(
  '/:spaceId/export',
  requireUser,
  validate('param', z.object({ spaceId: spaceIdSchema })),
  (c) => {
    const { deps, actor } = c.var
    const { spaceId } = c.req.valid('param')
    membershipIn(actor, spaceId, 'admin')
    const said = { action: 'space.exported', actorId: actor.userId, subjectId: spaceId } as const
    deps.audit.record({ chain: spaceId, ...said })
    const day = new Date(deps.now()).toISOString().slice(0, 10)
    return c.body(makeExport(deps, spaceId), 200, {
      'Content-Type': 'application/zip',
      'Content-Disposition': contentDisposition(`cloudvault-${day}.zip`),
      'Cache-Control': 'no-store',
    })
  },
)
