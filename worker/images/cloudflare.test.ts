import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import type { ImageEngine } from '#contracts/image-engine'
import { imageEngineContract } from '#contracts/image-engine.contract'
import { recipeSchema } from '#contracts/recipe'
import { makeDeps } from '../deps.ts'
import { decodePng, pixelDistance } from '../testing/decode-png.ts'
import { withRealHome } from '../testing/real-home.ts'
import { aSource, recorder } from '../testing/recorded-images.ts'
import { makeCloudflareImages } from './cloudflare.ts'

/*
 * The emulator does fit, right angles, sides and background; of several sizes in a row only the last
 * counts, and everything else is left out silently. So that is compared, and of the rest the calls.
 */
const { enginePictures } = inject('realHomeNode')
const bytesOf = (text: string) => Uint8Array.from(Buffer.from(text, 'base64'))
const landscape = bytesOf(enginePictures.landscape)
const png = { format: 'png', quality: 100 } as const

describe('Cloudflare Images, emulated', () => {
  const { turned, tiny, broken, huge } = enginePictures
  imageEngineContract(
    () => makeCloudflareImages(env.EMULATED_IMAGES),
    {
      ...{ landscape, turned: bytesOf(turned), tiny: bytesOf(tiny) },
      ...{ broken: bytesOf(broken), huge: bytesOf(huge) },
    },
    ['webp', 'jpeg', 'png', 'avif'],
  )
})

describe('both engines', () => {
  let home: ImageEngine
  beforeAll(async () => {
    home = makeDeps(await withRealHome(env), {}, () => undefined).imageEngine
  })
  const resize = { op: 'resize', width: 120, height: 100 } as const

  it.each([
    ['inside', [{ ...resize, fit: 'inside' }]],
    ['outside', [{ ...resize, fit: 'outside' }]],
    ['cover', [{ ...resize, fit: 'cover' }]],
    ['cover, to the east', [{ ...resize, fit: 'cover', gravity: 'southeast' }]],
    ['contain, on a colour', [{ ...resize, fit: 'contain', background: '#ff8800' }]],
    ['fill', [{ ...resize, fit: 'fill' }]],
    ['larger', [{ op: 'resize', width: 1_000, height: null, fit: 'inside', enlarge: true }]],
    ['scale', [{ op: 'scale', percent: 20 }]],
    ['turned', [{ op: 'rotate', degrees: 90 }]],
    [
      'turned and small',
      [
        { op: 'rotate', degrees: 270 },
        { ...resize, fit: 'inside' },
      ],
    ],
  ])('make the same picture: %s', async (_, steps) => {
    const recipe = recipeSchema.parse({ steps, output: png })
    const source = await aSource(landscape, { width: 800, height: 600 })
    const edge = await makeCloudflareImages(env.EMULATED_IMAGES).run(recipe, source)
    const pixels = async (body: ReadableStream) => decodePng(await new Response(body).bytes())
    const made = await home.run(recipe, source)
    expect([edge.width, edge.height]).toEqual([made.width, made.height])
    expect(pixelDistance(await pixels(edge.body), await pixels(made.body))).toBeLessThan(8)
  })
})

describe('what Cloudflare Images is told', () => {
  const size = { width: 400, height: 300 }
  async function told(steps: unknown[], output: object = png, wanted?: 'near') {
    const { images, calls } = recorder()
    const source = await aSource(landscape, size)
    const made = await makeCloudflareImages(images, wanted).run(
      recipeSchema.parse({ steps, output }),
      source,
    )
    return { calls, size: [made.width, made.height] }
  }

  it('is each step in its turn, as a call of its own', async () => {
    const steps = [
      { op: 'aspect', width: 1, height: 1, gravity: 'east' },
      { op: 'flip', axis: 'horizontal' },
      { op: 'crop', width: 200, height: 100 },
      { op: 'rotate', degrees: 90 },
      { op: 'extract', left: 10, top: 20, width: 500, height: 50 },
      { op: 'resize', width: 45, height: null, fit: 'inside' },
    ]
    const { calls, size: made } = await told(steps, { format: 'webp', quality: 70 })
    expect(calls).toEqual([
      { trim: { left: 100, top: 0, right: 0, bottom: 0 } },
      { flip: 'h' },
      { trim: { left: 50, top: 100, right: 50, bottom: 100 } },
      { rotate: 90 },
      { trim: { left: 10, top: 20, right: 0, bottom: 130 } },
      { width: 45, height: 25, fit: 'squeeze' },
      { output: { format: 'image/webp', quality: 70, anim: false } },
    ])
    expect(made).toEqual([45, 25])
  })

  it('is colours only where what is near is good enough', async () => {
    const colours = [
      { op: 'brightness', percent: 150 },
      { op: 'gamma', gamma: 2 },
      { op: 'grayscale' },
      { op: 'blur', sigma: 3 },
    ]
    const { calls } = await told(colours, png, 'near')
    expect(calls.slice(0, -1)).toEqual([
      { brightness: 1.5 },
      { gamma: 2 },
      { saturation: 0 },
      { blur: 6 },
    ])
    await expect(told(colours)).rejects.toMatchObject({ code: 'capability_missing' })
  })

  it.each([
    ['sepia', [{ op: 'sepia' }], png],
    ['odd angles', [{ op: 'rotate', degrees: 10 }], png],
    ['a crop where the eye goes', [{ op: 'crop', width: 9, height: 9, gravity: 'attention' }], png],
    ['GIF', [], { format: 'gif', quality: 100 }],
    ['animations', [], { format: 'webp', quality: 78, animated: true }],
    ['a quality that is searched', [], { format: 'webp', quality: 'auto' }],
    ['a number of bytes', [], { format: 'webp', quality: 78, maxBytes: 9_000 }],
  ])('is never %s, which it would do otherwise or not at all', async (_, steps, output) => {
    await expect(told(steps, output, 'near')).rejects.toMatchObject({ code: 'capability_missing' })
  })

  it('says whose fault it is: the picture’s for good, its own for now', async () => {
    const run = async (code: number) => {
      const { images } = recorder(Object.assign(new Error('no'), { code }))
      const source = await aSource(landscape, size)
      const recipe = recipeSchema.parse({ steps: [], output: png })
      return await makeCloudflareImages(images).run(recipe, source)
    }
    await expect(run(9412)).rejects.toMatchObject({ code: 'undecodable', retryable: false })
    await expect(run(9413)).rejects.toMatchObject({ code: 'too_large', retryable: false })
    await expect(run(9422)).rejects.toMatchObject({ code: 'try_again', retryable: true })
  })
})
