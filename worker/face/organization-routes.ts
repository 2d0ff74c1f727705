import { Hono } from 'hono'
import {
  apiAuthSchema,
  changeOrganizationSchema,
  makeOrganizationSchema,
  recognizeFacesSchema,
  registerFacesSchema,
  revokeOrganizationKeySchema,
} from '#contracts/face-api'
import { requireActor, requireUser } from '../accounts/require-user.ts'
import type { AppEnv } from '../app-env.ts'
import { AppError } from '../errors.ts'
import { validate } from '../http/validate.ts'
import { byUser, limit } from '../limits/limit.ts'
import {
  changeOrganization,
  makeOrganization,
  organizationsOf,
  organizationView,
} from './change-organizations.ts'
import { eraseOrganization } from './erase-faces.ts'
import { requireOrganization } from './find-organization.ts'
import { openGivenImage } from './image-source.ts'
import {
  makeOrganizationKey,
  organizationKeys,
  requireSameAuth,
  revokeOrganizationKey,
} from './organization-keys.ts'
import { readFaceBody } from './read-face-body.ts'
import { recognizeFaces } from './recognize-faces.ts'
import { registerFaces } from './register-faces.ts'

/** `/orgs` (S1): organizations and their keys, for whoever administers them. */
export const orgRoutes = new Hono<AppEnv>()
  .get('/', requireUser, async (c) =>
    c.json({ items: await organizationsOf(c.var.deps, c.var.actor) }, 200),
  )
  .post(
    '/',
    requireActor('admin'),
    limit('face-api', byUser),
    validate('json', makeOrganizationSchema),
    async (c) => c.json(await makeOrganization(c.var.deps, c.var.actor, c.req.valid('json')), 201),
  )
  .get('/:organization', requireOrganization('viewer'), async (c) =>
    c.json(await organizationView(c.var.deps, c.var.actor, c.var.organization), 200),
  )
  .patch(
    '/:organization',
    requireOrganization('admin'),
    validate('json', changeOrganizationSchema),
    async (c) => {
      const { deps, actor, organization } = c.var
      return c.json(await changeOrganization(deps, actor, organization, c.req.valid('json')), 200)
    },
  )
  .delete('/:organization', requireOrganization('admin'), async (c) => {
    const { deps, actor, organization } = c.var
    if (actor.credential.kind === 'key') {
      throw new AppError('forbidden', 'A key cannot erase its organization. Sign in as a person.')
    }
    return c.json(await eraseOrganization(deps, actor, organization), 200)
  })
  .get('/:organization/api-key', requireOrganization('admin'), async (c) => {
    const { deps, actor, organization } = c.var
    return c.json({ items: await organizationKeys(deps, actor, organization) }, 200)
  })
  .post(
    '/:organization/api-key',
    requireOrganization('admin'),
    validate('json', apiAuthSchema),
    async (c) => {
      const { deps, actor, organization } = c.var
      return c.json(await makeOrganizationKey(deps, actor, organization, c.req.valid('json')), 201)
    },
  )
  .delete(
    '/:organization/api-key',
    requireOrganization('admin'),
    validate('json', revokeOrganizationKeySchema),
    async (c) => {
      const { deps, actor, organization } = c.var
      await revokeOrganizationKey(deps, actor, organization, c.req.valid('json').api_auth)
      return c.body(null, 204)
    },
  )

/** `POST /register/{organization}` (S1). */
export const registerFaceRoutes = new Hono<AppEnv>().post(
  '/:organization',
  requireOrganization('editor'),
  async (c) => {
    const { deps, actor, organization } = c.var
    const { api_auth, ...wanted } = await readFaceBody(c, registerFacesSchema)
    requireSameAuth(actor, api_auth)
    return c.json(await registerFaces(deps, actor, organization, wanted), 200)
  },
)

/** `POST /recognize/{organization}` (S1). */
export const recognizeFaceRoutes = new Hono<AppEnv>().post(
  '/:organization',
  requireOrganization('viewer'),
  async (c) => {
    const { deps, actor, organization } = c.var
    const { api_auth, image, ...wishes } = await readFaceBody(c, recognizeFacesSchema)
    requireSameAuth(actor, api_auth)
    const source = await openGivenImage(deps, actor, image)
    return c.json(await recognizeFaces(deps, organization, source, wishes), 200)
  },
)
