import { env } from 'cloudflare:workers'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { FileId } from '#contracts/ids'
import type { ShareView } from '#contracts/shares'
import { renditionKey } from '../originals/keys.ts'
import { anAddress, aUser, request, type TestUser } from '../testing/harness.ts'
import { jpegLike, webpLike } from '../testing/pictures.ts'
import { aFile, aFolder, aShare } from '../testing/shares.ts'
import { callAs } from '../testing/spaces.ts'
import { tellingPicture } from '../testing/telling-pictures.ts'
import { watchDatabase } from '../testing/watched-database.ts'

afterEach(() => {
  vi.useRealTimers()
})

/** A picture with both its previews. */
async function aPicture(user: TestUser, text: string): Promise<FileId> {
  const id = await aFile(user, text)
  await env.DB.prepare(`update files set preview = 'ready' where id = ?`).bind(id).run()
  for (const name of ['320', '1600'] as const) {
    await env.BUCKET.put(renditionKey(user.spaceId, id, name), webpLike(`${text} ${name}`))
  }
  return id
}

const aShareOf = async (user: TestUser, text: string, policy: object = {}) =>
  await aShare(user, { kind: 'files', fileIds: [await aPicture(user, text)] }, policy)

async function pageOf(share: ShareView, init: RequestInit = {}, rest = '') {
  const response = await request(`/s/${share.slug}${rest}`, init)
  return { response, status: response.status, text: await response.text() }
}

/** The addresses of a page that end so: `1600`, `original`, `zip`. */
const addresses = (text: string, name: string) =>
  [...text.matchAll(/"(\/s\/p\/[^"]+)"/g)].flatMap(([, path = '']) =>
    path.endsWith(`/${name}`) ? [path] : [],
  )

const bytesOf = async (response: Response) => new Uint8Array(await response.arrayBuffer())
const later = (ms: number) => vi.useFakeTimers({ now: Date.now() + ms, toFake: ['Date'] })

describe('the page of a link', () => {
  it('shows its pictures to everybody without a script, and asks search engines to look away', async () => {
    const user = await aUser()
    const share = await aShareOf(user, 'summer', { title: 'Summer <3', message: 'At the lake' })
    const { response, text } = await pageOf(share)
    expect(response.status).toBe(200)
    const title = 'Summer &lt;3'
    for (const part of [`<title>${title}</title>`, `Shared by ${user.username}`, 'At the lake']) {
      expect(text).toContain(part)
    }
    expect(response.headers.get('X-Robots-Tag')).toBe('noindex, nofollow')
    expect(response.headers.get('Content-Security-Policy')).toContain("frame-ancestors 'none'")
    expect(text).not.toMatch(/ style=|<script>|onclick/)
    const [large = ''] = addresses(text, '1600')
    expect(await bytesOf(await request(large))).toEqual(webpLike('summer 1600'))
    expect(text).toContain(`property="og:image" content="https://vault.test/s/${share.slug}/cover"`)
    const cover = await request(`/s/${share.slug}/cover`)
    expect(await bytesOf(cover)).toEqual(webpLike('summer 1600'))
    expect(addresses(text, 'original')).toEqual([])
  })

  it('cannot be turned into another page by a title', async () => {
    const title = '0;url=https://evil" http-equiv="refresh'
    const { text } = await pageOf(await aShareOf(await aUser(), 'evil', { title }))
    expect(text).not.toContain('http-equiv="refresh')
    expect(text).toContain('0;url=https://evil&quot; http-equiv=&quot;refresh')
  })

  it('and its pictures cost no statement while somebody was here within the minute', async () => {
    const share = await aShareOf(await aUser(), 'cached')
    const { text } = await pageOf(share)
    const [picture = ''] = addresses(text, '1600')
    await (await request(picture)).arrayBuffer()
    const { database, statements } = watchDatabase(env.DB)
    for (const path of [`/s/${share.slug}`, picture]) {
      statements.length = 0
      const response = await request(path, {}, { ...env, DB: database })
      await response.arrayBuffer()
      expect(response.headers.get('Server-Timing')).toBe('cache;desc=hit')
      // A visit is counted behind the answer.
      expect(statements.filter(({ sql }) => !/^update "shares"/.test(sql))).toEqual([])
    }
  })

  it('counts its visits without a trace of who came', async () => {
    const user = await aUser()
    const share = await aShareOf(user, 'counted')
    await Promise.all([pageOf(share), pageOf(share), pageOf(share, { method: 'HEAD' })])
    const row = env.DB.prepare('select * from shares where id = ?').bind(share.id)
    expect(await row.first()).toMatchObject({ visits: 2, downloaded: 0 })
  })

  it('of a folder follows it: what comes is there, what goes takes its address along', async () => {
    const user = await aUser()
    const [top, id] = [await aFolder(user, 'Live'), await aPicture(user, 'in it')]
    const below = await aFolder(user, 'Deeper', top)
    await callAs(user, 'POST', '/api/files/move', { fileIds: [id], folderId: below })
    const share = await aShare(user, { kind: 'folder', folderId: top, live: true })
    expect((await pageOf(share)).text).toContain(`/s/${share.slug}/${below}`)
    const inside = await pageOf(share, {}, `/${below}`)
    const [picture = ''] = addresses(inside.text, '1600')
    expect((await request(picture, { method: 'HEAD' })).status).toBe(200)
    const outside = await aFolder(user, 'Outside')
    expect((await pageOf(share, {}, `/${outside}`)).status).toBe(404)
    await callAs(user, 'POST', '/api/files/move', { fileIds: [id], folderId: outside })
    later(60_000)
    expect((await request(picture)).status).toBe(404)
    expect(addresses((await pageOf(share, {}, `/${below}`)).text, '1600')).toEqual([])
  })

  it('of a search shows what it finds in its space, and in no other', async () => {
    const [user, other] = [await aUser(), await aUser()]
    const word = `x${crypto.randomUUID().slice(0, 8)}`
    await aPicture(user, word)
    await aPicture(other, word)
    const of = { kind: 'search', spaceId: user.spaceId, query: word }
    expect(addresses((await pageOf(await aShare(user, of))).text, '1600')).toHaveLength(1)
  })
})

