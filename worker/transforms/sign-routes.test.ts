import { env } from 'cloudflare:workers'
import { describe, expect, it, vi } from 'vitest'
import type { FileId } from '#contracts/ids'
import { signedAddressSchema } from '#contracts/signing'
import { aKey } from '../testing/api-keys.ts'
import { aUser, request, type TestUser } from '../testing/harness.ts'
import { jpegLike } from '../testing/pictures.ts'
import { aFile } from '../testing/shares.ts'
import { callAs } from '../testing/spaces.ts'

async function sign(user: TestUser, id: FileId, asked: object = {}) {
  const response = await callAs(user, 'POST', `/api/files/${id}/sign`, asked)
  expect(response.status).toBe(201)
  return signedAddressSchema.parse(await response.json())
}

describe('a signed address of a file', () => {
  it('gives its original to whoever has it for a minute, and not a second longer', async () => {
    const user = await aUser()
    const { url } = await sign(user, await aFile(user, 'passed on'))
    const whole = await request(url)
    expect(whole.headers.get('Content-Disposition')).toMatch(/^attachment/)
    expect(new Uint8Array(await whole.arrayBuffer())).toEqual(jpegLike('passed on'))
    const part = await request(url, { headers: { Range: 'bytes=2-5' } })
    expect([part.status, (await part.arrayBuffer()).byteLength]).toEqual([206, 4])
    vi.useFakeTimers({ now: Date.now() + 60_000, toFake: ['Date'] })
    expect((await request(url)).status).toBe(403)
    vi.useRealTimers()
  })

  it('lasts up to a week, and shows a made picture as well', async () => {
    const user = await aUser()
    const id = await aFile(user, 'a week')
    const { expiresAt } = await sign(user, id, { expiresInSeconds: 604_800 })
    expect(Date.parse(expiresAt) - Date.now()).toBeGreaterThan(604_790_000)
    const longer = await callAs(user, 'POST', `/api/files/${id}/sign`, {
      expiresInSeconds: 604_801,
    })
    expect(longer.status).toBe(400)
    expect((await sign(user, id, { query: 'resize=300x' })).url).toContain('/t/s/')
  })

  it('opens nothing when one of its characters is another, with a query, or on another host', async () => {
    const user = await aUser()
    const other = await aFile(user, 'other')
    const { url } = await sign(user, await aFile(user, 'bent'))
    const changes: [string, number][] = [
      [url.replace(/fil_\w+$/, other), 403],
      [url.replace(/\/m\/o\/\w+/, '/m/o/old1'), 403],
      [url.replace(/[\w-]{43}/, (text) => text.slice(0, 8)), 403],
      [url.replace('vault.test', 'evil.example'), 403],
      [`${url}/..%2f`, 403],
      [`${url}?w=1`, 400],
    ]
    for (const [changed, status] of changes) {
      expect([changed, (await request(changed)).status]).toEqual([changed, status])
    }
  })

  it('ends with the other addresses of its space, and with its file', async () => {
    const user = await aUser()
    const id = await aFile(user, 'thrown away')
    const { url } = await sign(user, id)
    await callAs(user, 'DELETE', `/api/files/${id}`)
    expect((await request(url)).status).toBe(403)
    const second = await aFile(user, 'all of them')
    const raise = 'update spaces set media_generation = media_generation + 1 where id = ?'
    const { url: later } = await sign(user, second)
    await env.DB.prepare(raise).bind(user.spaceId).run()
    vi.useFakeTimers({ now: Date.now() + 59_000, toFake: ['Date'] })
    await request(later)
    vi.useFakeTimers({ now: Date.now() + 61_000, toFake: ['Date'] })
    expect((await request(later)).status).toBe(403)
    vi.useRealTimers()
  })

  it('is made by keys that may read, and not for strangers', async () => {
    const [user, stranger] = [await aUser(), await aUser()]
    const id = await aFile(user, 'by key')
    const { fetch } = await aKey(user, ['read'])
    const init = { method: 'POST', body: '{}', headers: { 'Content-Type': 'application/json' } }
    expect((await fetch(`/api/files/${id}/sign`, init)).status).toBe(201)
    expect((await callAs(stranger, 'POST', `/api/files/${id}/sign`, {})).status).toBe(404)
  })
})
