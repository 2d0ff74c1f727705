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

const len = { 'Upload-Length': '10' }

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

describe('bytes of an upload', () => {
  it('that are sent for another place than where it stands are refused', async () => {
    const tus = tusClient(await aUser())
    const path = await tus.create(2_000)
    await tus.patch(path, 0, someBytes(1_000))
    for (const offset of [0, 999, 1_001]) {
      const response = await tus.patch(path, offset, someBytes(10))
      expect([response.status, await codeOf(response)]).toEqual([409, 'conflict'])
    }
    expect(await tus.offset(path)).toBe(1_000)
  })

  it('that come without a length are taken as they come', async () => {
    const user = await aUser()
    const tus = tusClient(user)
    const bytes = someBytes(testPartBytes + 2_500_000)
    const path = await tus.create(bytes.length)
    const response = await tus.patch(path, 0, new Blob([bytes]).stream())
    expect(response.headers.get('Upload-Offset')).toBe(String(bytes.length))
    expect(await downloaded(user, response.headers.get('X-File-Id'))).toBe(sha256(bytes))
    expect(await piecesOf(path)).toEqual([])
  })

  it('that come in hundreds of requests are put together a few times only', async () => {
    const user = await aUser()
    const tus = tusClient(user)
    const bytes = someBytes(150)
    const path = await tus.create(bytes.length)
    for (let offset = 0; offset < 149; offset++) {
      await tus.patch(path, offset, bytes.slice(offset, offset + 1))
      expect((await piecesOf(path)).length).toBeLessThanOrEqual(64)
    }
    const done = await tus.patch(path, 149, bytes.slice(149))
    expect(await downloaded(user, done.headers.get('X-File-Id'))).toBe(sha256(bytes))
  })

  it.each(['sha256', 'sha1', 'md5'])('move nothing when their %s is wrong', async (algorithm) => {
    const user = await aUser()
    const tus = tusClient(user)
    const bytes = someBytes(testPartBytes + 1_000)
    const path = await tus.create(bytes.length)
    const checksum = (of: Uint8Array) => ({
      'Upload-Checksum': `${algorithm} ${createHash(algorithm).update(of).digest('base64')}`,
    })
    await tus.patch(path, 0, bytes.slice(0, 10), checksum(bytes.slice(0, 10)))
    const wrong = await tus.patch(path, 10, bytes.slice(10), checksum(bytes))
    expect([wrong.status, await codeOf(wrong)]).toEqual([460, 'checksum_mismatch'])
    expect(wrong.headers.get('Tus-Resumable')).toBe('1.0.0')
    expect(await tus.offset(path)).toBe(10)
    const right = await tus.patch(path, 10, bytes.slice(10), checksum(bytes.slice(10)))
    expect(await downloaded(user, right.headers.get('X-File-Id'))).toBe(sha256(bytes))
  })

  it('beyond what one request may bring are refused with the size of chunks to use', async () => {
    const tus = tusClient(await aUser(), { UPLOAD_BODY_MAX_BYTES: '12000000' })
    const path = await tus.create(20_000_000)
    const response = await tus.patch(path, 0, someBytes(12_000_001))
    expect(response.status).toBe(413)
    const { detail } = problemSchema.parse(await response.json())
    expect(detail).toContain('chunks of 10485760 bytes')
    const chunked = await tus.patch(path, 0, new Blob([someBytes(13_000_000)]).stream())
    expect(chunked.status).toBe(413)
    expect(await tus.offset(path)).toBe(11 * 1_048_576)
  })

  it('beyond what was announced end the upload', async () => {
    const user = await aUser()
    const tus = tusClient(user)
    const path = await tus.create(1_000)
    await tus.patch(path, 0, someBytes(600))
    const response = await tus.patch(path, 600, new Blob([someBytes(500)]).stream())
    expect([response.status, await codeOf(response)]).toEqual([422, 'length_mismatch'])
    expect(await storage(user)).toEqual({ used: 0, reserved: 0 })
    expect((await tus.call('HEAD', path)).status).toBe(410)
    expect(await piecesOf(path)).toEqual([])
  })

  it('are only ever written by one request at a time', async () => {
    const user = await aUser()
    const tus = tusClient(user)
    const bytes = someBytes(testPartBytes * 2)
    const path = await tus.create(bytes.length)
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => tus.patch(path, 0, bytes.slice())),
    )
    const statuses = answers.map(({ status }) => status).sort()
    expect(statuses[0]).toBe(204)
    for (const status of statuses.slice(1)) expect([409, 410, 423]).toContain(status)
    expect(await storage(user)).toEqual({ used: bytes.length, reserved: 0 })
    const list = fileListSchema.parse(await (await user.fetch('/api/files')).json())
    expect(list.items.map((item) => item.sha256)).toEqual([sha256(bytes)])
  })

  it('that are not the promised ones leave nothing behind', async () => {
    const user = await aUser()
    const tus = tusClient(user)
    const path = await tus.create(1_000, { sha256: '0'.repeat(64) })
    const response = await tus.patch(path, 0, someBytes(1_000))
    expect([response.status, await codeOf(response)]).toEqual([422, 'hash_mismatch'])
    expect(await storage(user)).toEqual({ used: 0, reserved: 0 })
    expect(await objectsUnder(`o/${user.spaceId}/`)).toEqual([])
    expect(await piecesOf(path)).toEqual([])
    expect((await tus.call('HEAD', path)).status).toBe(410)
  })
})

