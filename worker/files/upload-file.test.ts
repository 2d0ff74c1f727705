import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { fileDetailSchema, fileListSchema, uploadOutcomeSchema } from '#contracts/files'
import { problemSchema } from '#contracts/problem'
import { aUser, type TestUser } from '../testing/harness.ts'
import { jpegLike } from '../testing/pictures.ts'

async function storage(user: TestUser) {
  return await env.DB.prepare(
    'select used_bytes as used, reserved_bytes as reserved from users where id = ?',
  )
    .bind(user.userId)
    .first()
}

async function objectsOf(user: TestUser) {
  const { objects } = await env.BUCKET.list({ prefix: `o/${user.spaceId}/` })
  return objects.length
}

describe('uploading a file', () => {
  it('answers 201 when the bytes are in R2, verified, and the file is in the library', async () => {
    const user = await aUser()
    const bytes = jpegLike('one')
    const response = await user.upload(bytes, 'falcon.jpg')
    expect(response.status).toBe(201)
    const { outcome, file } = uploadOutcomeSchema.parse(await response.json())
    expect(outcome).toBe('created')
    expect(file).toMatchObject({ name: 'falcon.jpg', mimeType: 'image/jpeg', preview: 'pending' })

    const list = fileListSchema.parse(await (await user.fetch('/api/files')).json())
    expect(list.items.map((item) => item.id)).toEqual([file.id])
    const detail = fileDetailSchema.parse(await (await user.fetch(`/api/files/${file.id}`)).json())
    expect(detail.copies[0]).toMatchObject({ place: 'r2', state: 'verified' })
    const download = await user.fetch(`/api/files/${file.id}/download`)
    expect(new Uint8Array(await download.arrayBuffer())).toEqual(bytes)
    expect(await storage(user)).toEqual({ used: bytes.length, reserved: 0 })
  })

  it('says that the preview waits for the home node when none is connected', async () => {
    const user = await aUser()
    await user.upload(jpegLike('waits'))
    const list = fileListSchema.parse(await (await user.fetch('/api/files')).json())
    expect(list.items[0]?.work).toEqual([{ job: 'ingest-file', state: 'waiting_home', note: null }])
  })

  it('keeps the same bytes once, and answers the file that has them', async () => {
    const user = await aUser()
    const first = uploadOutcomeSchema.parse(await (await user.upload(jpegLike('twin'))).json())
    const again = await user.upload(jpegLike('twin'), 'other-name.jpg')
    expect(again.status).toBe(200)
    const second = uploadOutcomeSchema.parse(await again.json())
    expect(second).toMatchObject({ outcome: 'duplicate', file: { id: first.file.id } })
    expect(await objectsOf(user)).toBe(1)
    expect(await storage(user)).toEqual({ used: jpegLike('twin').length, reserved: 0 })
  })

  it('keeps one file and one object when the same bytes arrive twenty times at once', async () => {
    const user = await aUser()
    const responses = await Promise.all(
      Array.from({ length: 20 }, () => user.upload(jpegLike('at once'))),
    )
    const statuses = responses.map((response) => response.status).sort()
    expect(statuses).toEqual([...Array(19).fill(200), 201])
    expect(await objectsOf(user)).toBe(1)
    expect(await storage(user)).toEqual({ used: jpegLike('at once').length, reserved: 0 })
  })

  it('takes a file back from trash when its bytes are uploaded again', async () => {
    const user = await aUser()
    const { file } = uploadOutcomeSchema.parse(await (await user.upload(jpegLike('back'))).json())
    await user.fetch(`/api/files/${file.id}`, { method: 'DELETE' })
    const again = uploadOutcomeSchema.parse(await (await user.upload(jpegLike('back'))).json())
    expect(again.file).toMatchObject({ id: file.id, trashedAt: null })
  })

  it('gives two spaces a file each for the same bytes, and neither sees the other', async () => {
    const [one, two] = [await aUser(), await aUser()]
    const first = uploadOutcomeSchema.parse(await (await one.upload(jpegLike('both'))).json())
    const second = uploadOutcomeSchema.parse(await (await two.upload(jpegLike('both'))).json())
    expect(second.outcome).toBe('created')
    expect(second.file.id).not.toBe(first.file.id)
  })

  it('never goes over the quota by a byte, however many uploads race for it', async () => {
    const size = jpegLike('00').length
    const user = await aUser({ quotaBytes: size * 7 + size - 1 })
    const responses = await Promise.all(
      Array.from({ length: 30 }, (_, index) =>
        user.upload(jpegLike(String(index).padStart(2, '0'))),
      ),
    )
    expect(responses.filter((response) => response.status === 201)).toHaveLength(7)
    expect(responses.filter((response) => response.status === 413)).toHaveLength(23)
    expect(await storage(user)).toEqual({ used: size * 7, reserved: 0 })
  })

  it('refuses an empty file with a sentence', async () => {
    const user = await aUser()
    const response = await user.upload(new Uint8Array(), 'zero.jpg')
    expect(response.status).toBe(400)
    const problem = problemSchema.parse(await response.json())
    expect(problem).toMatchObject({ code: 'empty_body', detail: 'The file is empty.' })
  })

  it('refuses a body that is not the one its hash promises, and keeps nothing of it', async () => {
    const user = await aUser()
    const path = `/api/files/upload?name=a.jpg&sha256=${'0'.repeat(64)}`
    const body = jpegLike('liar')
    const response = await user.fetch(path, {
      method: 'POST',
      body,
      headers: { 'Content-Length': String(body.length) },
    })
    expect(response.status).toBe(422)
    expect(problemSchema.parse(await response.json()).code).toBe('hash_mismatch')
    expect(await objectsOf(user)).toBe(0)
    expect(await storage(user)).toEqual({ used: 0, reserved: 0 })
  })

  it.each([
    ['longer', 10],
    ['shorter', 1_000],
  ])('refuses a body that is %s than it said, and keeps nothing of it', async (_, said) => {
    const user = await aUser()
    const body = new Blob([jpegLike('x'.repeat(100))]).stream()
    const response = await user.fetch('/api/files/upload?name=a.jpg', {
      method: 'POST',
      body,
      headers: { 'Content-Length': String(said) },
    })
    expect(response.status).toBe(422)
    expect(problemSchema.parse(await response.json()).code).toBe('length_mismatch')
    expect(await objectsOf(user)).toBe(0)
    expect(await storage(user)).toEqual({ used: 0, reserved: 0 })
  })

  it('answers a body over the limit before reading it', async () => {
    const user = await aUser()
    const response = await user.fetch('/api/files/upload?name=big.bin', {
      method: 'POST',
      body: 'x',
      headers: { 'Content-Length': '200000001' },
    })
    expect(response.status).toBe(413)
    expect(await storage(user)).toEqual({ used: 0, reserved: 0 })
  })

  it('takes the files of a form', async () => {
    const user = await aUser()
    const form = new FormData()
    form.append('files', new File([jpegLike('form one')], 'one.jpg'))
    form.append('files', new File([jpegLike('form two')], 'two.jpg'))
    const response = await user.fetch('/api/files/upload', { method: 'POST', body: form })
    expect(response.status).toBe(201)
    const list = fileListSchema.parse(await (await user.fetch('/api/files')).json())
    expect(list.items.map((item) => item.name).sort()).toEqual(['one.jpg', 'two.jpg'])
  })
})

