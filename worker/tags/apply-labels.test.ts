import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { fileDetailSchema, uploadOutcomeSchema } from '#contracts/files'
import type { FileId } from '#contracts/ids'
import { type Inference, InferenceError, noInference } from '#contracts/inference'
import { labelSetSchema, type PutLabels } from '#contracts/labels'
import { runBatch } from '../db/run-batch.ts'
import { purgeOldSpaces } from '../spaces/purge-spaces.ts'
import { aUser, type TestUser, testDeps } from '../testing/harness.ts'
import { jpegLike } from '../testing/pictures.ts'
import { embeddingStatements } from '../vectors/store-embeddings.ts'
import { applyLabels } from './apply-labels.ts'

/** What the made-up model tells apart; everything else is the last direction. */
const concepts = ['dog', 'beach', 'wedding', 'receipt', 'red kite', 'a photo.', 'lawn'] as const
type Concept = (typeof concepts)[number]

function directionOf(text: string): Float32Array {
  const vector = new Float32Array(8)
  const at = concepts.findIndex((concept) => text.includes(concept))
  vector[at === -1 ? 7 : at] = 1
  return vector
}

/** The far side: a model that answers for exactly these words, and remembers what it was asked. */
function aModel(model = 'made-up@1', chosen = model) {
  const asked: string[] = []
  const inference: Inference = {
    ...noInference,
    async embedText(texts, wanted) {
      if (texts.length > 64) throw new Error('more texts than a call takes')
      asked.push(...texts)
      return { model: wanted ?? chosen, vectors: texts.map(directionOf) }
    },
  }
  return { inference, asked }
}

let count = 0

/** A file whose picture shows these, each as much as the others. */
async function aFile(user: TestUser, ...shows: Concept[]): Promise<FileId> {
  const uploaded = await user.upload(jpegLike(`to label ${count++}`))
  const { id } = uploadOutcomeSchema.parse(await uploaded.json()).file
  await embed(user, id, 'made-up@1', [shows])
  return id
}

async function embed(user: TestUser, fileId: FileId, model: string, frames: Concept[][]) {
  const { db } = testDeps()
  const embeddings = frames.map((shows, frame) => {
    const vector = new Float32Array(8)
    for (const concept of shows) {
      vector[concepts.indexOf(concept)] = 1 / Math.sqrt(shows.length)
    }
    const values = Buffer.from(vector.buffer).toString('base64')
    return { model, atMs: frames.length > 1 ? frame * 1_000 : null, values }
  })
  const now = Date.now()
  await runBatch(db, embeddingStatements(db, { fileId, spaceId: user.spaceId, embeddings, now }))
}

async function apply(inference: Inference) {
  const deps = testDeps({ inference })
  // The vault's labels take more texts than one run embeds.
  for (const _ of [1, 2, 3]) await applyLabels(deps)
}

async function tagsOf(user: TestUser, id: FileId) {
  const response = await user.fetch(`/api/files/${id}`)
  const { tags } = fileDetailSchema.parse(await response.json())
  return tags.map(({ label, engine }) => `${label} ${engine}`).sort()
}

const path = (user: TestUser) => `/api/spaces/${user.spaceId}/labels`
const read = async (user: TestUser) =>
  labelSetSchema.parse(await (await user.fetch(path(user))).json())
async function put(user: TestUser, change: Partial<PutLabels>, to = user) {
  const body = JSON.stringify({ version: 0, removed: [], added: [], questions: [], ...change })
  const headers = { 'Content-Type': 'application/json' }
  return await user.fetch(path(to), { method: 'PUT', headers, body })
}

describe('labels', () => {
  it('are put to pictures that show them, several where there are several kinds', async () => {
    const user = await aUser()
    const { inference } = aModel()
    const [dog, both, nothing] = [
      await aFile(user, 'dog'),
      await aFile(user, 'dog', 'beach', 'wedding'),
      await aFile(user, 'a photo.'),
    ]
    expect((await read(user)).state).toBe('working')
    await apply(inference)
    expect(await tagsOf(user, dog)).toEqual(['dog made-up@1/labels'])
    const three = ['beach', 'dog', 'wedding'].map((label) => `${label} made-up@1/labels`)
    expect((await tagsOf(user, both)).filter((tag) => !tag.startsWith('beach holiday'))).toEqual(
      three,
    )
    expect(await tagsOf(user, nothing)).toEqual([])
    expect((await read(user)).state).toBe('ready')
  })

  it('come from the best frame of a film', async () => {
    const user = await aUser()
    const id = await aFile(user, 'a photo.')
    await embed(user, id, 'made-up@1', [['a photo.'], ['receipt'], ['a photo.']])
    await apply(aModel().inference)
    expect(await tagsOf(user, id)).toEqual(['receipt made-up@1/labels'])
  })

  it('wait while no model can embed texts, and nothing is made up', async () => {
    const user = await aUser()
    const id = await aFile(user, 'dog')
    const missing = new InferenceError('capability_missing', 'No model.')
    await apply({ ...aModel().inference, embedText: () => Promise.reject(missing) })
    expect(await tagsOf(user, id)).toEqual([])
    expect((await read(user)).state).toBe('working')
    await apply(aModel().inference)
    expect(await tagsOf(user, id)).toEqual(['dog made-up@1/labels'])
  })

  it('are embedded once for all spaces, whatever each has of its own', async () => {
    const [one, two] = [await aUser(), await aUser()]
    await aFile(one, 'dog')
    await apply(aModel().inference)
    const { inference, asked } = aModel()
    const id = await aFile(two, 'red kite')
    await put(two, { added: [{ name: 'red kite', group: 'objects' }] })
    await apply(inference)
    const wanted = asked.filter(
      (text) => !/^a (photo|picture|snapshot)( of (some|no)thing.*)?\.$/.test(text),
    )
    expect(wanted).toEqual(['a photo of a red kite.', 'a close-up photo of a red kite.'])
    expect(await tagsOf(two, id)).toEqual(['red kite made-up@1/labels'])
    expect((await read(one)).labels.some(({ name }) => name === 'red kite')).toBe(false)
  })

  it('by an older model are replaced once the chosen one has looked', async () => {
    const user = await aUser()
    const id = await aFile(user, 'dog')
    await apply(aModel().inference)
    const { inference } = aModel('made-up@2')
    await apply(inference)
    expect(await tagsOf(user, id)).toEqual(['dog made-up@1/labels'])
    await embed(user, id, 'made-up@2', [['beach']])
    await apply(inference)
    expect((await tagsOf(user, id)).filter((tag) => !tag.includes('holiday'))).toEqual([
      'beach made-up@2/labels',
    ])
  })
})

