import { Hono } from 'hono'
import { z } from 'zod'
import { facesSeenSchema } from '#contracts/faces'
import { jobIdSchema, personIdSchema, spaceIdSchema } from '#contracts/ids'
import { pageQuerySchema } from '#contracts/paging'
import {
  changePersonSchema,
  mergePeopleSchema,
  peopleQuerySchema,
  reviewPeopleSchema,
  splitPersonSchema,
} from '#contracts/people'
import { requireUser } from '../accounts/require-user.ts'
import type { AppEnv } from '../app-env.ts'
import { AppError } from '../errors.ts'
import { parseSignedJson } from '../home-nodes/signed-json.ts'
import { validate } from '../http/validate.ts'
import {
  changePerson,
  mergePeople,
  peopleToReview,
  reviewPeople,
  splitPerson,
} from './change-people.ts'
import { readFaces, readPeople } from './list-people.ts'
import { recordFaces } from './record-faces.ts'

/** A hundred faces with descriptors of 512 numbers. */
const facesMaxBytes = 400_000

/** The home node's side: report the faces of a file. */
export const homeFaceRoutes = new Hono<AppEnv>().post(
  '/jobs/:id/faces',
  validate('param', z.object({ id: jobIdSchema })),
  async (c) => {
    if (c.var.signedBody.length > facesMaxBytes) {
      throw new AppError('too_large', 'What was found is larger than 400 KB.')
    }
    const seen = parseSignedJson(c.var.signedBody, facesSeenSchema)
    await recordFaces(c.var.deps, c.var.homeNodeId, c.req.valid('param').id, seen)
    return c.body(null, 204)
  },
)

const spaceParam = validate('param', z.object({ spaceId: spaceIdSchema }))
const personParam = validate(
  'param',
  z.object({ spaceId: spaceIdSchema, personId: personIdSchema }),
)

/** The people in the pictures of a space, for its members. */
export const peopleRoutes = new Hono<AppEnv>()
  .get(
    '/:spaceId/people',
    requireUser,
    spaceParam,
    validate('query', peopleQuerySchema),
    async (c) => {
      const { spaceId } = c.req.valid('param')
      return c.json(await readPeople(c.var.deps, readerOf(c), spaceId, c.req.valid('query')), 200)
    },
  )
  .get('/:spaceId/people/review', requireUser, spaceParam, async (c) =>
    c.json(await peopleToReview(c.var.deps, readerOf(c), c.req.valid('param').spaceId), 200),
  )
  .put(
    '/:spaceId/people/review',
    requireUser,
    spaceParam,
    validate('json', reviewPeopleSchema),
    async (c) => {
      const { spaceId } = c.req.valid('param')
      await reviewPeople(c.var.deps, readerOf(c), spaceId, c.req.valid('json'))
      return c.body(null, 204)
    },
  )
  .patch(
    '/:spaceId/people/:personId',
    requireUser,
    personParam,
    validate('json', changePersonSchema),
    async (c) => {
      const change = c.req.valid('json')
      return c.json(await changePerson(c.var.deps, readerOf(c), c.req.valid('param'), change), 200)
    },
  )
  .get(
    '/:spaceId/people/:personId/faces',
    requireUser,
    personParam,
    validate('query', pageQuerySchema),
    async (c) =>
      c.json(
        await readFaces(c.var.deps, readerOf(c), c.req.valid('param'), c.req.valid('query')),
        200,
      ),
  )
  .post(
    '/:spaceId/people/:personId/merge',
    requireUser,
    personParam,
    validate('json', mergePeopleSchema),
    async (c) => {
      const { people } = c.req.valid('json')
      return c.json(await mergePeople(c.var.deps, readerOf(c), c.req.valid('param'), people), 200)
    },
  )
  .post(
    '/:spaceId/people/:personId/split',
    requireUser,
    personParam,
    validate('json', splitPersonSchema),
    async (c) => {
      const { faces } = c.req.valid('json')
      return c.json(await splitPerson(c.var.deps, readerOf(c), c.req.valid('param'), faces), 201)
    },
  )

function readerOf(c: { var: Pick<AppEnv['Variables'], 'actor'>; req: { url: string } }) {
  return { actor: c.var.actor, host: new URL(c.req.url).host }
}
