import { Hono } from 'hono'
import { z } from 'zod'
import {
  detectFacesSchema,
  groupFacesSchema,
  recognizeFacesSchema,
  registerFacesSchema,
  renameSubjectSchema,
  searchFacesSchema,
  subjectsQuerySchema,
  verifyFacesSchema,
} from '#contracts/face-api'
import { exampleIdSchema, subjectIdSchema } from '#contracts/ids'
import { requireUser } from '../accounts/require-user.ts'
import type { AppEnv } from '../app-env.ts'
import { validate } from '../http/validate.ts'
import { requireConsent } from './compare-faces.ts'
import { groupFaces, searchFaces, verifyFaces } from './compare-pictures.ts'
import { eraseExample, eraseSubject } from './erase-faces.ts'
import { exportOrganization } from './export-organization.ts'
import { requireOrganization } from './find-organization.ts'
import { openGivenImage } from './image-source.ts'
import { readFaceBody } from './read-face-body.ts'
import { receiptsOf } from './receipts.ts'
import { recognizeFaces } from './recognize-faces.ts'
import { registerFaces } from './register-faces.ts'
import { faceModels, seeFaces } from './see-faces.ts'
import { examplesOfSubject, pictureOfExample, renameSubject, subjectsOf } from './subjects.ts'

const subjectParam = validate('param', z.object({ subjectId: subjectIdSchema }))
const exampleParam = validate('param', z.object({ exampleId: exampleIdSchema }))

/** `/api/face`: what S1 has, and more, for members of an organization and its keys. */
export const faceRoutes = new Hono<AppEnv>()
  .get('/models', requireUser, async (c) => c.json(await faceModels(c.var.deps), 200))
  .post('/:organization/register', requireOrganization('editor'), async (c) => {
    const { deps, actor, organization } = c.var
    const { api_auth: _, ...wanted } = await readFaceBody(c, registerFacesSchema)
    return c.json(await registerFaces(deps, actor, organization, wanted), 200)
  })
  .post('/:organization/recognize', requireOrganization('viewer'), async (c) => {
    const { deps, actor, organization } = c.var
    const { api_auth: _, image, ...wishes } = await readFaceBody(c, recognizeFacesSchema)
    const source = await openGivenImage(deps, actor, image)
    return c.json(await recognizeFaces(deps, organization, source, wishes), 200)
  })
  .post('/:organization/detect', requireOrganization('viewer'), async (c) => {
    const { deps, actor, organization } = c.var
    requireConsent(organization)
    const { image, ...question } = await readFaceBody(c, detectFacesSchema)
    const source = await openGivenImage(deps, actor, image)
    const { detector, ...wishes } = question
    const asked = { ...wishes, ...(detector !== undefined && { detector }) }
    return c.json(await seeFaces(deps, source, asked), 200)
  })
  .post('/:organization/verify', requireOrganization('viewer'), async (c) => {
    const { deps, actor, organization } = c.var
    const wanted = await readFaceBody(c, verifyFacesSchema)
    return c.json(await verifyFaces(deps, actor, organization, wanted), 200)
  })
  .post('/:organization/search', requireOrganization('viewer'), async (c) => {
    const { deps, organization } = c.var
    const wanted = await readFaceBody(c, searchFacesSchema)
    return c.json(await searchFaces(deps, organization, wanted), 200)
  })
  .post('/:organization/group', requireOrganization('viewer'), async (c) => {
    const { deps, actor, organization } = c.var
    const wanted = await readFaceBody(c, groupFacesSchema)
    return c.json(await groupFaces(deps, actor, organization, wanted), 200)
  })
  .get(
    '/:organization/subjects',
    requireOrganization('viewer'),
    validate('query', subjectsQuerySchema),
    async (c) =>
      c.json(await subjectsOf(c.var.deps, c.var.organization, c.req.valid('query')), 200),
  )
  .patch(
    '/:organization/subjects/:subjectId',
    requireOrganization('editor'),
    subjectParam,
    validate('json', renameSubjectSchema),
    async (c) => {
      const { deps, actor, organization } = c.var
      const { subjectId } = c.req.valid('param')
      const { name } = c.req.valid('json')
      return c.json(await renameSubject(deps, actor, organization, subjectId, name), 200)
    },
  )
  .delete(
    '/:organization/subjects/:subjectId',
    requireOrganization('editor'),
    subjectParam,
    async (c) => {
      const { deps, actor, organization } = c.var
      const { subjectId } = c.req.valid('param')
      return c.json(await eraseSubject(deps, actor, organization, subjectId), 200)
    },
  )
  .get(
    '/:organization/subjects/:subjectId/examples',
    requireOrganization('viewer'),
    subjectParam,
    async (c) => {
      const { deps, organization } = c.var
      const { subjectId } = c.req.valid('param')
      return c.json({ items: await examplesOfSubject(deps, organization, subjectId) }, 200)
    },
  )
  .get(
    '/:organization/examples/:exampleId/picture',
    requireOrganization('viewer'),
    exampleParam,
    async (c) => {
      const { deps, organization } = c.var
      const bytes = await pictureOfExample(deps, organization, c.req.valid('param').exampleId)
      return c.body(bytes, 200, { 'Content-Type': 'image/webp', 'Cache-Control': 'no-store' })
    },
  )
  .delete(
    '/:organization/examples/:exampleId',
    requireOrganization('editor'),
    exampleParam,
    async (c) => {
      const { deps, actor, organization } = c.var
      await eraseExample(deps, actor, organization, c.req.valid('param').exampleId)
      return c.body(null, 204)
    },
  )
  .get('/:organization/export', requireOrganization('admin'), async (c) => {
    const { deps, actor, organization } = c.var
    return exportOrganization(deps, actor, organization)
  })
  .get('/:organization/receipts', requireOrganization('admin'), async (c) => {
    const { deps, organization } = c.var
    return c.json({ items: await receiptsOf(deps, organization.spaceId) }, 200)
  })
