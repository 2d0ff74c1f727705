import { describe, expect, it } from 'vitest'
import { uploadOutcomeSchema } from '#contracts/files'
import { folderViewSchema } from '#contracts/folders'
import { problemSchema } from '#contracts/problem'
import { app } from './app.ts'
import { newId } from './ids.ts'
import { aUser, origin, request, type TestUser } from './testing/harness.ts'
import { aHomeNode } from './testing/home-node.ts'
import { jpegLike } from './testing/pictures.ts'
import {
  isUnsafe,
  type ProtectedRoute,
  protectedRoutes,
  routesFor,
} from './testing/protected-route.ts'

const nameOf = ({ method, path }: Pick<ProtectedRoute, 'method' | 'path'>) => `${method} ${path}`
const named = (routes: ProtectedRoute[]) => routes.map((route) => [nameOf(route), route] as const)

/** The route's path with ids in it: those given, else ids that nothing has. */
function pathOf(
  { path }: ProtectedRoute,
  ids: { file?: string; space?: string; folder?: string } = {},
): string {
  const now = Date.now()
  return path
    .replace(/^(\/api\/(?:files|images)\/):id/, `$1${ids.file ?? newId('file', now)}`)
    .replace(':spaceId', ids.space ?? newId('space', now))
    .replace(':organization', ids.space ?? newId('space', now))
    .replace(':subjectId', newId('subject', now))
    .replace(':exampleId', newId('example', now))
    .replace(':folderId', ids.folder ?? newId('folder', now))
    .replace(':grantId', newId('grant', now))
    .replace(':userId', newId('user', now))
    .replace(':uploadId', newId('upload', now))
    .replace(':keyId', newId('apiKey', now))
    .replace(':personId', newId('person', now))
    .replace(':groupId', newId('duplicateGroup', now))
    .replace(':webhookId', newId('webhook', now))
    .replace(':deliveryId', newId('webhookDelivery', now))
    .replace(':searchId', newId('savedSearch', now))
    .replace(':canvasId', newId('canvas', now))
    .replace(':versionId', newId('canvasVersion', now))
    .replace(':commentId', newId('comment', now))
    .replace(':generationId', newId('generation', now))
    .replace(':dropId', newId('drop', now))
    .replace(':shareId', newId('share', now))
    .replace(':originalId', newId('original', now))
    .replace(':fileId', newId('file', now))
    .replace(':id', newId('job', now))
    .replace(':job', newId('job', now))
    .replace(':name', '320')
}

async function bodyOf(response: Response) {
  const { requestId: _, ...body } = problemSchema.parse(await response.json())
  return body
}

async function aPicture(
  text: string,
): Promise<{ owner: TestUser; fileId: string; folderId: string }> {
  const owner = await aUser()
  const headers = { 'Content-Type': 'application/json' }
  const body = JSON.stringify({ name: 'Summer' })
  const made = await owner.fetch('/api/folders', { method: 'POST', headers, body })
  const { id: folderId } = folderViewSchema.parse(await made.json())
  const { file } = uploadOutcomeSchema.parse(await (await owner.upload(jpegLike(text))).json())
  return { owner, fileId: file.id, folderId }
}

it('names for every route who may call it', () => {
  const routes = app.routes.filter((route) => route.method !== 'ALL').map(nameOf)
  expect([...new Set(routes)].sort()).toEqual(protectedRoutes.map(nameOf).sort())
})

describe('without a session', () => {
  it.each(named(routesFor('user', 'member')))('%s answers 401', async (_, route) => {
    const init = { method: route.method, headers: { Origin: origin } }
    const response = await request(pathOf(route), init)
    expect(response.status).toBe(401)
    expect(await bodyOf(response)).toMatchObject({ code: 'not_signed_in' })
  })

  it.each([
    ['made up', '__Host-session=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'],
    ['empty', '__Host-session='],
    ['without the prefix that browsers protect', 'session=AAAAAAAA'],
  ])('a cookie that is %s opens nothing', async (_, cookie) => {
    for (const route of routesFor('user', 'member')) {
      const headers = { Cookie: cookie, Origin: origin }
      const response = await request(pathOf(route), { method: route.method, headers })
      expect([nameOf(route), response.status]).toEqual([nameOf(route), 401])
    }
  })
})

