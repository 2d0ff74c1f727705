import { expect, it } from 'vitest'
import { problemSchema } from '#contracts/problem'
import { searchPageSchema } from '#contracts/search'
import { aUser } from '../testing/harness.ts'
import { filesWithVectors, madeVector } from '../testing/vectors.ts'

const model = 'made@1'

/** Security A63: nothing of a request becomes a namespace, a filter or a count without a check. */
it.each([
  ['like', '{"$or":[{"kind":"image"}]}'],
  ['like', 'spc_00000000000000000000000000:0123456789abcdef'],
  ['folder', '{"$or":[]}'],
  ['folder', '{"$in":["x"]}'],
  ['space', '{"$ne":null}'],
  ['limit', '1e9'],
  ['limit', 'NaN'],
  ['limit', '-1'],
  ['limit', 'Infinity'],
])('pictures like one with %s=%s are refused', async (name, value) => {
  const user = await aUser()
  const [file] = await filesWithVectors(user, model, [[madeVector(1)], [madeVector(2)]])
  const query = new URLSearchParams({ like: file ?? '', [name]: value })
  const response = await user.fetch(`/api/search?${query}`)
  expect(response.status).toBe(400)
  expect(problemSchema.parse(await response.json()).code).toBe('validation_failed')
})

it('nobody finds pictures like one of a stranger, nor in their space', async () => {
  const [owner, stranger] = [await aUser(), await aUser()]
  const vectors = [[madeVector(1)], [madeVector(2)]]
  const [theirs] = await filesWithVectors(owner, model, vectors)
  const own = await filesWithVectors(stranger, model, vectors)
  const like = async (query: string) => await stranger.fetch(`/api/search?${query}`)
  expect((await like(`like=${theirs}`)).status).toBe(404)
  expect((await like(`like=${own[0]}&space=${owner.spaceId}`)).status).toBe(404)
  const { items } = searchPageSchema.parse(await (await like(`like=${own[0]}`)).json())
  for (const { file } of items) expect(own).toContain(file.id)
})

it('a picture in trash is not like any other, from the next request on', async () => {
  const user = await aUser()
  const vector = madeVector(1)
  const [one, two, three] = await filesWithVectors(user, model, [[vector], [vector], [vector]])
  const found = async () => {
    const response = await user.fetch(`/api/search?like=${one}`)
    return searchPageSchema.parse(await response.json()).items.map(({ file }) => file.id)
  }
  expect((await found()).sort()).toEqual([two, three].sort())
  await user.fetch(`/api/files/${two}`, { method: 'DELETE' })
  expect(await found()).toEqual([three])
  await user.fetch(`/api/files/${two}/restore`, { method: 'POST' })
  expect((await found()).sort()).toEqual([two, three].sort())
})