describe('what is not what it says', () => {
  it.each([
    [
      'a script in an SVG named .png',
      '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
      'x.png',
    ],
    ['a page named cat.jpg', '<!doctype html><script>alert(1)</script>', 'cat.jpg'],
    ['text named .jpg', 'only words', 'words.jpg'],
    ['one byte', 'x', 'one-byte.png'],
    ['a PDF named .png', '%PDF-1.7\n1 0 obj', 'pdf.png'],
  ])('%s is kept and only ever served as an opaque attachment', async (_, text, name) => {
    const user = await aUser()
    const { file } = uploadOutcomeSchema.parse(await (await user.upload(text, name)).json())
    expect(file).toMatchObject({ kind: 'other', preview: 'none', thumbUrl: null })
    const download = await user.fetch(`/api/files/${file.id}/download`)
    expect(download.headers.get('Content-Type')).toBe('application/octet-stream')
    expect(download.headers.get('Content-Disposition')).toMatch(/^attachment;/)
    expect(download.headers.get('X-Content-Type-Options')).toBe('nosniff')
    expect(download.headers.get('Content-Security-Policy')).toContain('sandbox')
    expect(await download.text()).toBe(text)
  })

  it('a name that is a path or a header stays a name', async () => {
    const user = await aUser()
    const { file } = uploadOutcomeSchema.parse(
      await (
        await user.upload(jpegLike('name'), '../../etc/a\r\nSet-Cookie: x=1\u202egpj.jpg')
      ).json(),
    )
    expect(file.name).toBe('.._.._etc_aSet-Cookie: x=1gpj.jpg')
    const download = await user.fetch(`/api/files/${file.id}/download`)
    expect(download.headers.get('Set-Cookie')).toBeNull()
    expect(download.headers.get('Content-Disposition')).toContain(
      "filename*=UTF-8''.._.._etc_aSet-Cookie",
    )
  })
})
