import { Hono } from 'hono'
import { z } from 'zod'
import { recordConsentSchema } from '#contracts/consent'
import { spaceIdSchema } from '#contracts/ids'
import { requireUser } from '../accounts/require-user.ts'
import type { AppEnv } from '../app-env.ts'
import { validate } from '../http/validate.ts'
import { consentsOf, recordConsent, withdrawConsent } from './consent.ts'

const spaceParam = validate('param', z.object({ spaceId: spaceIdSchema }))

/** Consent to look for faces in a space: for people only, since somebody has to have agreed. */
export const consentRoutes = new Hono<AppEnv>()
  .get('/:spaceId/face-consent', requireUser, spaceParam, async (c) => {
    const { deps, actor } = c.var
    return c.json(await consentsOf(deps, actor, c.req.valid('param').spaceId), 200)
  })
  .put(
    '/:spaceId/face-consent',
    requireUser,
    spaceParam,
    validate('json', recordConsentSchema),
    async (c) => {
      const { deps, actor } = c.var
      const { spaceId } = c.req.valid('param')
      return c.json(await recordConsent(deps, actor, spaceId, c.req.valid('json')), 200)
    },
  )
  .delete('/:spaceId/face-consent', requireUser, spaceParam, async (c) => {
    const { deps, actor } = c.var
    return c.json(await withdrawConsent(deps, actor, c.req.valid('param').spaceId), 200)
  })
