import { expect, it } from 'vitest'
import { fileListSchema, uploadOutcomeSchema } from '#contracts/files'
import { folderViewSchema } from '#contracts/folders'
import { savedSearchesSchema, savedSearchSchema } from '#contracts/search'
import { aUser, type TestUser } from '../testing/harness.ts'
import { madeVectorOf } from '../testing/made-model.ts'
import { jpegLike } from '../testing/pictures.ts'
import { callAs } from '../testing/spaces.ts'
import { filesWithVectors } from '../testing/vectors.ts'
import { maxSavedSearches } from './saved-queries.ts'

async function save(user: TestUser, wanted: object) {
  const made = await callAs(user, 'POST', '/api/search/saved', wanted)
  expect(made.status).toBe(201)
  return savedSearchSchema.parse(await made.json())
}

async function namesOf(user: TestUser): Promise<string[]> {
  const list = await user.fetch('/api/search/saved')
  return savedSearchesSchema.parse(await list.json()).items.map(({ name }) => name)
}

it('a search is kept under a name, renamed and deleted, by whoever kept it alone', async () => {
  const [user, other] = [await aUser(), await aUser()]
  const dogs = await save(user, { name: 'Dogs', query: 'dog type:photo' })
  await save(user, { name: 'Beaches', query: 'beach' })
  expect(dogs).toMatchObject({ query: 'dog type:photo', spaceId: null, folderId: null })
  expect(await namesOf(user)).toEqual(['Beaches', 'Dogs'])
  expect(await namesOf(other)).toEqual([])
  const path = `/api/search/saved/${dogs.id}`
  for (const [method, body] of [['PATCH', { name: 'Mine' }], ['DELETE']] as const) {
    expect((await callAs(other, method, path, body)).status).toBe(404)
  }
  expect((await other.fetch(`${path}/files`)).status).toBe(404)
  expect((await callAs(user, 'PATCH', path, { name: 'All dogs' })).status).toBe(200)
  expect(await namesOf(user)).toEqual(['All dogs', 'Beaches'])
  expect((await callAs(user, 'DELETE', path)).status).toBe(204)
  expect(await namesOf(user)).toEqual(['Beaches'])
})

it('is an album that keeps itself: what is found comes and goes with the files', async () => {
  const user = await aUser()
  const folderMade = await callAs(user, 'POST', '/api/folders', { name: 'Here' })
  const folder = folderViewSchema.parse(await folderMade.json())
  const saved = await save(user, { name: 'Lamps', query: 'lamp' })
  const here = await save(user, { name: 'Lamps here', query: 'lamp', folderId: folder.id })
  const files = async (id: string) => {
    const list = fileListSchema.parse(
      await (await user.fetch(`/api/search/saved/${id}/files?limit=50`)).json(),
    )
    return list.items.map(({ name }) => name)
  }
  expect(await files(saved.id)).toEqual([])
  const uploaded = await user.upload(jpegLike('a lamp'), 'lamp.jpg')
  const { file } = uploadOutcomeSchema.parse(await uploaded.json())
  expect(await files(saved.id)).toEqual(['lamp.jpg'])
  expect(await files(here.id)).toEqual([])
  await callAs(user, 'POST', '/api/files/move', { fileIds: [file.id], folderId: folder.id })
  expect(await files(here.id)).toEqual(['lamp.jpg'])
  await user.fetch(`/api/files/${file.id}`, { method: 'DELETE' })
  expect(await files(saved.id)).toEqual([])
})

it('finds nothing of a space or folder that is no longer shared', async () => {
  const [owner, guest] = [await aUser(), await aUser()]
  const made = await callAs(owner, 'POST', '/api/folders', { name: 'Shared' })
  const folder = folderViewSchema.parse(await made.json())
  const wanted = { name: 'Theirs', query: 'lamp', folderId: folder.id }
  expect((await callAs(guest, 'POST', '/api/search/saved', wanted)).status).toBe(404)
  const inSpace = { name: 'Theirs', query: 'lamp', spaceId: owner.spaceId }
  expect((await callAs(guest, 'POST', '/api/search/saved', inSpace)).status).toBe(404)
  const grant = { username: guest.username, permission: 'view' }
  const granted = await callAs(owner, 'POST', `/api/folders/${folder.id}/grants`, grant)
  const saved = await save(guest, wanted)
  expect((await guest.fetch(`/api/search/saved/${saved.id}/files`)).status).toBe(200)
  const { id: grantId } = (await granted.json()) as { id: string }
  await owner.fetch(`/api/folders/${folder.id}/grants/${grantId}`, { method: 'DELETE' })
  expect((await guest.fetch(`/api/search/saved/${saved.id}/files`)).status).toBe(404)
})

it.each([
  [{ name: '', query: 'x' }, 'A saved search has a name.'],
  [{ name: 'x', query: ' ' }, 'say what to look for'],
  [{ name: 'x', query: 'y'.repeat(501) }, 'at most 500 characters'],
])('%j is refused with a sentence', async (wanted, sentence) => {
  const user = await aUser()
  const refused = await callAs(user, 'POST', '/api/search/saved', wanted)
  expect(refused.status).toBe(400)
  expect(await refused.text()).toContain(sentence)
})

it('a user keeps so many and no more', async () => {
  const user = await aUser()
  for (let start = 0; start < maxSavedSearches; start += 20) {
    await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        save(user, { name: `${start + index}`, query: 'x' }),
      ),
    )
  }
  const refused = await callAs(user, 'POST', '/api/search/saved', { name: 'one more', query: 'x' })
  expect(refused.status).toBe(409)
  expect(await namesOf(user)).toHaveLength(maxSavedSearches)
})

it('is an album of pictures like one, which ends with that picture', async () => {
  const [user, other] = [await aUser(), await aUser()]
  const ids = await filesWithVectors(user, 'looks@1', [
    [madeVectorOf('a dog')],
    [madeVectorOf('a dog at the beach')],
    [madeVectorOf('dogs and snow')],
  ])
  const [dog, ...others] = ids
  const wanted = { name: 'Like her', query: '', likeFileId: dog }
  expect((await callAs(other, 'POST', '/api/search/saved', wanted)).status).toBe(404)
  const nothing = { name: 'Nothing', query: '' }
  expect((await callAs(user, 'POST', '/api/search/saved', nothing)).status).toBe(400)
  const saved = await save(user, wanted)
  expect(saved).toMatchObject({ query: '', likeFileId: dog })
  const answer = await user.fetch(`/api/search/saved/${saved.id}/files`)
  const found = fileListSchema.parse(await answer.json()).items.map(({ id }) => id)
  expect(found[0]).toBe(others[0])
  expect(found).not.toContain(dog)
  await user.fetch(`/api/files/${dog}`, { method: 'DELETE' })
  await callAs(user, 'POST', `/api/files/${dog}/purge`)
  expect(await namesOf(user)).toEqual([])
})
