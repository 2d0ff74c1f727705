import { env } from 'cloudflare:workers'
import { createHash } from 'node:crypto'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { uploadOutcomeSchema } from '#contracts/files'
import { imageEngineContract } from '#contracts/image-engine.contract'
import { inferenceContract } from '#contracts/inference.contract'
import { renditionRecipe } from '#contracts/recipe'
import { homeNodes } from '../db/schema/home-nodes.ts'
import type { Config } from '../env.ts'
import { makeHomeImageEngine } from '../images/home.ts'
import { makeHomeInference } from '../inference/home.ts'
import { openRendition } from '../media/open-rendition.ts'
import { makeHomeOriginals } from '../originals/home.ts'
import { renditionKey } from '../originals/keys.ts'
import { aUser, testDeps } from '../testing/harness.ts'
import { HomeNodeOfflineError, makeHomeClient } from './home-client.ts'

/*
 * The link with the home node itself at its other end: the same server, engines and disk that run
 * at home, in a process of its own, over HTTP.
 */
const real = inject('realHomeNode')
const bytesOf = (text: string) => Uint8Array.from(Buffer.from(text, 'base64'))
const keyOf = (text: string) => Uint8Array.from(Buffer.from(text, 'base64url'))

function client(change: Partial<Config> = {}) {
  const { config, db, now } = testDeps()
  const linkPrivateKey = keyOf(real.workerPrivateKey)
  return makeHomeClient({
    config: { ...config, homeUrl: real.url, linkPrivateKey, ...change },
    db,
    now,
  })
}

beforeAll(async () => {
  const { db, now } = testDeps()
  await db.insert(homeNodes).values({
    id: real.homeNodeId,
    name: 'real',
    publicKey: 'A'.repeat(43),
    joinCodeHash: 'real',
    joinedAt: now(),
    lastSeenAt: now(),
  })
})

describe('the image engine at home', () => {
  const { landscape, turned, tiny, broken, huge } = real.enginePictures
  imageEngineContract(() => makeHomeImageEngine(client()), {
    landscape: bytesOf(landscape),
    turned: bytesOf(turned),
    tiny: bytesOf(tiny),
    broken: bytesOf(broken),
    huge: bytesOf(huge),
  })
})

describe('a picture that is not in R2', () => {
  async function aPicture() {
    const user = await aUser()
    const uploaded = await user.upload(bytesOf(real.enginePictures.landscape), 'landscape.jpg')
    const { file } = uploadOutcomeSchema.parse(await uploaded.json())
    const media = { spaceId: user.spaceId, fileId: file.id, rendition: '320' as const, edit: 0 }
    return { media, key: renditionKey(user.spaceId, file.id, '320') }
  }
  const deps = () => testDeps({ imageEngine: makeHomeImageEngine(client()) })

  it('is made at home from the original in R2, kept, and not made again', async () => {
    const { media, key } = await aPicture()
    const made = await (await openRendition(deps(), media)).bytes()
    expect(Buffer.from(made.subarray(8, 12)).toString()).toBe('WEBP')
    expect(await (await env.BUCKET.get(key))?.bytes()).toEqual(made)
    const imageEngine = makeHomeImageEngine(client({ homeUrl: null }))
    const again = await openRendition(testDeps({ imageEngine }), media)
    expect(await again.bytes()).toEqual(made)
  })

  it('is shown to all who ask at once, also when R2 refuses to store it', async () => {
    const { media } = await aPicture()
    const bucket = new Proxy(env.BUCKET, {
      get(target, property) {
        if (property === 'put') return () => Promise.reject(new Error('put: rate limited (10058)'))
        const value: unknown = Reflect.get(target, property)
        return typeof value === 'function' ? value.bind(target) : value
      },
    })
    const open = () => openRendition({ ...deps(), bucket }, media)
    const pictures = await Promise.all([open(), open(), open()])
    for (const picture of pictures) expect((await picture.bytes()).length).toBeGreaterThan(100)
  })

  it('is gone, not waiting, when its original is neither in R2 nor at home', async () => {
    const { media } = await aPicture()
    const { objects } = await env.BUCKET.list({ prefix: `o/${media.spaceId}/` })
    await env.BUCKET.delete(objects.map((object) => object.key))
    await expect(openRendition(deps(), media)).rejects.toMatchObject({ code: 'gone' })
  })
})

