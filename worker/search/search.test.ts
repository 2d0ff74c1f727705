import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { uploadOutcomeSchema } from '#contracts/files'
import { folderViewSchema } from '#contracts/folders'
import { problemSchema } from '#contracts/problem'
import { type SearchPage, searchPageSchema } from '#contracts/search'
import { aUser, type TestUser } from '../testing/harness.ts'
import { manyFiles } from '../testing/many-files.ts'
import { jpegLike } from '../testing/pictures.ts'

let count = 0

async function put(user: TestUser, name: string, folder?: string): Promise<string> {
  const uploaded = await user.upload(jpegLike(`to find ${count++}`), name)
  const { id } = uploadOutcomeSchema.parse(await uploaded.json()).file
  if (folder !== undefined) {
    const moved = await user.fetch(
      '/api/files/move',
      json('POST', { fileIds: [id], folderId: folder }),
    )
    expect(moved.ok).toBe(true)
  }
  return id
}

const json = (method: string, body: object) => ({
  method,
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify(body),
})

async function search(user: TestUser, q: string, more = ''): Promise<SearchPage> {
  const response = await user.fetch(`/api/search?q=${encodeURIComponent(q)}${more}`)
  expect(response.status).toBe(200)
  return searchPageSchema.parse(await response.json())
}

async function names(user: TestUser, q: string, more = ''): Promise<string[]> {
  return (await search(user, q, more)).items.map(({ file }) => file.name)
}

async function aFolder(user: TestUser, name: string): Promise<string> {
  const made = await user.fetch('/api/folders', json('POST', { name }))
  return folderViewSchema.parse(await made.json()).id
}

