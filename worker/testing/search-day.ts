import { folderViewSchema } from '#contracts/folders'
import { savedSearchSchema, searchQuerySchema } from '#contracts/search'
import { makeDeps } from '../deps.ts'
import type { Env } from '../env.ts'
import { searchFiles } from '../search/search-files.ts'
import { aUser, origin, request } from './harness.ts'
import { actorFor, madeInference, madeVectorOf } from './made-model.ts'
import { manyFiles } from './many-files.ts'
import { filesWithVectors } from './vectors.ts'

/** Words, filters, both, in a folder, and in what others share; by looks, by a picture, in albums. */
export async function searchDay(bindings: Env): Promise<void> {
  const user = await aUser()
  const owner = await aUser()
  await manyFiles(user, 5)
  const headers = { Origin: origin, 'Content-Type': 'application/json' }
  const make = async (path: string, body: object) =>
    await request(
      path,
      { method: 'POST', headers: { ...headers, Cookie: owner.cookie }, body: JSON.stringify(body) },
      bindings,
    )
  const folder = folderViewSchema.parse(await (await make('/api/folders', { name: 'Far' })).json())
  const grant = { username: user.username, permission: 'view' }
  await make(`/api/folders/${folder.id}/grants`, grant)
  for (const q of ['picture', 'animal nowhere', '-picture', 'type:photo is:favorite after:2001']) {
    for (const more of ['', `&folder=${folder.id}`, `&space=${user.spaceId}`]) {
      const path = `/api/search?q=${encodeURIComponent(q)}${more}`
      await request(path, { headers: { Cookie: user.cookie } }, bindings)
    }
  }
  const model = 'day@1'
  const [like] = await filesWithVectors(user, model, [[madeVectorOf('dog')], [madeVectorOf('car')]])
  await make('/api/folders', { name: 'Dogs of the day', kind: 'album' })
  const work: Promise<unknown>[] = []
  const made = makeDeps(bindings, { test: true }, (each) => void work.push(each))
  const deps = { ...made, inference: madeInference(model) }
  const looks = ['dog', 'dog name:jpg -cat type:photo'].flatMap((q) => [{ q }, { q, like }])
  for (const query of [...looks, { like }, { q: 'dogs day', folder: folder.id }]) {
    await searchFiles(deps, actorFor(user), searchQuerySchema.parse(query), 'vault.test')
    await searchFiles(
      deps,
      actorFor(owner),
      searchQuerySchema.parse({ q: 'dogs jpg' }),
      'vault.test',
    )
  }
  await Promise.all(work)
  const saved = savedSearchSchema.parse(
    await (await make('/api/search/saved', { name: 'Pictures', query: 'jpg' })).json(),
  )
  const ofSaved = async (method: string, path: string, body?: object) => {
    const init = { method, headers: { ...headers, Cookie: owner.cookie } }
    await request(path, { ...init, ...(body && { body: JSON.stringify(body) }) }, bindings)
  }
  await ofSaved('GET', '/api/search/saved')
  await ofSaved('PATCH', `/api/search/saved/${saved.id}`, { name: 'All pictures' })
  await ofSaved('GET', `/api/search/saved/${saved.id}/files`)
  await ofSaved('DELETE', `/api/search/saved/${saved.id}`)
}