describe('inference at home', () => {
  const { picture, broken } = real.inferencePictures
  inferenceContract(() => makeHomeInference(client()), {
    picture: bytesOf(picture),
    broken: bytesOf(broken),
  })
})

describe('originals at home', () => {
  const originals = makeHomeOriginals(client())
  const [one, middle, large] = real.originals
  if (!one || !middle || !large) throw new Error('the home node names three originals')
  const collect = async (key: string, range?: { start: number; end: number }) => {
    const opened = await originals.open(key, range)
    return opened && { ...opened, body: new Uint8Array(await new Response(opened.body).bytes()) }
  }

  it.each(real.originals)('give $sizeBytes bytes back as they lie there', async (original) => {
    const { sha256, sizeBytes } = original
    const opened = await collect(sha256)
    expect(opened).toMatchObject({ sizeBytes, range: { start: 0, end: sizeBytes - 1 } })
    expect(
      createHash('sha256')
        .update(opened?.body ?? '')
        .digest('hex'),
    ).toBe(sha256)
    expect(await originals.stat(sha256)).toEqual({ key: sha256, sizeBytes })
  })

  it.each([
    [0, 0],
    [99_999, 99_999],
    [40_000, 75_000],
    [0, 99_999],
  ])('open from byte %i to byte %i', async (start, end) => {
    const whole = await collect(middle.sha256)
    const part = await collect(middle.sha256, { start, end })
    expect(part).toMatchObject({ sizeBytes: 100_000, range: { start, end } })
    expect(part?.body).toEqual(whole?.body.slice(start, end + 1))
  })

  it.each([
    ['past the end', 100_000, 100_000],
    ['beyond the end', 50_000, 100_000],
    ['turned round', 60, 50],
  ])('refuse a range %s', async (_, start, end) => {
    await expect(originals.open(middle.sha256, { start, end })).rejects.toThrow(RangeError)
  })

  it('that no disk has open as null', async () => {
    const unknown = '0'.repeat(64)
    expect(await originals.open(unknown)).toBeNull()
    expect(await originals.open(unknown, { start: 0, end: 0 })).toBeNull()
    expect(await originals.stat(unknown)).toBeNull()
  })
})

describe('a home node that has stopped', () => {
  const away = () => client({ homeUrl: real.stoppedUrl })
  const sha256 = real.originals[0]?.sha256
  if (!sha256) throw new Error('the home node names an original')
  const source = { sha256, sizeBytes: 1, open: async () => new Blob(['x']).stream() }

  it('is offline for whoever reads an original', async () => {
    await expect(makeHomeOriginals(away()).open(sha256)).rejects.toThrow(HomeNodeOfflineError)
    await expect(makeHomeOriginals(away()).stat(sha256)).rejects.toThrow(HomeNodeOfflineError)
  })

  it('is offline for whoever wants a picture or tags', async () => {
    const run = makeHomeImageEngine(away()).run(renditionRecipe('320'), source)
    await expect(run).rejects.toMatchObject({ code: 'offline', retryable: true })
    const inference = makeHomeInference(away())
    await expect(inference.tag(source)).rejects.toMatchObject({ code: 'offline' })
    await expect(inference.engines()).rejects.toMatchObject({ code: 'offline' })
  })

  it('is the same as one that was never set up', async () => {
    const unset = makeHomeOriginals(client({ homeUrl: null }))
    await expect(unset.open(sha256)).rejects.toThrow(HomeNodeOfflineError)
  })
})

describe('a call that the Worker did not sign', () => {
  const foreign = () => client({ linkPrivateKey: testDeps().config.linkPrivateKey })

  it.each([
    ['GET', `/originals/${real.originals[0]?.sha256}`],
    ['GET', '/inference/engines'],
    ['POST', '/wake'],
  ] as const)('is refused by the home node: %s %s', async (method, target) => {
    const response = await foreign()({ method, target })
    expect(response.status).toBe(401)
    expect(await response.json()).toMatchObject({ code: 'bad_signature' })
  })

  it('is taken when it is the Worker’s, and wakes the home node', async () => {
    expect((await client()({ method: 'POST', target: '/wake' })).status).toBe(204)
  })
})
