import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { folderViewSchema } from '#contracts/folders'
import type { FileId } from '#contracts/ids'
import { InferenceError } from '#contracts/inference'
import { searchQuerySchema } from '#contracts/search'
import type { Deps } from '../deps.ts'
import { aUser, type TestUser, testDeps } from '../testing/harness.ts'
import { actorFor, madeInference, madeVectorOf } from '../testing/made-model.ts'
import { callAs } from '../testing/spaces.ts'
import { filesWithVectors } from '../testing/vectors.ts'
import { searchFiles } from './search-files.ts'

let models = 0
/** Vectors of texts are kept by model: one that no test before has asked. */
const aModel = () => `made-${models++}@1`

async function picture(user: TestUser, model: string, shows: string, name: string) {
  const [id] = await filesWithVectors(user, model, [[madeVectorOf(shows)]])
  if (!id) throw new Error('no file')
  await env.DB.prepare('update files set name = ? where id = ?').bind(name, id).run()
  return id
}

async function search(
  user: TestUser,
  deps: Partial<Deps>,
  query: { q?: string; like?: FileId; typing?: 'true'; folder?: string; limit?: number },
) {
  // A deployment of its own: what its home node said is kept for a while.
  const all = testDeps({ config: { ...testDeps().config }, ...deps })
  const page = await searchFiles(all, actorFor(user), searchQuerySchema.parse(query), 'vault.test')
  await all.settled()
  return page
}

const namesOf = ({ items }: { items: { file: { name: string } }[] }) =>
  items.map(({ file }) => file.name)

describe('pictures that look like what was asked for', () => {
  const model = aModel()
  const inference = madeInference(model)
  let user: TestUser
  beforeAll(async () => {
    user = await aUser()
    await picture(user, model, 'a dog', 'IMG_1.jpg')
    await picture(user, model, 'a dog at the beach', 'IMG_2.jpg')
    await picture(user, model, 'sunset', 'IMG_3.jpg')
    await picture(user, model, 'a car', 'my dog.jpg')
    await picture(user, model, 'dog', 'dog again.jpg')
  })

  it('are found without a word, those that words find too before all others', async () => {
    const page = await search(user, { inference }, { q: 'dog' })
    expect(page.semantic).toEqual({ state: 'used', model })
    expect(namesOf(page)[0]).toBe('dog again.jpg')
    expect(namesOf(page).slice(1).sort()).toEqual(['IMG_1.jpg', 'IMG_2.jpg', 'my dog.jpg'])
    expect(page.items[0]?.why.map(({ source }) => source)).toEqual(['name', 'semantic'])
    for (const { score } of page.items) expect(score).toBeGreaterThan(0.5)
  })

  it('are not found by nonsense', async () => {
    for (const q of ['qwertz', 'blorf', 'a treatise on grammar', 'vnsdkjfh 8234']) {
      expect(namesOf(await search(user, { inference }, { q })), q).toEqual([])
    }
  })

  it('are narrowed by filters as words are', async () => {
    expect(namesOf(await search(user, { inference }, { q: 'sunset type:video' }))).toEqual([])
    expect(namesOf(await search(user, { inference }, { q: 'sunset name:img_3' }))).toEqual([
      'IMG_3.jpg',
    ])
    const without = namesOf(await search(user, { inference }, { q: 'dog -again' }))
    expect(without).not.toContain('dog again.jpg')
    expect(without).toContain('IMG_1.jpg')
  })

  it('are not compared with filters alone, nor with what stands in quotes', async () => {
    for (const q of ['type:photo', '"dog"', '-dog']) {
      const page = await search(user, { inference }, { q })
      expect(page.semantic.state).toBe('not_asked')
    }
  })

  it('come in pages that hold every file once', async () => {
    const first = await search(user, { inference }, { q: 'dog', limit: 2 })
    const rest = await search(
      user,
      { inference },
      {
        ...{ q: 'dog', limit: 2 },
        ...(first.nextCursor !== null && { cursor: first.nextCursor }),
      },
    )
    expect(new Set([...namesOf(first), ...namesOf(rest)]).size).toBe(4)
  })

  it('ask the model once for the same text, and never while somebody types', async () => {
    await search(user, { inference }, { q: 'snow and a car' })
    const count = inference.asked.length
    const again = await search(user, { inference }, { q: 'snow and a car', typing: 'true' })
    expect(again.semantic.state).toBe('used')
    const typed = await search(user, { inference }, { q: 'snow and a', typing: 'true' })
    expect(typed.semantic.state).toBe('not_asked')
    expect(inference.asked).toHaveLength(count)
  })
})