describe('whoever speaks another language', () => {
  it.each<[string, number, string, Record<string, string>]>([
    ['no version', 412, 'unsupported_version', { 'Tus-Resumable': '' }],
    ['another version', 412, 'unsupported_version', { 'Tus-Resumable': '0.2.2' }],
    ['no length', 411, 'length_required', {}],
    ['a length that is none', 400, 'validation_failed', { 'Upload-Length': '-1' }],
    ['a length beyond all numbers', 400, 'validation_failed', { 'Upload-Length': '9'.repeat(16) }],
    ['a length in another notation', 400, 'validation_failed', { 'Upload-Length': '1e3' }],
    ['nothing to upload', 400, 'empty_body', { 'Upload-Length': '0' }],
    ['more than a file may have', 413, 'too_large', { 'Upload-Length': '52428800001' }],
    ['more than the quota', 413, 'quota_exceeded', { 'Upload-Length': '1000000001' }],
    [
      'metadata that is no base64',
      400,
      'validation_failed',
      { ...len, 'Upload-Metadata': 'filename ä' },
    ],
    [
      'metadata that is no text',
      400,
      'validation_failed',
      { ...len, 'Upload-Metadata': 'filename /w==' },
    ],
    ['a key twice', 400, 'validation_failed', { ...len, 'Upload-Metadata': 'a YQ==,a YQ==' }],
    ['a hash that is none', 400, 'validation_failed', { ...len, 'Upload-Metadata': 'sha256 YQ==' }],
  ])('with %s gets %i %s, and nothing is reserved', async (_, status, code, headers) => {
    const user = await aUser()
    const response = await tusClient(user).call('POST', '/api/uploads', headers)
    expect([response.status, await codeOf(response)]).toEqual([status, code])
    expect(response.headers.get('Tus-Resumable')).toBe('1.0.0')
    expect(await storage(user)).toEqual({ used: 0, reserved: 0 })
  })

  it.each<[string, number, Record<string, string>]>([
    ['no type', 415, { 'Content-Type': 'application/octet-stream' }],
    ['no offset', 400, { 'Upload-Offset': 'x' }],
    ['a checksum that nobody knows', 400, { 'Upload-Checksum': 'crc32 AAAAAA==' }],
    ['a checksum that is too short', 400, { 'Upload-Checksum': 'sha1 AAAA' }],
    ['no version', 412, { 'Tus-Resumable': '1' }],
  ])('and sends bytes with %s gets %i', async (_, status, headers) => {
    const tus = tusClient(await aUser())
    const path = await tus.create(10)
    expect((await tus.patch(path, 0, someBytes(10), headers)).status).toBe(status)
    expect(await tus.offset(path)).toBe(0)
  })
})