describe('a link that is over', () => {
  it('is gone everywhere within a minute of being taken back, with its pictures', async () => {
    const user = await aUser()
    const share = await aShareOf(user, 'taken back')
    const [picture = ''] = addresses((await pageOf(share)).text, '1600')
    expect((await request(picture)).status).toBe(200)
    // Written past this isolate, which would forget it at once.
    const end = `update shares set revoked_at = 1, generation = generation + 1 where id = ?`
    await env.DB.prepare(end).bind(share.id).run()
    later(60_000)
    expect((await request(picture)).status).toBe(404)
    const gone = await pageOf(share)
    const never = await pageOf({ ...share, slug: 'never-was-there' as ShareView['slug'] })
    expect([gone.status, gone.text]).toEqual([404, never.text])
  })

  it('says so kindly when its time is over, to the second', async () => {
    const share = await aShareOf(await aUser(), 'a minute', { expiresInSeconds: 60 })
    const [picture = ''] = addresses((await pageOf(share)).text, '1600')
    later(61_000)
    expect(await pageOf(share)).toMatchObject({ status: 410 })
    expect((await request(picture)).status).toBe(404)
  })

  it('opens as often as it may and not once more, however many ask at once', async () => {
    const share = await aShareOf(await aUser(), 'three times', { viewsLeft: 3 })
    const { text } = await pageOf(share)
    expect(text).toContain('3 times more')
    expect(addresses(text, '1600')).toEqual([])
    const tries = await Promise.all(
      Array.from({ length: 8 }, () => pageOf(share, { method: 'POST', body: '' })),
    )
    expect(tries.map(({ status }) => status).sort()).toEqual([303, 303, 303, ...Array(5).fill(410)])
    const opened = tries.find(({ status }) => status === 303)?.response
    const Cookie = opened?.headers.get('Set-Cookie')?.split(';')[0] ?? ''
    expect(addresses((await pageOf(share, { headers: { Cookie } })).text, '1600')).toHaveLength(1)
    expect((await pageOf(share)).status).toBe(410)
  })
})

