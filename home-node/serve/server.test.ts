import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { ulid } from 'ulid'
import { describe, expect, it, onTestFinished } from 'vitest'
import { linkHeaders } from '#contracts/home-node'
import { homeHealthSchema } from '#contracts/home-serve'
import { homeNodeIdSchema, sha256Schema } from '#contracts/ids'
import { type ImageEngine, ImageEngineError } from '#contracts/image-engine'
import { type Inference, InferenceError, noInference } from '#contracts/inference'
import { modelListSchema } from '#contracts/models'
import { problemSchema } from '#contracts/problem'
import { canonicalRecipe, recipeSchema, renditionRecipe } from '#contracts/recipe'
import { boundedBytes } from '../bounded-bytes.ts'
import { openDisks } from '../disks/disk-set.ts'
import { openJournal } from '../disks/journal.ts'
import { makeVerifier, sha256Hex, signRequest } from '../link/signed-request.ts'
import type { Log } from '../log.ts'
import { declareMade } from '../models/made/made-folder.ts'
import { openModels } from '../models/model-store.ts'
import { aFolder, aLog } from '../testing.ts'
import { makeServer } from './server.ts'

const pair = generateKeyPairSync('ed25519')
const stranger = generateKeyPairSync('ed25519')
const home = homeNodeIdSchema.parse(`hno_${ulid()}`)
const recipe = encodeURIComponent(canonicalRecipe(renditionRecipe('320')))

/** Answers with the source itself, so that tests see which bytes reached it. */
const echoEngine: ImageEngine = {
  async run(_, source) {
    const bytes = await boundedBytes(await source.open(), 1_000_000)
    if (bytes.length === 3) throw new ImageEngineError('undecodable', 'This is no picture.')
    return { body: new Blob([bytes]).stream(), mimeType: 'image/webp', width: 3, height: 2 }
  },
}
const fewEngines: Inference = {
  ...noInference,
  engines: async () => [{ capability: 'tag', engine: 'colours' }],
  tag: () => Promise.reject(new InferenceError('capability_missing', 'No engine here tags.')),
  embedText: () => Promise.reject(new InferenceError('capability_missing', 'No model here.')),
}

async function aModelStore(root: string, log: Log) {
  const stopping = new AbortController()
  onTestFinished(() => stopping.abort())
  const hub = 'http://127.0.0.1:9'
  const folder = join(root, 'models')
  await declareMade(folder, { id: 'made-tiny' })
  const store = await openModels({ folder, hub, log, signal: stopping.signal })
  await store.settled()
  return store
}

async function aServer() {
  const root = await aFolder()
  const journal = openJournal(join(root, 'state'))
  const log = aLog()
  const places = [{ name: 'one', path: join(root, 'one') }]
  const disks = await openDisks({ places, journal, log, reserveBytes: 0 })
  const bytes = randomBytes(100_000)
  const sha256 = sha256Schema.parse(sha256Hex(bytes))
  await disks.all()[0]?.store.put(sha256, new Blob([bytes]).stream(), { sizeBytes: bytes.length })
  let wakes = 0
  const app = makeServer({
    verifier: makeVerifier({
      audience: home,
      publicKeyOf: (key) => (key === 'worker' ? pair.publicKey : null),
    }),
    disks,
    images: echoEngine,
    inference: fewEngines,
    models: await aModelStore(root, log),
    onWake: () => {
      wakes += 1
    },
    log,
    version: '1.2.3',
  })
  const call = async (
    method: string,
    target: string,
    options: { body?: Uint8Array; headers?: Record<string, string>; signedBy?: typeof pair } = {},
  ) => {
    const { body, headers = {}, signedBy = pair } = options
    const signed = signRequest(
      { key: 'worker', privateKey: signedBy.privateKey },
      { audience: home, method, target, ...(body ? { body } : {}) },
    )
    return await app.request(target, {
      method,
      headers: { ...signed, ...headers },
      ...(body ? { body: new Uint8Array(body) } : {}),
    })
  }
  const get = (headers: Record<string, string> = {}, method = 'GET') =>
    call(method, `/originals/${sha256}`, { headers })
  return { app, call, get, bytes, sha256, wakes: () => wakes }
}

async function codeOf(response: Response): Promise<string> {
  expect(response.headers.get('Content-Type')).toBe('application/problem+json')
  const problem = problemSchema.parse(await response.json())
  expect(problem.status).toBe(response.status)
  return problem.code
}

