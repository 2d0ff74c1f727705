import { beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { uploadOutcomeSchema } from '#contracts/files'
import { folderViewSchema } from '#contracts/folders'
import { savedSearchSchema } from '#contracts/search'
import { spaceViewSchema } from '#contracts/spaces'
import { app } from '../app.ts'
import { newId } from '../ids.ts'
import { aUser, request, type TestUser } from '../testing/harness.ts'
import { jpegLike } from '../testing/pictures.ts'
import { protectedRoutes } from '../testing/protected-route.ts'
import { operations } from './operations.ts'
import { describeRoutes } from './route-table.ts'

const documentSchema = z.object({
  openapi: z.literal('3.1.0'),
  paths: z.record(
    z.string(),
    z.record(
      z.string(),
      z.object({ operationId: z.string(), security: z.array(z.unknown()), responses: z.unknown() }),
    ),
  ),
  components: z.object({ schemas: z.record(z.string(), z.unknown()) }),
})

async function readDocument() {
  return documentSchema.parse(await (await request('/api/openapi.json')).json())
}

it('every route is described, and nothing that is no route', () => {
  const routes = protectedRoutes.map(({ method, path }) => `${method} ${path}`)
  expect(Object.keys(operations).sort()).toEqual(routes.sort())
})

it('every operation is in the document under a name of its own', async () => {
  const { paths } = await readDocument()
  const ids = Object.values(paths).flatMap((path) =>
    Object.values(path).map(({ operationId }) => operationId),
  )
  expect(ids).toHaveLength(Object.keys(operations).length)
  expect(new Set(ids).size).toBe(ids.length)
})

it('the document asks for a way in wherever the suite of protected routes does', () => {
  const callers = {
    user: 'user',
    member: 'user',
    admin: 'admin',
    'home node': 'home node',
  } as const
  const described = new Map(
    describeRoutes(app.routes).map((route) => [`${route.method} ${route.path}`, route.caller]),
  )
  for (const { method, path, caller } of protectedRoutes) {
    const known = described.get(`${method} ${path}`)
    const wanted = caller in callers ? callers[caller as keyof typeof callers] : 'anyone'
    // What keys may call, people may as well.
    expect(known === 'key' ? 'user' : known, `${method} ${path}`).toBe(wanted)
  }
})

it('every reference of the document leads somewhere', async () => {
  const text = await (await request('/api/openapi.json')).text()
  const { components } = await readDocument()
  const names = [...text.matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)].map(
    ([, name]) => name,
  )
  expect(names.length).toBeGreaterThan(100)
  for (const name of new Set(names)) expect(components.schemas).toHaveProperty(name ?? '')
  expect(text).not.toContain('#/$defs')
})

describe('the examples', () => {
  const examples = Object.entries(operations).flatMap(([route, { example, answers }]) =>
    example ? [[route, example, answers] as const] : [],
  )
  let user: TestUser
  let ids: Record<string, string>

  beforeAll(async () => {
    user = await aUser({ isAdmin: true })
    const post = (path: string, body: object) =>
      user.fetch(path, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(body),
      })
    const { file } = uploadOutcomeSchema.parse(
      await (await user.upload(jpegLike('an example'))).json(),
    )
    const folder = folderViewSchema.parse(
      await (await post('/api/folders', { name: 'Before' })).json(),
    )
    const saved = savedSearchSchema.parse(
      await (await post('/api/search/saved', { name: 'Cats', query: 'cat' })).json(),
    )
    // A personal space keeps its name.
    const space = spaceViewSchema.parse(
      await (await post('/api/spaces', { name: 'House', kind: 'shared' })).json(),
    )
    ids = {
      ...{ ':spaceId': space.id, ':folderId': folder.id, ':searchId': saved.id },
      ...{ ':name': 'small', ':tag': 'lake', ':keyId': newId('apiKey', 1) },
      ...{ '/users/:id': `/users/${user.userId}`, ':id': file.id },
    }
  })

  it.each(examples)('%s is answered as the document says', async (route, example, answers) => {
    const [method = '', template = ''] = route.split(' ')
    const path = Object.entries(ids).reduce((text, [name, id]) => text.replace(name, id), template)
    const response = await user.fetch(path, {
      method,
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(example),
    })
    const answer = answers.find(({ status }) => status === response.status)
    expect(answer, `${response.status} ${await response.clone().text()}`).toBeDefined()
    if (answer && 'json' in answer) answer.json?.parse(await response.json())
  })
})
