import { env } from 'cloudflare:workers'
import { eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { makeDb } from '../db/client.ts'
import { files } from '../db/schema/files.ts'
import { aUser } from '../testing/harness.ts'
import { manyFiles } from '../testing/many-files.ts'

it('the thumbnail of a file leads to its signed address, and is not there before its preview is', async () => {
  const [user, stranger] = [await aUser(), await aUser()]
  const [id] = await manyFiles(user, 1)
  if (id === undefined) throw new Error('no file')
  const path = `/api/files/${id}/thumbnail`
  expect((await user.fetch(path)).status).toBe(404)
  await makeDb(env.DB).update(files).set({ preview: 'ready' }).where(eq(files.id, id))
  const { status, headers } = await user.fetch(path)
  expect(status).toBe(302)
  expect(headers.get('Location')).toMatch(new RegExp(`^/m/.*/${id}/320$`))
  expect((await stranger.fetch(path)).status).toBe(404)
})
