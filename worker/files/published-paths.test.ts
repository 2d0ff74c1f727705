import { env } from 'cloudflare:workers'
import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { fileDetailSchema, fileListSchema, uploadOutcomeSchema } from '#contracts/files'
import { tagListSchema } from '#contracts/tags'
import { makeDb } from '../db/client.ts'
import { files } from '../db/schema/files.ts'
import { aUser, type TestUser } from '../testing/harness.ts'
import { jpegLike } from '../testing/pictures.ts'
import { callAs } from '../testing/spaces.ts'

const uploadedManySchema = z.object({ items: z.array(uploadOutcomeSchema) })

async function uploadTwo(user: TestUser, path: string) {
  const form = new FormData()
  for (const name of ['one.jpg', 'two.jpg']) {
    form.append('files', new File([new Uint8Array(jpegLike(`${name} ${path}`))], name))
  }
  const answer = await user.fetch(path, { method: 'POST', body: form })
  expect(answer.status).toBe(201)
  return uploadedManySchema.parse(await answer.json()).items.map(({ file }) => file)
}

// Clients of other vaults know these paths, some of them with a slash at the end.
describe.each(['', '/'])('the published paths, each with %j at its end', (slash) => {
  it('take several files at once and list them by page', async () => {
    const user = await aUser()
    const sent = await uploadTwo(user, `/api/files/upload${slash}`)
    expect(sent.map(({ name }) => name)).toEqual(['one.jpg', 'two.jpg'])
    const listed = await user.fetch(`/api/files${slash}?page=1&limit=1`)
    const list = fileListSchema.parse(await listed.json())
    expect(list).toMatchObject({ page: 1, limit: 1, total: 2, items: [{ id: sent[1]?.id }] })
    expect(list.next_cursor).toBe(list.nextCursor)
  })

  it('tell of one file, give its bytes and its thumbnail, and delete it', async () => {
    const user = await aUser()
    const [file] = await uploadTwo(user, `/api/files/upload${slash}`)
    const path = `/api/files/${file?.id}`
    const told = await user.fetch(`${path}${slash}`)
    expect(fileDetailSchema.parse(await told.json()).id).toBe(file?.id)
    const download = await user.fetch(`${path}/download${slash}`, {
      headers: { Range: 'bytes=0-2' },
    })
    expect(download.status).toBe(206)
    expect(new Uint8Array(await download.arrayBuffer())).toEqual(jpegLike('').slice(0, 3))
    expect(download.headers.get('Content-Disposition')).toContain('one.jpg')
    expect((await user.fetch(`${path}/thumbnail${slash}`)).status).toBe(404)
    if (file)
      await makeDb(env.DB).update(files).set({ preview: 'ready' }).where(eq(files.id, file.id))
    const thumbnail = await user.fetch(`${path}/thumbnail${slash}`)
    expect([thumbnail.status, thumbnail.headers.get('Location')?.slice(0, 3)]).toEqual([302, '/m/'])
    expect((await user.fetch(`${path}${slash}`, { method: 'DELETE' })).status).toBe(200)
    const list = await user.fetch(`/api/files${slash}?page=1`)
    expect(fileListSchema.parse(await list.json()).total).toBe(1)
  })

  it('list all tags, and the files of one by page', async () => {
    const user = await aUser()
    const sent = await uploadTwo(user, `/api/files/upload${slash}`)
    for (const { id } of sent) {
      await callAs(user, 'PUT', `/api/files/${id}/tags${slash}`, { tags: ['Blue Lake', 'sun'] })
    }
    const tags = tagListSchema.parse(await (await user.fetch(`/api/tags${slash}`)).json())
    expect(tags.items).toMatchObject([
      { tag: 'blue lake', files: 2 },
      { tag: 'sun', files: 2 },
    ])
    const ask = async (query: string) =>
      fileListSchema.parse(
        await (await user.fetch(`/api/tags/Blue%20Lake/files${slash}${query}`)).json(),
      )
    expect((await ask('')).items).toHaveLength(2)
    const [first, second] = [await ask('?page=1&limit=1'), await ask('?page=2&limit=1')]
    expect(first).toMatchObject({ page: 1, limit: 1, total: 2 })
    expect([...first.items, ...second.items].map(({ id }) => id).sort()).toEqual(
      sent.map(({ id }) => id).sort(),
    )
    expect([first.next_cursor === null, second.next_cursor]).toEqual([false, null])
    expect((await user.fetch(`/api/tags/sun/files${slash}?page=1&cursor=x`)).status).toBe(400)
  })
})