describe('originals over the tunnel', () => {
  it('come whole, with their hash as ETag', async () => {
    const { get, bytes, sha256 } = await aServer()
    const response = await get()
    expect(response.status).toBe(200)
    expect(response.headers.get('ETag')).toBe(`"${sha256}"`)
    expect(response.headers.get('Accept-Ranges')).toBe('bytes')
    expect(Buffer.from(await response.arrayBuffer()).equals(bytes)).toBe(true)
  })

  it.each([
    ['bytes=0-0', 0, 0],
    ['bytes=50000-', 50_000, 99_999],
    ['bytes=-10', 99_990, 99_999],
    ['bytes=99990-200000', 99_990, 99_999],
  ])('come in part for %s', async (range, start, end) => {
    const { get, bytes } = await aServer()
    const response = await get({ Range: range })
    expect(response.status).toBe(206)
    expect(response.headers.get('Content-Range')).toBe(`bytes ${start}-${end}/100000`)
    expect(response.headers.get('Content-Length')).toBe(String(end - start + 1))
    const part = Buffer.from(await response.arrayBuffer())
    expect(part.equals(bytes.subarray(start, end + 1))).toBe(true)
  })

  it('refuse a range past the end with 416 and the size', async () => {
    const { get } = await aServer()
    const response = await get({ Range: 'bytes=100000-' })
    expect(response.status).toBe(416)
    expect(response.headers.get('Content-Range')).toBe('bytes */100000')
    expect(await codeOf(response)).toBe('range_not_satisfiable')
  })

  it('come whole when If-Range names another version', async () => {
    const { get, sha256 } = await aServer()
    expect((await get({ Range: 'bytes=0-9', 'If-Range': '"other"' })).status).toBe(200)
    expect((await get({ Range: 'bytes=0-9', 'If-Range': `"${sha256}"` })).status).toBe(206)
  })

  it('tell their size to HEAD, without a body', async () => {
    const { get } = await aServer()
    const response = await get({}, 'HEAD')
    expect(response.status).toBe(200)
    expect(response.headers.get('Content-Length')).toBe('100000')
    expect(await response.text()).toBe('')
  })

  it('that no disk has are 404, and a name that is no hash never reaches a disk', async () => {
    const { call } = await aServer()
    expect(await codeOf(await call('GET', `/originals/${'0'.repeat(64)}`))).toBe('not_found')
    expect(await codeOf(await call('GET', '/originals/..%2f..%2fetc%2fpasswd'))).toBe(
      'validation_failed',
    )
  })
})

describe('who may call the home node', () => {
  it('anyone may ask for its health, and learns no more', async () => {
    const { app } = await aServer()
    const response = await app.request('/health')
    expect(homeHealthSchema.strict().parse(await response.json())).toEqual({
      ok: true,
      version: '1.2.3',
    })
  })

  it.each([
    ['GET', `/originals/${'0'.repeat(64)}`],
    ['HEAD', `/originals/${'0'.repeat(64)}`],
    ['POST', `/images/run?recipe=${recipe}&sha256=${'0'.repeat(64)}`],
    ['GET', '/inference/engines'],
    ['POST', `/inference/tag?sha256=${'0'.repeat(64)}`],
    ['POST', '/inference/embed-text'],
    ['GET', '/models'],
    ['POST', '/models/made-tiny/fetch'],
    ['POST', '/wake'],
    ['GET', '/nothing'],
  ])('only the Worker may %s %s', async (method, target) => {
    const { app, call, wakes } = await aServer()
    expect((await app.request(target, { method })).status).toBe(401)
    expect((await call(method, target, { signedBy: stranger })).status).toBe(401)
    expect(wakes()).toBe(0)
  })

  it('a request is answered once: its replay is refused', async () => {
    const { app } = await aServer()
    const headers = signRequest(
      { key: 'worker', privateKey: pair.privateKey },
      { audience: home, method: 'POST', target: '/wake' },
    )
    expect((await app.request('/wake', { method: 'POST', headers })).status).toBe(204)
    expect((await app.request('/wake', { method: 'POST', headers })).status).toBe(401)
  })

  it('a body other than the signed one is refused', async () => {
    const { app, sha256 } = await aServer()
    const target = `/images/run?recipe=${recipe}&sha256=${sha256}`
    const headers = signRequest(
      { key: 'worker', privateKey: pair.privateKey },
      { audience: home, method: 'POST', target, body: Buffer.from('signed') },
    )
    const response = await app.request(target, { method: 'POST', headers, body: 'forged' })
    expect(await codeOf(response)).toBe('bad_signature')
    expect(headers[linkHeaders.body]).toBe(sha256Hex(Buffer.from('signed')))
  })
})