describe('the labels of a space', () => {
  it('are put to all its pictures again when somebody changes them', async () => {
    const user = await aUser()
    const [dog, lawn] = [await aFile(user, 'dog'), await aFile(user, 'lawn')]
    await apply(aModel().inference)
    expect(await tagsOf(user, lawn)).toEqual([])
    const question = { name: 'to mow', yes: 'an unkempt lawn', no: null }
    const saved = labelSetSchema.parse(
      await (await put(user, { removed: ['dog'], questions: [question] })).json(),
    )
    expect(saved).toMatchObject({ version: 1, questions: [question], state: 'working' })
    expect(saved.labels.find(({ name }) => name === 'dog')?.isOn).toBe(false)
    await apply(aModel().inference)
    expect([await tagsOf(user, dog), await tagsOf(user, lawn)]).toEqual([
      [],
      ['to mow made-up@1/labels'],
    ])
    expect(await put(user, { version: 1 }).then((response) => response.status)).toBe(200)
    await apply(aModel().inference)
    expect([await tagsOf(user, dog), await tagsOf(user, lawn)]).toEqual([
      ['dog made-up@1/labels'],
      [],
    ])
  })

  it('keep out what somebody took off, and follow renamed tags', async () => {
    const user = await aUser()
    const [one, two] = [await aFile(user, 'dog'), await aFile(user, 'dog')]
    await apply(aModel().inference)
    const headers = { 'Content-Type': 'application/json' }
    const send = async (method: string, where: string, body: object) =>
      await user.fetch(where, { method, headers, body: JSON.stringify(body) })
    await send('PUT', `/api/files/${one}/tags/dog`, { decision: 'removed' })
    await send('PATCH', '/api/tags/dog', { name: 'rex' })
    await put(user, { removed: ['cat'] })
    await apply(aModel().inference)
    expect([await tagsOf(user, one), await tagsOf(user, two)]).toEqual([
      [],
      ['rex made-up@1/labels'],
    ])
  })

  it('are about 300 to begin with, of four kinds, and are changed by one at a time', async () => {
    const user = await aUser()
    const { labels, version, state } = await read(user)
    expect(labels.length).toBeGreaterThan(250)
    expect(new Set(labels.map(({ group }) => group)).size).toBe(4)
    expect({ version, state }).toEqual({ version: 0, state: 'no_model' })
    expect((await put(user, { removed: ['cat'] })).status).toBe(200)
    expect((await put(user, { removed: ['dog'] })).status).toBe(409)
    expect((await put(user, { version: 7 })).status).toBe(409)
    for (const name of ['dog', 'Dog ']) {
      const added = [{ name, group: 'objects' as const }]
      expect((await put(user, { version: 1, added })).status).toBe(400)
    }
    const twice = { name: 'mine', yes: 'something of mine', no: null }
    expect((await put(user, { version: 1, questions: [twice, twice] })).status).toBe(400)
    expect((await put(await aUser(), {}, user)).status).toBe(404)
  })

  it('leave nothing behind when the space is purged', async () => {
    const user = await aUser()
    await aFile(user, 'red kite')
    await put(user, { added: [{ name: 'red kite', group: 'objects' }] })
    await apply(aModel().inference)
    const left = async () =>
      await env.DB.prepare('select count(*) as n from label_vectors where space_id = ?')
        .bind(user.spaceId)
        .first('n')
    expect(await left()).toBe(1)
    await env.DB.prepare('update spaces set trashed_at = 1 where id = ?').bind(user.spaceId).run()
    for (const _ of [1, 2, 3]) await purgeOldSpaces(testDeps())
    expect(await left()).toBe(0)
  })
})
