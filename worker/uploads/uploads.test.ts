import { env } from 'cloudflare:workers'
import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { fileDetailSchema, fileListSchema } from '#contracts/files'
import { problemSchema } from '#contracts/problem'
import { aUser, type TestUser } from '../testing/harness.ts'
import { jpegLike } from '../testing/pictures.ts'
import { testPartBytes, tusClient } from '../testing/tus.ts'

async function storage(user: TestUser) {
  return await env.DB.prepare(
    'select used_bytes as used, reserved_bytes as reserved from users where id = ?',
  )
    .bind(user.userId)
    .first()
}

async function objectsUnder(prefix: string) {
  return (await env.BUCKET.list({ prefix })).objects.map(({ key }) => key)
}

const piecesOf = (path: string) => objectsUnder(`u/${path.split('/').at(-1)}/`)

function someBytes(length: number, seed = 1): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length)
  let state = seed
  for (let i = 0; i < length; i++) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    bytes[i] = state >>> 24
  }
  return bytes
}

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

async function downloaded(user: TestUser, fileId: string | null) {
  const response = await user.fetch(`/api/files/${fileId}/download`)
  return sha256(new Uint8Array(await response.arrayBuffer()))
}

const codeOf = async (response: Response) => problemSchema.parse(await response.json()).code

describe('a resumable upload', () => {
  it('tells what it can before anybody signs in', async () => {
    const { call } = tusClient(await aUser())
    const response = await call('OPTIONS', '/api/uploads', { Cookie: '' })
    expect(response.status).toBe(204)
    expect(response.headers.get('Tus-Version')).toBe('1.0.0')
    expect(response.headers.get('Tus-Extension')).toBe('creation,expiration,termination,checksum')
    expect(response.headers.get('Tus-Checksum-Algorithm')).toBe('sha256,sha1,md5')
    expect(response.headers.get('Tus-Max-Size')).toBe(String(testPartBytes * 10_000))
  })

  it('becomes one file with its name, byte by byte, whatever sizes the bytes come in', async () => {
    const user = await aUser()
    const tus = tusClient(user)
    const bytes = someBytes(testPartBytes * 2 + 777_777)
    const path = await tus.create(bytes.length, { filename: 'höhe.bin' })
    expect(await storage(user)).toEqual({ used: 0, reserved: bytes.length })
    const cuts = [0, 1, 100_000, testPartBytes - 1, testPartBytes, testPartBytes + 5, bytes.length]
    for (const [index, start] of cuts.slice(0, -1).entries()) {
      expect(await tus.offset(path)).toBe(start)
      const end = cuts[index + 1] ?? 0
      const response = await tus.patch(path, start, bytes.slice(start, end))
      expect([response.status, response.headers.get('Upload-Offset')]).toEqual([204, String(end)])
      if (end < bytes.length) continue
      expect(response.headers.get('X-Upload-Outcome')).toBe('created')
      const fileId = response.headers.get('X-File-Id')
      const list = fileListSchema.parse(await (await user.fetch('/api/files')).json())
      expect(list.items).toMatchObject([
        { id: fileId, name: 'höhe.bin', sizeBytes: bytes.length, sha256: sha256(bytes) },
      ])
      expect(await downloaded(user, fileId)).toBe(sha256(bytes))
    }
    expect(await storage(user)).toEqual({ used: bytes.length, reserved: 0 })
    expect(await piecesOf(path)).toEqual([])
    expect(await objectsUnder(`o/${user.spaceId}/`)).toHaveLength(1)
  })

  it('shows as received until its bytes were read back, then as verified', async () => {
    const user = await aUser()
    const tus = tusClient(user)
    const bytes = jpegLike('received')
    const path = await tus.create(bytes.length)
    const response = await tus.patch(path, 0, new Uint8Array(bytes))
    const fileId = response.headers.get('X-File-Id')
    const detail = async () =>
      fileDetailSchema.parse(await (await user.fetch(`/api/files/${fileId}`)).json())
    const { copies, kind, mimeType, work } = await detail()
    expect({ kind, mimeType }).toEqual({ kind: 'image', mimeType: 'image/jpeg' })
    expect(['received', 'verified']).toContain(copies[0]?.state)
    expect(work.map(({ job }) => job)).toContain('ingest-file')
    await expect.poll(async () => (await detail()).copies[0]?.state).toBe('verified')
  })

  it('answers for a finished upload again, when the last answer was lost', async () => {
    const user = await aUser()
    const tus = tusClient(user)
    const bytes = someBytes(1_000)
    const path = await tus.create(bytes.length)
    const first = await tus.patch(path, 0, bytes)
    const fileId = first.headers.get('X-File-Id')
    expect(fileId).toMatch(/^fil_/)
    for (const again of [
      await tus.call('HEAD', path),
      await tus.patch(path, 1_000, new Uint8Array()),
    ]) {
      expect(again.headers.get('Upload-Offset')).toBe('1000')
      expect(again.headers.get('X-File-Id')).toBe(fileId)
      expect(again.headers.get('X-Upload-Outcome')).toBe('created')
    }
    expect(await codeOf(await tus.call('DELETE', path))).toBe('conflict')
    expect(await storage(user)).toEqual({ used: 1_000, reserved: 0 })
  })

  it('ends in the file that has the bytes already, and keeps nothing twice', async () => {
    const user = await aUser()
    const tus = tusClient(user)
    const bytes = jpegLike('twice')
    const { file } = (await (await user.upload(bytes)).json()) as { file: { id: string } }
    await user.fetch(`/api/files/${file.id}`, { method: 'DELETE' })
    const path = await tus.create(bytes.length)
    const done = await tus.patch(path, 0, new Uint8Array(bytes))
    expect(done.headers.get('X-Upload-Outcome')).toBe('duplicate')
    expect(done.headers.get('X-File-Id')).toBe(file.id)
    const head = await tus.call('HEAD', path)
    expect(head.headers.get('X-Upload-Outcome')).toBe('duplicate')
    const list = fileListSchema.parse(await (await user.fetch('/api/files')).json())
    expect(list.items.map(({ id }) => id)).toEqual([file.id])
    expect(await objectsUnder(`o/${user.spaceId}/`)).toHaveLength(1)
    expect(await storage(user)).toEqual({ used: bytes.length, reserved: 0 })
  })
})