describe('work for the Worker', () => {
  it('takes the picture from a disk when the request brings none', async () => {
    const { call, sha256, bytes } = await aServer()
    const response = await call('POST', `/images/run?recipe=${recipe}&sha256=${sha256}`)
    expect(response.status).toBe(200)
    expect(response.headers.get('Content-Type')).toBe('image/webp')
    expect(response.headers.get('X-Image-Width')).toBe('3')
    expect(response.headers.get('X-Image-Height')).toBe('2')
    expect(Buffer.from(await response.arrayBuffer()).equals(bytes)).toBe(true)
  })

  it('takes the picture from the request, if it is the one that was named', async () => {
    const { call, sha256 } = await aServer()
    const body = randomBytes(1_000)
    const target = (hash: string) => `/images/run?recipe=${recipe}&sha256=${hash}`
    expect((await call('POST', target(sha256Hex(body)), { body })).status).toBe(200)
    expect(await codeOf(await call('POST', target(sha256), { body }))).toBe('hash_mismatch')
    const missing = await call('POST', target(sha256Hex(body)))
    expect([missing.status, await codeOf(missing)]).toEqual([404, 'not_found'])
  })

  it('names the pictures to draw that it lacks, and takes them', async () => {
    const { call, sha256 } = await aServer()
    const overlay = randomBytes(500)
    const drawn = sha256Schema.parse(sha256Hex(overlay))
    const mark = { op: 'watermark-image', image: drawn, scale: 20, at: 'south', x: 0, y: 0 }
    const text = canonicalRecipe(
      recipeSchema.parse({ steps: [mark], output: { format: 'webp', quality: 80 } }),
    )
    const target = `/images/run?recipe=${encodeURIComponent(text)}&sha256=${sha256}`
    const wanting = await call('POST', target)
    expect([wanting.status, wanting.headers.get('X-Overlay-Wanted')]).toEqual([404, drawn])
    const shelf = `/images/overlays/${drawn}`
    expect((await call('POST', shelf)).status).toBe(404)
    expect((await call('POST', shelf, { body: Buffer.from('another') })).status).toBe(422)
    expect((await call('POST', shelf, { body: overlay })).status).toBe(204)
    expect((await call('POST', target)).status).toBe(200)
  })

  it('says what is wrong with a recipe or a picture', async () => {
    const { call, sha256 } = await aServer()
    for (const bad of ['%7B', '%7B%22steps%22:[]%7D', '']) {
      const response = await call('POST', `/images/run?recipe=${bad}&sha256=${sha256}`)
      expect(await codeOf(response)).toBe('validation_failed')
    }
    const body = Buffer.from('abc')
    const target = `/images/run?recipe=${recipe}&sha256=${sha256Hex(body)}`
    const response = await call('POST', target, { body })
    expect([response.status, await codeOf(response)]).toEqual([422, 'undecodable'])
  })

  it('names its engines, and never makes up a capability that it lacks', async () => {
    const { call, sha256 } = await aServer()
    const engines = await call('GET', '/inference/engines')
    expect(await engines.json()).toEqual({ engines: [{ capability: 'tag', engine: 'colours' }] })
    const tags = await call('POST', `/inference/tag?sha256=${sha256}`)
    expect([tags.status, await codeOf(tags)]).toEqual([501, 'capability_missing'])
  })

  it('embeds texts by its models, and says what is wrong with a question', async () => {
    const { call } = await aServer()
    const ask = (question: unknown) =>
      call('POST', '/inference/embed-text', { body: Buffer.from(JSON.stringify(question)) })
    expect(await codeOf(await ask({ texts: ['a dog'] }))).toBe('capability_missing')
    for (const bad of [{}, { texts: [] }, { texts: new Array(65).fill('a') }, 'a dog', null]) {
      expect(await codeOf(await ask(bad))).toBe('validation_failed')
    }
  })

  it('lists its models, and does with them what is asked', async () => {
    const { call } = await aServer()
    const list = modelListSchema.parse(await (await call('GET', '/models')).json())
    expect(list.models.map(({ id, state, isChosen }) => [id, state, isChosen])).toEqual([
      ['clip-vit-b32', 'missing', false],
      ['made-tiny', 'ready', true],
    ])
    const after = await call('POST', '/models/made-tiny/verify')
    expect(modelListSchema.parse(await after.json()).models).toHaveLength(2)
    const tooSoon = await call('POST', '/models/clip-vit-b32/choose')
    expect([tooSoon.status, await codeOf(tooSoon)]).toEqual([409, 'conflict'])
    expect((await call('POST', '/models/no-such/fetch')).status).toBe(404)
    expect((await call('POST', '/models/made-tiny/remove')).status).toBe(400)
  })

  it('wakes', async () => {
    const { call, wakes } = await aServer()
    expect((await call('POST', '/wake')).status).toBe(204)
    expect(wakes()).toBe(1)
  })
})
