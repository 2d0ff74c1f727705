import { expect, it } from 'vitest'
import { sha256Schema } from './ids.ts'
import { type ImageEngine, ImageEngineError, type ImageSource } from './image-engine.ts'
import { outputFormats, type Recipe, recipeSchema, renditionRecipe } from './recipe.ts'
import { renditionNames } from './renditions.ts'

type Bytes = Uint8Array<ArrayBuffer>

/** Source pictures, as bytes: this suite runs where nothing can make them. */
export interface EnginePictures {
  /** JPEG of 800 × 600 pixels that carries EXIF with a camera's make, orientation 1. */
  landscape: Bytes
  /** JPEG of 800 × 600 stored pixels, EXIF orientation 6: upright it is 600 × 800. */
  turned: Bytes
  /** PNG of 1 × 1. */
  tiny: Bytes
  /** Starts like a JPEG and cannot be decoded. */
  broken: Bytes
  /** PNG whose header says 16,383 × 16,383. */
  huge: Bytes
}

/** What is known of them beforehand. */
const known = {
  landscape: { mimeType: 'image/jpeg', size: { width: 800, height: 600 } },
  turned: { mimeType: 'image/jpeg', size: { width: 600, height: 800 } },
  tiny: { mimeType: 'image/png', size: { width: 1, height: 1 } },
  huge: { mimeType: 'image/png', size: { width: 16_383, height: 16_383 } },
  broken: { mimeType: 'image/jpeg', size: null },
} satisfies Record<keyof EnginePictures, ImageSource['picture']>

async function sourceOf(
  pictures: EnginePictures,
  which: keyof EnginePictures,
): Promise<ImageSource> {
  const bytes = pictures[which]
  const picture = known[which]
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  const hex = [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  const open = async () => new Blob([bytes]).stream()
  return { sha256: sha256Schema.parse(hex), sizeBytes: bytes.length, picture, open }
}

function inside(side: number, format: Recipe['output']['format'], quality = 70): Recipe {
  const step = { op: 'resize', width: side, height: side, fit: 'inside' }
  return recipeSchema.parse({ steps: [step], output: { format, quality } })
}

/** One character per byte, to look for what must not be in a file. */
function asText(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')
}

const signatures = {
  webp: /^RIFF....WEBP/s,
  jpeg: /^\xff\xd8\xff/,
  png: /^\x89PNG/,
  avif: /^....ftypavif/s,
  gif: /^GIF8[79]a/,
} satisfies Record<Recipe['output']['format'], RegExp>

/**
 * What every adapter of `ImageEngine` keeps, for the formats in `formats`. Register it inside a
 * `describe`; `makeEngine` is called for each test. Uses web standards only, so it runs in Node
 * and in workerd.
 */
export function imageEngineContract(
  makeEngine: () => ImageEngine | Promise<ImageEngine>,
  pictures: EnginePictures | (() => EnginePictures | Promise<EnginePictures>),
  formats: Recipe['output']['format'][] = [...outputFormats],
): void {
  const load = async () => (typeof pictures === 'function' ? await pictures() : pictures)

  async function run(recipe: Recipe, which: keyof EnginePictures) {
    const engine = await makeEngine()
    const made = await engine.run(recipe, await sourceOf(await load(), which))
    const bytes = new Uint8Array(await new Response(made.body as ReadableStream<Bytes>).bytes())
    return { bytes, mimeType: made.mimeType, size: [made.width, made.height] }
  }

  async function errorOf(which: keyof EnginePictures) {
    const engine = await makeEngine()
    const source = await sourceOf(await load(), which)
    return engine.run(renditionRecipe('320'), source).catch((error: unknown) => error)
  }

  it.each(formats)('makes %s, shrunk into the box with the aspect kept', async (format) => {
    const made = await run(inside(200, format), 'landscape')
    expect(made).toMatchObject({ mimeType: `image/${format}`, size: [200, 150] })
    expect(asText(made.bytes.subarray(0, 16))).toMatch(signatures[format])
  })

  it.each(renditionNames)('makes the rendition %s and never enlarges', async (name) => {
    const made = await run(renditionRecipe(name), 'landscape')
    expect(made).toMatchObject({
      mimeType: 'image/webp',
      size: name === '320' ? [320, 240] : [800, 600],
    })
  })

  it('applies steps in order, each to what the one before it made', async () => {
    const recipe = recipeSchema.parse({
      steps: [
        { op: 'resize', width: 400, height: 10_000, fit: 'inside' },
        { op: 'resize', width: 10_000, height: 150, fit: 'inside' },
      ],
      output: { format: 'webp', quality: 70 },
    })
    expect((await run(recipe, 'landscape')).size).toEqual([200, 150])
  })

  it('encodes without any step, at full size', async () => {
    const recipe = recipeSchema.parse({ steps: [], output: { format: 'webp', quality: 70 } })
    expect((await run(recipe, 'turned')).size).toEqual([600, 800])
  })

  it('turns a picture upright and fits it into the box after that', async () => {
    expect((await run(inside(200, 'webp'), 'turned')).size).toEqual([150, 200])
  })

  it('keeps a single pixel a single pixel', async () => {
    expect((await run(renditionRecipe('1600'), 'tiny')).size).toEqual([1, 1])
  })

  it.each(formats)('leaves no metadata of the source in %s', async (format) => {
    const { bytes } = await run(inside(200, format), 'landscape')
    expect(asText(bytes)).not.toMatch(/Exif\0\0|EXIF|http:\/\/ns\.adobe\.com|xmpmeta/)
  })

  it('refuses a broken picture for good', async () => {
    const error = await errorOf('broken')
    expect(error).toBeInstanceOf(ImageEngineError)
    expect(error).toMatchObject({ code: 'undecodable', retryable: false })
  })

  it('refuses a picture whose header says that it is too large', async () => {
    const error = await errorOf('huge')
    expect(error).toBeInstanceOf(ImageEngineError)
    expect(error).toMatchObject({ code: 'too_large', retryable: false })
  })

  it('calls a source that fails to open a reason to try again', async () => {
    const engine = await makeEngine()
    const source = await sourceOf(await load(), 'landscape')
    const unreadable = { ...source, open: () => Promise.reject(new Error('the cable is out')) }
    const error = await engine.run(renditionRecipe('320'), unreadable).catch((e: unknown) => e)
    expect(error).toBeInstanceOf(ImageEngineError)
    expect(error).toMatchObject({ code: 'offline', retryable: true })
  })
}