describe('a picture', () => {
  const model = aModel()
  const inference = madeInference(model)
  let user: TestUser
  let dog: FileId
  beforeAll(async () => {
    user = await aUser()
    dog = await picture(user, model, 'dog', 'dog.jpg')
    await picture(user, model, 'dog beach', 'second at the sea.jpg')
    await picture(user, model, 'dog beach snow', 'third.jpg')
    await picture(user, model, 'sunset', 'far.jpg')
  })

  it('finds those like it, the nearest first, and not itself', async () => {
    const page = await search(user, { inference }, { like: dog })
    expect(namesOf(page).slice(0, 2)).toEqual(['second at the sea.jpg', 'third.jpg'])
    expect(page.items[0]?.why).toEqual([{ source: 'similar', words: [], means: null }])
    expect(namesOf(page)).not.toContain('dog.jpg')
  })

  it('with words finds those like it for which the words hold', async () => {
    expect(namesOf(await search(user, { inference }, { like: dog, q: 'sea' }))).toEqual([
      'second at the sea.jpg',
    ])
    expect(namesOf(await search(user, { inference }, { like: dog, q: 'snow' }))).toEqual([
      'third.jpg',
    ])
  })

  it('of another is as if it were not there', async () => {
    const other = await aUser()
    await expect(search(other, { inference }, { like: dog })).rejects.toMatchObject({
      code: 'not_found',
    })
  })
})

describe('without a model', () => {
  const refuse = (code: InferenceError['code']) => () =>
    Promise.reject(new InferenceError(code, 'no'))
  const never = () => new Promise<never>(() => {})

  async function words(embedText: Deps['inference']['embedText'], engines = never) {
    const [user, model] = [await aUser(), aModel()]
    await picture(user, model, 'dog', 'a dog.jpg')
    const inference = { ...madeInference(model), embedText, engines }
    // What never ends must not be waited for after the response either.
    const deps = { inference, defer: () => {} }
    return await search(user, deps, { q: 'dog' })
  }

  it.each([
    ['the home node is away', refuse('offline'), 'home_away'],
    ['the home node does not answer', never, 'home_away'],
    ['no model can read texts', refuse('capability_missing'), 'no_model'],
  ] as const)('words are found as ever, and the answer says that %s', async (_, embed, state) => {
    const page = await words(embed)
    expect(namesOf(page)).toEqual(['a dog.jpg'])
    expect(page.semantic).toEqual({ state, model: null })
  })

  it('that has looked at a picture, words are found, and the answer says which it is', async () => {
    const user = await aUser()
    const some = await search(user, { inference: madeInference('made@1') }, { q: 'dog' })
    expect(some.semantic.state).toBe('nothing_indexed')
    const inference = { ...madeInference('made@1'), engines: async () => [] }
    expect((await search(user, { inference }, { q: 'dog' })).semantic.state).toBe('no_model')
  })
})

describe('what others have', () => {
  it('is never found by its looks, until it is shared, and only below that folder', async () => {
    const model = aModel()
    const inference = madeInference(model)
    const [owner, guest] = [await aUser(), await aUser()]
    const made = await callAs(owner, 'POST', '/api/folders', { name: 'Shared' })
    const folder = folderViewSchema.parse(await made.json())
    const shown = await picture(owner, model, 'dog', 'shown.jpg')
    await picture(owner, model, 'dog', 'hidden.jpg')
    await env.DB.prepare('update files set folder_id = ? where id = ?').bind(folder.id, shown).run()
    const found = async () => namesOf(await search(guest, { inference }, { q: 'dog' }))
    expect(await found()).toEqual([])
    const grant = { username: guest.username, permission: 'view' }
    await callAs(owner, 'POST', `/api/folders/${folder.id}/grants`, grant)
    expect(await found()).toEqual(['shown.jpg'])
    const inFolder = await search(owner, { inference }, { q: 'dog', folder: folder.id })
    expect(namesOf(inFolder)).toEqual(['shown.jpg'])
  })

  it('and what is in trash, are not found in the very next search', async () => {
    const model = aModel()
    const [user, inference] = [await aUser(), madeInference(model)]
    const id = await picture(user, model, 'dog', 'gone.jpg')
    expect(namesOf(await search(user, { inference }, { q: 'dog' }))).toEqual(['gone.jpg'])
    await user.fetch(`/api/files/${id}`, { method: 'DELETE' })
    expect(namesOf(await search(user, { inference }, { q: 'dog' }))).toEqual([])
  })
})

describe('albums', () => {
  it('are found by their names, with the words that the name has not in their files', async () => {
    const user = await aUser()
    const inference = madeInference(aModel())
    const made = await callAs(user, 'POST', '/api/folders', { name: 'Norway 2024', kind: 'album' })
    const album = folderViewSchema.parse(await made.json())
    const model = aModel()
    const fjord = await picture(user, model, 'snow', 'fjord.jpg')
    const boat = await picture(user, model, 'snow', 'boat.jpg')
    await picture(user, model, 'snow', 'elsewhere boat.jpg')
    await callAs(user, 'PUT', `/api/folders/${album.id}/files`, { add: [fjord, boat] })
    const page = await search(user, { inference }, { q: 'norway' })
    expect(namesOf(page).sort()).toEqual(['boat.jpg', 'fjord.jpg'])
    expect(page.items[0]?.why).toEqual([{ source: 'folder', words: ['norway'], means: null }])
    expect(namesOf(await search(user, { inference }, { q: 'norway boat' }))[0]).toBe('boat.jpg')
    expect(namesOf(await search(user, { inference }, { q: 'norway -boat' }))).toEqual(['fjord.jpg'])
    const stranger = await aUser()
    expect(namesOf(await search(stranger, { inference }, { q: 'norway' }))).toEqual([])
  })
})
