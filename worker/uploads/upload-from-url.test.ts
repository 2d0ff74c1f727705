import { env } from 'cloudflare:workers'
import { describe, expect, inject, it } from 'vitest'
import { uploadOutcomeSchema } from '#contracts/files'
import { folderViewSchema } from '#contracts/folders'
import { problemSchema } from '#contracts/problem'
import { nameFromResponse } from '../outbound/name-from-response.ts'
import { aUser, type TestUser } from '../testing/harness.ts'
import { jpegLike } from '../testing/pictures.ts'
import { aSharedSpace, callAs } from '../testing/spaces.ts'

const origin = inject('outsideOrigin')

const fromUrl = async (user: TestUser, body: object) =>
  await callAs(user, 'POST', '/api/uploads/from-url', body)

function addressOf(bytes: Uint8Array, query: Record<string, string> = {}): string {
  const body = Buffer.from(bytes).toString('base64url')
  return `${origin}/file?${new URLSearchParams({ body, ...query }).toString()}`
}

async function timesSeen(address: string): Promise<number> {
  const path = encodeURIComponent(address.slice(origin.length))
  return Number(await (await fetch(`${origin}/seen?path=${path}`)).text())
}

async function usedBytes(user: TestUser) {
  const row = await env.DB.prepare('select used_bytes, reserved_bytes from users where id = ?')
    .bind(user.userId)
    .first()
  return row
}

const problemOf = async (response: Response) => {
  const { code, detail } = problemSchema.parse(await response.json())
  return { status: response.status, code, detail }
}

describe('a file from the web', () => {
  it.each([['told its size'], ['not told its size']])(
    'that was %s is stored whole',
    async (kind) => {
      const user = await aUser()
      const bytes = jpegLike(crypto.randomUUID())
      const url = addressOf(bytes, kind === 'told its size' ? {} : { chunked: '1' })
      const answer = await fromUrl(user, { url, name: 'lake.jpg' })
      expect(answer.status).toBe(201)
      const { file, outcome } = uploadOutcomeSchema.parse(await answer.json())
      expect([outcome, file.name, file.kind]).toEqual(['created', 'lake.jpg', 'image'])
      const download = await user.fetch(`/api/files/${file.id}/download`)
      expect(new Uint8Array(await download.arrayBuffer())).toEqual(new Uint8Array(bytes))
      expect(await usedBytes(user)).toEqual({ used_bytes: bytes.length, reserved_bytes: 0 })
      const again = await fromUrl(user, { url })
      expect([again.status, await again.json()]).toMatchObject([200, { outcome: 'duplicate' }])
    },
  )

  it('has the type of its bytes, whatever the server says', async () => {
    const user = await aUser()
    const url = addressOf(new TextEncoder().encode('<script>1</script>'), {
      disposition: 'attachment; filename="cat.jpg"',
    })
    const { file } = uploadOutcomeSchema.parse(await (await fromUrl(user, { url })).json())
    expect([file.kind, file.name]).toEqual(['other', 'cat.jpg'])
  })

  it('goes to the folder that was named', async () => {
    const user = await aUser()
    const made = await callAs(user, 'POST', '/api/folders', { name: 'Web' })
    const { id: folderId } = folderViewSchema.parse(await made.json())
    const url = addressOf(jpegLike(crypto.randomUUID()))
    const { file } = uploadOutcomeSchema.parse(
      await (await fromUrl(user, { url, folderId })).json(),
    )
    expect(file.folderId).toBe(folderId)
  })
})

describe('nothing is kept and the reason is told', () => {
  it.each([
    ['a private address', () => 'https://10.0.0.1/a.jpg', 400, 'url_not_allowed'],
    ['an address of this machine', () => 'http://localhost/a.jpg', 400, 'url_not_allowed'],
    [
      'a redirect to a private address',
      () => `${origin}/redirect?to=${encodeURIComponent('https://192.168.0.1/')}`,
      ...([400, 'url_not_allowed'] as const),
    ],
    ['no address', () => 'cats', 400, 'url_not_allowed'],
    ['a page that is not there', () => `${origin}/status?code=404`, 422, 'source_failed'],
    ['an error', () => `${origin}/status?code=500`, 422, 'source_failed'],
    ['an empty file', () => addressOf(new Uint8Array()), 400, 'empty_body'],
    ['a file that breaks off', () => `${origin}/breaks`, 422, 'source_failed'],
  ])('of %s', async (_, address, status, code) => {
    const user = await aUser()
    const told = await problemOf(await fromUrl(user, { url: address() }))
    expect(told).toMatchObject({ status, code })
    expect(told.detail).toMatch(/^[A-Z].+\.$/)
    expect(await usedBytes(user)).toEqual({ used_bytes: 0, reserved_bytes: 0 })
  })

  it('of a file for which there is no room', async () => {
    const user = await aUser({ quotaBytes: 100 })
    const url = `${origin}/bytes?count=1000&length`
    expect(await problemOf(await fromUrl(user, { url }))).toMatchObject({ code: 'quota_exceeded' })
    expect(await usedBytes(user)).toEqual({ used_bytes: 0, reserved_bytes: 0 })
  })

  it('of a file that is large and does not say so', async () => {
    const user = await aUser()
    const told = await problemOf(await fromUrl(user, { url: `${origin}/bytes?count=33000000` }))
    expect(told).toMatchObject({ status: 413, code: 'too_large' })
  })
})

it('who may not write somewhere has nothing fetched for it', async () => {
  const [owner, viewer, stranger] = [await aUser(), await aUser(), await aUser()]
  const { id: space } = await aSharedSpace(owner, [[viewer, 'viewer']])
  const url = addressOf(jpegLike(crypto.randomUUID()))
  expect((await fromUrl(viewer, { url, space })).status).toBe(403)
  expect((await fromUrl(stranger, { url, space })).status).toBe(404)
  expect(await timesSeen(url)).toBe(0)
})

it.each([
  ['attachment; filename="a b.jpg"', '/x', 'a b.jpg'],
  ['attachment; filename=plain.jpg; size=3', '/x', 'plain.jpg'],
  ['attachment; filename="old.jpg"; filename*=UTF-8\'\'caf%C3%A9.jpg', '/x', 'café.jpg'],
  ['attachment; filename="../../etc/passwd"', '/x', 'passwd'],
  ['attachment; filename="C:\\\\\\\\temp\\\\\\\\a.jpg"', '/x', 'a.jpg'],
  ['attachment; filename="say \\"hi\\".jpg"', '/x', 'say "hi".jpg'],
  ["attachment; filename*=UTF-8''%ff", '/photos/lake%20side.jpg', 'lake side.jpg'],
  ['inline', '/photos/lake.jpg?size=large', 'lake.jpg'],
  ['', '/photos/', 'photos'],
  ['', '/%ff', 'example.org'],
  ['', '/', 'example.org'],
])('a file with %j at %s is called %s', (disposition, path, name) => {
  const headers = new Headers(disposition === '' ? {} : { 'Content-Disposition': disposition })
  expect(nameFromResponse({ url: new URL(path, 'https://example.org'), headers })).toBe(name)
})