describe('words', () => {
  let user: TestUser
  let trip: string
  beforeAll(async () => {
    user = await aUser()
    trip = await aFolder(user, 'Norway trip')
    const beach = await put(user, 'Beaches at noon.jpg')
    const dog = await put(user, 'IMG_2034.jpg', trip)
    await put(user, 'café crème.jpg')
    await user.fetch(`/api/files/${beach}`, json('PATCH', { description: 'A red umbrella' }))
    await user.fetch(`/api/files/${dog}/tags`, json('PUT', { tags: ['dog', 'snow'] }))
    await env.DB.prepare(
      "update files set place_name = 'Oslo, Norway', camera = 'X-T4' where id = ?",
    )
      .bind(dog)
      .run()
  })

  it.each([
    ['in the name, in another form', 'beach', 'Beaches at noon.jpg', 'name', 'beaches'],
    ['in the name, as one types', 'beac', 'Beaches at noon.jpg', 'name', 'beaches'],
    ['in the name, without its accents', 'cafe', 'café crème.jpg', 'name', 'café'],
    ['in a number', '2034', 'IMG_2034.jpg', 'name', '2034'],
    ['in a tag', 'dogs', 'IMG_2034.jpg', 'tags', 'dog'],
    ['in the description', 'UMBRELLA', 'Beaches at noon.jpg', 'description', 'umbrella'],
    ['in the place', 'oslo', 'IMG_2034.jpg', 'place', 'oslo'],
    ['in the camera', 'x-t4', 'IMG_2034.jpg', 'camera', 'x-t4'],
    ['in the name of the folder', 'trip', 'IMG_2034.jpg', 'folder', 'trip'],
  ])('are found %s, and the answer says where', async (_, q, name, source, word) => {
    const { items, matched } = await search(user, q)
    expect(items.map(({ file }) => file.name)).toEqual([name])
    expect(items[0]?.why).toEqual([{ source, words: [word], means: null }])
    expect(items[0]?.score).toBeGreaterThan(0.4)
    expect(matched).toBe('all')
  })

  it.each([
    ['all of them', 'snow dog', ['IMG_2034.jpg']],
    ['small words left out', 'a picture of the dog in the snow', ['IMG_2034.jpg']],
    ['a phrase', '"red umbrella"', ['Beaches at noon.jpg']],
    ['a phrase in another order', '"umbrella red"', []],
    ['without a word', 'jpg -dog -beach', ['café crème.jpg']],
    ['only without words', '-dog -beach', ['café crème.jpg']],
    ['a tag', 'tag:dog', ['IMG_2034.jpg']],
    ['a tag that is only a name', 'tag:beach', []],
    ['a folder', 'folder:"norway trip"', ['IMG_2034.jpg']],
    ['a place', 'place:oslo', ['IMG_2034.jpg']],
    ['a camera and a kind', 'camera:x-t4 type:photo', ['IMG_2034.jpg']],
    ['another kind', 'dog type:video', []],
    ['a time', 'dog before:1999', []],
    ['only a kind', 'type:photo -tag:dog -beach', ['café crème.jpg']],
    ['a favourite', 'dog is:favorite', []],
    ['only a small word', 'at', ['Beaches at noon.jpg']],
    ['without a small word', 'jpg -at -dog', ['café crème.jpg']],
    ['nothing but signs', '!!! ...', []],
    ['nonsense', 'qwzrtp', []],
  ])('are understood: %s', async (_, q, found) => {
    expect(await names(user, q)).toEqual(found)
  })

  it('of which no file has all find what has some, and the answer says so', async () => {
    const page = await search(user, 'dog umbrella qwzrtp')
    expect(page.matched).toBe('some')
    expect(page.words).toEqual(['dog', 'umbrella', 'qwzrtp'])
    expect(page.items).toHaveLength(2)
    for (const { score } of page.items) expect(score).toBeLessThan(0.5)
  })

  it('of which only some are there still stand in the place that was named', async () => {
    const page = await search(user, 'umbrella qwzrtp tag:dog')
    expect([page.matched, page.items.length]).toEqual(['some', 0])
    expect(await names(user, 'snow qwzrtp tag:dog')).toEqual(['IMG_2034.jpg'])
  })

  it('are looked for in one folder, and in what is below it', async () => {
    expect(await names(user, 'jpg', `&folder=${trip}`)).toEqual(['IMG_2034.jpg'])
  })

  it('come in pages that hold every file once', async () => {
    const first = await search(user, 'jpg', '&limit=2')
    const rest = await search(user, 'jpg', `&limit=2&cursor=${first.nextCursor}`)
    const all = [...first.items, ...rest.items].map(({ file }) => file.id)
    expect(new Set(all).size).toBe(3)
    expect(rest.nextCursor).toBeNull()
  })
})

it('a word that thousands of files have finds the newest of them, page after page', async () => {
  const user = await aUser()
  await manyFiles(user, 2_150)
  const first = await search(user, 'jpg', '&limit=75')
  const second = await search(user, 'jpg', `&limit=75&cursor=${first.nextCursor}`)
  const third = await search(user, 'jpg', `&limit=75&cursor=${second.nextCursor}`)
  const ids = [first, second, third].flatMap(({ items }) => items.map(({ file }) => file.id))
  expect([first.items.length, second.items.length]).toEqual([75, 25])
  expect(new Set(ids).size).toBe(175)
  const newest = await env.DB.prepare(
    'select file_id as id from search_documents order by search_documents.id desc limit 100',
  ).all<{ id: string }>()
  expect(new Set(ids.slice(0, 100))).toEqual(new Set(newest.results.map(({ id }) => id)))
})

it('a frequent word with a date finds what was taken then, also after its date was changed', async () => {
  const user = await aUser()
  await manyFiles(user, 1_100)
  const [oldest] = (await search(user, 'jpg before:2031', '&limit=1')).items
  if (!oldest) throw new Error('nothing there')
  expect((await search(user, 'jpg before:1950')).items).toEqual([])
  const dated = await user.fetch(
    `/api/files/${oldest.file.id}`,
    json('PATCH', { takenAt: '1949-05-01T12:00:00' }),
  )
  expect(dated.status).toBe(200)
  expect((await search(user, 'jpg before:1950')).items.map(({ file }) => file.id)).toEqual([
    oldest.file.id,
  ])
})