describe('somebody else who is signed in', () => {
  it.each(named(routesFor('member')))(
    '%s answers for a foreign id as for one that never was',
    async (_, route) => {
      const { owner, fileId, folderId } = await aPicture(nameOf(route))
      const stranger = await aUser()
      const headers = { Upgrade: 'websocket', 'Content-Type': 'application/json' }
      const body = route.json && { body: JSON.stringify(route.json) }
      const init = { method: route.method, headers, ...body }
      const foreign = await stranger.fetch(
        pathOf(route, { file: fileId, space: owner.spaceId, folder: folderId }),
        init,
      )
      const madeUp = await stranger.fetch(pathOf(route), init)
      expect(foreign.status).toBe(404)
      expect(madeUp.status).toBe(404)
      expect(await bodyOf(foreign)).toEqual(await bodyOf(madeUp))
      expect((await owner.fetch(`/api/files/${fileId}`)).status).toBe(200)
    },
  )

  it('sees nothing of it in their list, their trash, or by asking for its id', async () => {
    const { fileId } = await aPicture('unseen')
    const stranger = await aUser()
    for (const query of ['', '?trashed=true', `?ids=${fileId}`]) {
      const list = await stranger.fetch(`/api/files${query}`)
      expect(await list.json()).toEqual({ items: [], nextCursor: null })
    }
  })
})

describe('a request that a foreign page sends with the cookie', () => {
  const origins: [string, Record<string, string>][] = [
    ['a foreign origin', { Origin: 'https://evil.example' }],
    ['a host that begins like ours', { Origin: `${origin}.evil.example` }],
    ['a sibling host', { Origin: 'https://other.vault.test' }],
    ['the origin of a sandbox', { Origin: 'null' }],
    ['plain http', { Origin: origin.replace('https', 'http') }],
    ['no origin', { Origin: '' }],
    ['our origin but cross-site', { Origin: origin, 'Sec-Fetch-Site': 'cross-site' }],
    ['our origin but same-site', { Origin: origin, 'Sec-Fetch-Site': 'same-site' }],
  ]
  const unsafe = routesFor('page', 'user', 'member').filter(isUnsafe)

  it.each(origins)('is refused everywhere when it comes with %s', async (_, headers) => {
    const user = await aUser()
    for (const route of unsafe) {
      const sent = new Headers({ ...headers, Cookie: user.cookie })
      if (headers.Origin === '') sent.delete('Origin')
      const response = await request(pathOf(route), { method: route.method, headers: sent })
      expect([nameOf(route), response.status]).toEqual([nameOf(route), 403])
      expect(await bodyOf(response)).toMatchObject({ code: 'bad_origin' })
    }
    expect((await user.fetch('/api/me')).status).toBe(200)
  })

  it('gets no leave to read an answer either', async () => {
    const user = await aUser()
    const headers = { Origin: 'https://evil.example' }
    for (const method of ['GET', 'OPTIONS']) {
      const response = await user.fetch('/api/files', { method, headers })
      expect(response.headers.get('Access-Control-Allow-Origin')).toBeNull()
    }
  })
})

describe('the routes of the home nodes', () => {
  it.each(named(routesFor('home node')))('%s does not take a session', async (_, route) => {
    const user = await aUser()
    expect((await user.fetch(pathOf(route), { method: route.method })).status).toBe(401)
  })

  it('are all there is for a home node: its signature opens no route of the users', async () => {
    const node = await aHomeNode()
    for (const route of routesFor('user', 'member')) {
      const path = pathOf(route)
      const headers = await node.headers(route.method, path)
      headers.set('Origin', origin)
      const response = await request(path, { method: route.method, headers })
      expect([nameOf(route), response.status]).toEqual([nameOf(route), 401])
    }
  })
})

it.each(named(protectedRoutes.filter((route) => route.caller !== 'reader')))(
  '%s answers under the strict headers',
  async (_, route) => {
    const response = await request(pathOf(route), { method: route.method })
    expect(response.headers.get('X-Content-Type-Options')).toBe('nosniff')
    expect(response.headers.get('Content-Security-Policy')).toContain("default-src 'none'")
    expect(response.headers.get('Cross-Origin-Resource-Policy')).toBe('same-origin')
    expect(response.headers.get('X-Request-Id')).toBeTruthy()
  },
)

it.each(named(routesFor('reader')))(
  '%s answers with the page, which no other may frame',
  async (_, route) => {
    const response = await request(pathOf(route), { headers: { Accept: 'text/html' } })
    expect(response.headers.get('Content-Type')).toContain('text/html')
    const policy = response.headers.get('Content-Security-Policy')
    expect(policy).toContain("default-src 'self'")
    expect(policy).toContain("frame-ancestors 'none'")
  },
)
