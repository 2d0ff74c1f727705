import { expect, it } from 'vitest'
import { fileTagSchema } from './file-tags.ts'
import { sha256Schema } from './ids.ts'
import type { ImageSource } from './image-engine.ts'
import { engineInfoSchema, type Inference, InferenceError } from './inference.ts'

type Bytes = Uint8Array<ArrayBuffer>

/** Source pictures, as bytes of any format: this suite runs where nothing can make them. */
export interface InferencePictures {
  /** At least 300 × 200 pixels, more than half of it one even colour. */
  picture: Bytes
  /** Starts like a picture and is none. */
  broken: Bytes
}

async function sourceOf(bytes: Bytes): Promise<ImageSource> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  const hex = [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  const open = async () => new Blob([bytes]).stream()
  return { sha256: sha256Schema.parse(hex), sizeBytes: bytes.length, open }
}

/**
 * What every adapter of `Inference` keeps. Register it inside a `describe`; `makeInference` is
 * called for each test. Uses web standards only, so it runs in Node and in workerd.
 */
export function inferenceContract(
  makeInference: () => Inference | Promise<Inference>,
  pictures: InferencePictures | (() => InferencePictures | Promise<InferencePictures>),
): void {
  const setUp = async () => ({
    inference: await makeInference(),
    pictures: typeof pictures === 'function' ? await pictures() : pictures,
  })

  it('says which engines it has, each by capability and name', async () => {
    const { inference } = await setUp()
    for (const engine of await inference.engines()) {
      expect(engineInfoSchema.parse(engine)).toEqual(engine)
      expect(engine.engine).not.toBe('')
    }
  })

  it('tags only by engines that it names, and refuses when it has none', async () => {
    const { inference, pictures } = await setUp()
    const names = (await inference.engines())
      .filter(({ capability }) => capability === 'tag')
      .map(({ engine }) => engine)
    const source = await sourceOf(pictures.picture)
    if (names.length === 0) {
      await expect(inference.tag(source)).rejects.toMatchObject({ code: 'capability_missing' })
      return
    }
    const tags = await inference.tag(source)
    expect(tags.length).toBeGreaterThan(0)
    for (const tag of tags) {
      expect(fileTagSchema.parse(tag)).toEqual(tag)
      expect(names).toContain(tag.engine)
    }
  })

  it('gives the same picture the same tags', async () => {
    const { inference, pictures } = await setUp()
    const source = await sourceOf(pictures.picture)
    const settle = () => inference.tag(source).catch((error: unknown) => error)
    expect(await settle()).toEqual(await settle())
  })

  it('makes up nothing about a broken picture', async () => {
    const { inference, pictures } = await setUp()
    const error = await inference.tag(await sourceOf(pictures.broken)).catch((e: unknown) => e)
    expect(error).toBeInstanceOf(InferenceError)
    expect(error).toMatchObject({
      code: expect.stringMatching(/^(undecodable|capability_missing)$/),
    })
  })

  it('embeds texts by models that it names, and refuses when it has none', async () => {
    const { inference } = await setUp()
    const models = (await inference.engines())
      .filter(({ capability }) => capability === 'embedText')
      .map(({ engine }) => engine)
    const texts = ['a red car', 'a dog on a beach', 'a red car']
    if (models.length === 0) {
      await expect(inference.embedText(texts)).rejects.toMatchObject({ code: 'capability_missing' })
      return
    }
    const { model, vectors } = await inference.embedText(texts)
    expect(models).toContain(model)
    expect(vectors).toHaveLength(3)
    for (const vector of vectors) expect(Math.hypot(...vector)).toBeCloseTo(1, 4)
    expect(vectors[2]).toEqual(vectors[0])
    expect(vectors[1]).not.toEqual(vectors[0])
    expect(await inference.embedText(texts, model)).toEqual({ model, vectors })
  })

  it('embeds by no model that is not there', async () => {
    const { inference } = await setUp()
    await expect(inference.embedText(['a dog'], 'no-such-model@1')).rejects.toMatchObject({
      code: 'capability_missing',
    })
  })
}