describe('what words mean', () => {
  let user: TestUser
  beforeAll(async () => {
    user = await aUser()
    for (const tag of ['dog', 'cat', 'car', 'hot dog', 'guitar', 'orange', 'banana']) {
      const id = await put(user, `${count}.jpg`)
      await user.fetch(`/api/files/${id}/tags`, json('PUT', { tags: [tag] }))
    }
    const name = await put(user, 'animal farm.jpg')
    await user.fetch(`/api/files/${name}/tags`, json('PUT', { tags: ['book'] }))
  })

  const tagsOf = async (q: string) =>
    (await search(user, q)).items.map(({ why }) => why.map(({ words }) => words.join()).join('+'))

  it.each([
    ['a kind of it', 'animal', ['animal', 'cat', 'dog']],
    ['a kind of it, of several', 'animals', ['animal', 'cat', 'dog']],
    ['another name for it', 'automobile', ['car']],
    ['a name of two words', 'musical instrument', ['guitar']],
    ['not what only sounds like it', 'pet', ['cat', 'dog']],
    ['the word itself when it is quoted', '"animal"', ['animal']],
    ['no colour that is a fruit too', 'fruit', ['banana']],
    ['nothing that is too general', 'object', []],
    ['the word itself in a filter', 'tag:animal', []],
  ])('finds %s', async (_, q, found) => {
    expect((await tagsOf(q)).sort()).toEqual(found)
  })

  it('is said with each file, after those in which the word itself stands', async () => {
    const page = await search(user, 'animal')
    expect(page.items[0]?.why).toEqual([{ source: 'name', words: ['animal'], means: null }])
    expect(
      page.items
        .slice(1)
        .flatMap(({ why }) => why)
        .map(({ means }) => means),
    ).toEqual(['animal', 'animal'])
    expect(page.widened).toEqual([{ word: 'animal', tags: ['cat', 'dog'] }])
    expect(page.words).toEqual(['animal'])
  })

  it('is a tag as a whole before a tag of which it is only a part', async () => {
    expect(await tagsOf('dog')).toEqual(['dog', 'hot dog'])
  })

  it('is no tag of a space that is not searched, nor does the answer name one', async () => {
    const other = await aUser()
    const folder = await aFolder(other, 'Shared')
    const shown = await put(other, 'a.jpg', folder)
    const hidden = await put(other, 'b.jpg')
    await other.fetch(`/api/files/${shown}/tags`, json('PUT', { tags: ['horse'] }))
    await other.fetch(`/api/files/${hidden}/tags`, json('PUT', { tags: ['zebra'] }))
    const guest = await aUser()
    const grant = { username: guest.username, permission: 'view' }
    await other.fetch(`/api/folders/${folder}/grants`, json('POST', grant))
    const page = await search(guest, 'animal')
    expect(page.items.map(({ file }) => file.id)).toEqual([shown])
    expect(page.widened).toEqual([{ word: 'animal', tags: ['horse'] }])
  })
})