describe('a password', () => {
  const open = (share: ShareView, password: string, address = anAddress()) =>
    pageOf(share, {
      method: 'POST',
      body: new URLSearchParams({ password }),
      headers: { 'CF-Connecting-IP': address },
    })

  it('is asked for before anything is told, and never taken from an address', async () => {
    const user = await aUser()
    const share = await aShareOf(user, 'secret', { password: 'open sesame', title: 'Our secret' })
    const closed = await pageOf(share)
    expect(closed.text).toContain('type="password"')
    expect(closed.text).not.toMatch(/Our secret|og:image|\/s\/p\//)
    expect((await request(`/s/${share.slug}/cover`)).status).toBe(404)
    expect((await pageOf(share, {}, '?password=open+sesame')).status).toBe(400)
    expect((await open(share, 'wrong')).status).toBe(403)
    const { response } = await open(share, 'open sesame')
    expect([response.status, response.headers.get('Location')]).toEqual([303, `/s/${share.slug}`])
    const set = response.headers.get('Set-Cookie') ?? ''
    expect(set).toMatch(/^__Host-shr_\w+=.*; HttpOnly; Secure; SameSite=Lax$/)
    const Cookie = set.split(';')[0] ?? ''
    expect((await pageOf(share, { headers: { Cookie } })).text).toContain('Our secret')
    const forged = `${Cookie.slice(0, -2)}AA`
    expect((await pageOf(share, { headers: { Cookie: forged } })).text).not.toContain('Our secret')
    await callAs(user, 'PATCH', `/api/shares/${share.id}`, { password: 'another one' })
    expect((await pageOf(share, { headers: { Cookie } })).text).not.toContain('Our secret')
  })

  it('cannot be guessed on: after ten wrong ones even the right one waits', async () => {
    const share = await aShareOf(await aUser(), 'guessed', { password: 'open sesame' })
    const address = anAddress()
    for (let count = 0; count < 10; count++) await open(share, 'wrong', address)
    expect((await open(share, 'open sesame', address)).status).toBe(429)
    expect((await open(share, 'open sesame')).status).toBe(303)
  })
})

describe('an address of a share', () => {
  it('opens nothing when anything of it is another', async () => {
    const changes: [string, (path: string) => string, number][] = [
      ['another rendition', (path) => path.replace(/1600$/, '2560'), 403],
      ['the original', (path) => path.replace(/1600$/, 'original'), 403],
      ['a width that nobody offers', (path) => path.replace(/1600$/, '999'), 403],
      ['a later end', (path) => path.replace(/\/p\/(\w+)\/1/, '/p/$1/2'), 403],
      ['another key', (path) => path.replace(/\/p\/\w+/, '/p/zz'), 403],
      ['a signature cut short', (path) => path.replace(/[\w-]{43}/, (all) => all.slice(0, 8)), 403],
      ['an encoded letter', (path) => path.replace(/1600$/, '%31600'), 403],
      ['a query', (path) => `${path}?w=1`, 400],
    ]
    const [path = ''] = addresses(
      (await pageOf(await aShareOf(await aUser(), 'bent'))).text,
      '1600',
    )
    for (const [what, change, status] of changes) {
      const response = await request(change(path))
      const said = [what, response.status, response.headers.get('Cache-Control')]
      expect(said).toEqual([what, status, 'no-store'])
    }
  })

  it('opens nothing on another host, whatever headers say', async () => {
    const [path = ''] = addresses(
      (await pageOf(await aShareOf(await aUser(), 'host'))).text,
      '1600',
    )
    const headers = { 'X-Forwarded-Host': 'vault.test', 'X-Original-URL': path }
    expect((await request(`https://evil.example${path}`, { headers })).status).toBe(403)
  })
})

describe('a download through a link', () => {
  it('gives originals without place, camera and owner, unless they are said to be kept', async () => {
    const user = await aUser()
    const uploaded = await user.upload(tellingPicture('jpeg'), 'telling.jpg')
    const { file } = (await uploaded.json()) as { file: { id: FileId } }
    const of = { kind: 'files', fileIds: [file.id] }
    const share = await aShare(user, of, { downloads: 'originals' })
    const [path = ''] = addresses((await pageOf(share)).text, 'original')
    const response = await request(path, { headers: { Range: 'bytes=0-9' } })
    expect(response.status).toBe(200)
    expect(response.headers.get('Content-Disposition')).toContain('telling.jpg')
    const stripped = Buffer.from(await bytesOf(response))
    expect(stripped.includes('SERIAL77') || stripped.includes('GPS')).toBe(false)
    await callAs(user, 'PATCH', `/api/shares/${share.id}`, { stripsMetadata: false })
    expect((await request(path)).status).toBe(404)
    const [whole = ''] = addresses((await pageOf(share)).text, 'original')
    expect(await bytesOf(await request(whole))).toEqual(tellingPicture('jpeg'))
  })

  it('is counted down to none, and a part counts as the whole', async () => {
    const user = await aUser()
    const share = await aShareOf(user, 'twice', { downloads: 'previews', downloadsLeft: 2 })
    const [path = ''] = addresses((await pageOf(share)).text, 'preview')
    const tries = await Promise.all(
      [{}, { Range: 'bytes=1-' }, {}].map((headers) => request(path, { headers })),
    )
    for (const each of tries) await each.arrayBuffer()
    expect(tries.map(({ status }) => status).sort()).toEqual([200, 200, 410])
  })

  it('comes as a zip that streams, with a word about what could not leave', async () => {
    const user = await aUser()
    const film = await aFile(user, 'film')
    await env.DB.prepare(`update files set kind = 'video' where id = ?`).bind(film).run()
    await env.DB.prepare(
      `update originals set mime_type = 'video/mp4' where id = (select original_id from files where id = ?)`,
    )
      .bind(film)
      .run()
    const uploaded = await user.upload(tellingPicture('png'), 'telling.png')
    const { file } = (await uploaded.json()) as { file: { id: FileId } }
    const of = { kind: 'files', fileIds: [film, file.id] }
    const policy = { downloads: 'originals', allowsZip: true }
    const [path = ''] = addresses((await pageOf(await aShare(user, of, policy))).text, 'zip')
    const zip = Buffer.from(await bytesOf(await request(path)))
    for (const name of ['telling.png', 'Left out.txt', 'film.jpg\n']) {
      expect(zip.includes(name)).toBe(true)
    }
    expect(zip.includes('SERIAL77') || zip.includes(jpegLike('film'))).toBe(false)
  })
})