describe('what is written changes', () => {
  it('and is found by the new words at once, not by the old ones', async () => {
    const user = await aUser()
    const folder = await aFolder(user, 'Garden')
    const id = await put(user, 'tulip.jpg', folder)
    await user.fetch(`/api/files/${id}/tags`, json('PUT', { tags: ['spring'] }))
    await user.fetch(`/api/files/${id}/tags`, json('PUT', { tags: ['autumn'] }))
    await user.fetch(`/api/files/${id}`, json('PATCH', { description: 'first' }))
    await user.fetch(`/api/files/${id}`, json('PATCH', { description: 'second' }))
    await user.fetch(`/api/folders/${folder}`, json('PATCH', { name: 'Orchard' }))
    for (const gone of ['spring', 'first', 'garden']) expect(await names(user, gone)).toEqual([])
    for (const q of ['autumn', 'second', 'orchard', 'tulip']) {
      expect(await names(user, q)).toEqual(['tulip.jpg'])
    }
  })

  it('and what is in trash is not found, and is again when it is back', async () => {
    const user = await aUser()
    const id = await put(user, 'lamp.jpg')
    await user.fetch(`/api/files/${id}`, { method: 'DELETE' })
    expect(await names(user, 'lamp')).toEqual([])
    await user.fetch(`/api/files/${id}/restore`, { method: 'POST' })
    expect(await names(user, 'lamp')).toEqual(['lamp.jpg'])
  })

  it('and what is purged leaves no word behind', async () => {
    const user = await aUser()
    const id = await put(user, 'vanishing.jpg')
    await user.fetch(`/api/files/${id}/tags`, json('PUT', { tags: ['fog'] }))
    await user.fetch(`/api/files/${id}`, { method: 'DELETE' })
    await user.fetch(`/api/files/${id}/purge`, { method: 'POST' })
    const left = await env.DB.prepare(
      "select count(*) as n from search_words where search_words match 'vanishing OR fog'",
    ).first('n')
    expect(left).toBe(0)
  })
})

describe('what others have', () => {
  it('is never found, until a folder of it is shared, and only below that folder', async () => {
    const owner = await aUser()
    const guest = await aUser()
    const folder = await aFolder(owner, 'Shared')
    await put(owner, 'lighthouse in the folder.jpg', folder)
    await put(owner, 'lighthouse at the top.jpg')
    expect(await names(guest, 'lighthouse')).toEqual([])
    expect(await names(guest, 'type:photo')).toEqual([])
    expect((await guest.fetch(`/api/search?q=lighthouse&space=${owner.spaceId}`)).status).toBe(404)
    expect((await guest.fetch(`/api/search?q=lighthouse&folder=${folder}`)).status).toBe(404)
    const grant = { username: guest.username, permission: 'view' }
    await owner.fetch(`/api/folders/${folder}/grants`, json('POST', grant))
    expect(await names(guest, 'lighthouse')).toEqual(['lighthouse in the folder.jpg'])
    expect(await names(guest, '-nothing')).toEqual(['lighthouse in the folder.jpg'])
    expect(await names(guest, 'lighthouse', `&folder=${folder}`)).toHaveLength(1)
  })
})

it.each([
  "' OR 1=1 --",
  '"*',
  'a NEAR b',
  'name:x^2 OR (space : "y")',
  '{name} : x',
  'AND OR NOT',
  '-',
  '""',
  'tag:',
  'before:9999999',
  'x'.repeat(500),
  '\u0000\u0001\u0002',
])('%j is words and no syntax (A68)', async (q) => {
  const user = await aUser()
  const response = await user.fetch(`/api/search?q=${encodeURIComponent(q)}`)
  expect([200, 400]).toContain(response.status)
  if (response.status === 200) {
    expect(searchPageSchema.parse(await response.json()).items).toEqual([])
  }
})

it.each([
  ['', 'say what to look for'],
  ['x'.repeat(501), 'at most 500 characters'],
])('what cannot be looked for is refused with a sentence', async (q, sentence) => {
  const user = await aUser()
  const response = await user.fetch(`/api/search?q=${q}`)
  expect(response.status).toBe(400)
  expect(problemSchema.parse(await response.json()).detail).toContain(sentence)
})

it.each(['nonsense', Buffer.from('{"matched":"all","at":1e9}').toString('base64url')])(
  'a cursor of nowhere is refused: %s',
  async (cursor) => {
    const user = await aUser()
    expect((await user.fetch(`/api/search?q=x&cursor=${cursor}`)).status).toBe(400)
  },
)
