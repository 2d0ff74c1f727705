import { readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import sharp from 'sharp'
import { describe, expect, it, onTestFinished } from 'vitest'
import { z } from 'zod'
import { embeddingFoundSchema } from '#contracts/found'
import { vectorFromText } from '#contracts/vector-text'
import { fourCorners } from '../images/sample-pictures.ts'
import { aFolder } from '../testing.ts'
import { toEmbeddingFound } from './embedder.ts'
import { type MadeModelOptions, makeModel } from './made/make-model.ts'
import type { ReadyModel } from './model-store.ts'
import { makeStoreEmbedder } from './store-embedder.ts'

/*
 * All vectors here are from tiny made models, whose weights are random: they prove the way from bytes
 * to vectors, not what a model understands.
 */

async function aReadyModel(options: MadeModelOptions = {}): Promise<ReadyModel> {
  const folder = await aFolder()
  return { folder, declaration: await makeModel(folder, options) }
}

function anEmbedder(...models: ReadyModel[]) {
  const store = { ready: () => models, chosen: () => models[0] ?? null }
  const embedder = makeStoreEmbedder({ store })
  onTestFinished(() => embedder.stop())
  return embedder
}

const plain = (red: number, green: number, blue: number, channels: 3 | 4 = 3) =>
  sharp({
    create: {
      ...{ width: 300, height: 200, channels },
      background: { r: red, g: green, b: blue, alpha: channels === 4 ? 0 : 1 },
    },
  })
    .png()
    .toBuffer()

const lengthOf = (vector: Float32Array | null | undefined) => Math.hypot(...(vector ?? []))
const cosine = (a: Float32Array | null | undefined, b: Float32Array | null | undefined) =>
  (a ?? new Float32Array()).reduce((sum, value, at) => sum + value * (b?.[at] ?? 0), 0)

describe('the loader of models', () => {
  it('gives texts and pictures the vectors of the golden file', async () => {
    const file = await readFile(new URL('./made/golden.json', import.meta.url), 'utf8')
    const golden = z.record(z.string(), z.base64()).parse(JSON.parse(file))
    const embedder = anEmbedder(await aReadyModel())
    const texts = Object.keys(golden).filter((name) => name !== 'corners')
    const ofTexts = await embedder.embedTexts(texts)
    const ofPictures = await embedder.embedPictures([await fourCorners()])
    const made = [...(ofTexts?.vectors ?? []), ofPictures?.vectors[0]]
    expect(texts).toHaveLength(2)
    for (const [at, name] of [...texts, 'corners'].entries()) {
      expect(cosine(made[at], vectorFromText(golden[name] ?? ''))).toBeGreaterThan(0.9999)
    }
  })

  const kinds = [
    { family: 'CLIP', options: {} },
    { family: 'SigLIP', options: { isSiglip: true, dimensions: 768 } },
  ]
  it.each(kinds)(
    'looks at a picture as a model like $family wants it: as the bare session on the same pixels',
    async ({ options }) => {
      const model = await aReadyModel(options)
      const { vision } = model.declaration
      const [vector] =
        (await anEmbedder(model).embedPictures([await plain(200, 30, 90)]))?.vectors ?? []
      const session = await InferenceSession.create(join(model.folder, vision.file.path))
      const area = vision.pixels ** 2
      const values = [200, 30, 90].flatMap((value, channel) => {
        const normal = (value / 255 - (vision.mean[channel] ?? 0)) / (vision.std[channel] ?? 1)
        return new Array<number>(area).fill(normal)
      })
      const input = new Tensor('float32', values, [1, 3, vision.pixels, vision.pixels])
      const { image_embeds: bare } = await session.run({ pixel_values: input })
      const data = bare?.data instanceof Float32Array ? bare.data : new Float32Array()
      expect(cosine(vector, data) / lengthOf(data)).toBeGreaterThan(0.99999)
    },
  )

  it('reads a text as a model like SigLIP wants it: cut by sentencepiece and filled up to 64 tokens', async () => {
    const model = await aReadyModel({ isSiglip: true })
    const { text, tokenizer } = model.declaration
    const [known, tokens] = Object.entries(tokenizer.known)[0] ?? ['', []]
    const embedder = anEmbedder(model)
    const made = await embedder.embedTexts([known, 'a dog on the beach', 'a Red dog.'])
    const filled = [...tokens, ...new Array<number>(64 - tokens.length).fill(1)]
    expect([text.length, text.padWith, tokens.at(-1)]).toEqual([64, 1, 1])
    const session = await InferenceSession.create(join(model.folder, text.file.path))
    const input = new Tensor('int64', BigInt64Array.from(filled, BigInt), [1, 64])
    const { text_embeds: bare } = await session.run({ input_ids: input })
    const data = bare?.data instanceof Float32Array ? bare.data : new Float32Array()
    expect(cosine(made?.vectors[0], data) / lengthOf(data)).toBeGreaterThan(0.99999)
    // The same words in small letters and without the mark are the same text.
    expect(cosine(made?.vectors[0], made?.vectors[2])).toBeGreaterThan(0.99999)
    expect(cosine(made?.vectors[0], made?.vectors[1])).toBeLessThan(0.9999)
  })

  it('cuts out the middle of a picture, or squashes it, as was declared', async () => {
    const middle = await sharp(await fourCorners(400, 400))
      .png()
      .toBuffer()
    const wide = await sharp({
      create: { width: 800, height: 400, channels: 3, background: '#000000' },
    })
      .composite([{ input: middle, left: 200, top: 0 }])
      .png()
      .toBuffer()
    const squashed = await sharp(wide).resize(400, 400, { fit: 'fill' }).png().toBuffer()
    const cropping = await anEmbedder(await aReadyModel()).embedPictures([middle, wide, squashed])
    expect(cosine(cropping?.vectors[1], cropping?.vectors[0])).toBeGreaterThan(0.9999)
    const squashing = await anEmbedder(await aReadyModel({ isSiglip: true })).embedPictures([
      ...[middle, wide, squashed],
    ])
    expect(cosine(squashing?.vectors[1], squashing?.vectors[2])).toBeGreaterThan(0.9999)
    expect(cosine(squashing?.vectors[1], squashing?.vectors[0])).toBeLessThan(0.999)
  })

  it('gives vectors of length 1, in order, and none where there is no picture', async () => {
    const embedder = anEmbedder(await aReadyModel())
    const [red, blue] = [await plain(255, 0, 0), await plain(0, 0, 255)]
    const many = [red, Buffer.from('no picture'), blue, ...new Array<Buffer>(8).fill(red)]
    const { model, vectors } = (await embedder.embedPictures(many)) ?? { vectors: [] }
    expect(model).toBe('made-tiny@1')
    expect(vectors.map((vector) => vector === null)).toEqual(many.map((_, at) => at === 1))
    for (const vector of vectors) if (vector) expect(lengthOf(vector)).toBeCloseTo(1, 5)
    expect(cosine(vectors[0], vectors[10])).toBeCloseTo(1, 5)
    expect(cosine(vectors[0], vectors[2])).toBeLessThan(0.999)
  })

  it.each([
    [
      'grey',
      () =>
        sharp({ create: { width: 64, height: 64, channels: 3, background: '#777' } }).greyscale(),
    ],
    [
      '16-bit',
      () =>
        sharp({ create: { width: 64, height: 64, channels: 3, background: '#777' } }).toColourspace(
          'rgb16',
        ),
    ],
    [
      'one pixel small',
      () => sharp({ create: { width: 1, height: 1, channels: 3, background: '#777' } }),
    ],
  ])('takes a %s picture', async (_, make) => {
    const embedder = anEmbedder(await aReadyModel())
    const pictures = [await make().png().toBuffer(), await plain(0x77, 0x77, 0x77)]
    const { vectors = [] } = (await embedder.embedPictures(pictures)) ?? {}
    expect(cosine(vectors[0], vectors[1])).toBeGreaterThan(0.9999)
  })

  it('sees white where a picture is transparent', async () => {
    const embedder = anEmbedder(await aReadyModel())
    const pictures = [await plain(9, 9, 9, 4), await plain(255, 255, 255)]
    const { vectors = [] } = (await embedder.embedPictures(pictures)) ?? {}
    expect(cosine(vectors[0], vectors[1])).toBeGreaterThan(0.9999)
  })

  it('gives the same text the same vector, alone and among others, remembered or not', async () => {
    const model = await aReadyModel()
    const [one, other] = [anEmbedder(model), anEmbedder(model)]
    const alone = await one.embedTexts(['a dog'])
    const among = await other.embedTexts(['a much longer text about a beach', 'a dog', 'a dog'])
    expect(among?.vectors[1]).toEqual(alone?.vectors[0])
    expect(among?.vectors[2]).toEqual(alone?.vectors[0])
    expect(await one.embedTexts(['a dog'])).toEqual(alone)
  })

  it('takes texts of any length, and none', async () => {
    const embedder = anEmbedder(await aReadyModel())
    const texts = ['', 'dog '.repeat(400), `${'dog '.repeat(400)}beach`, '\u0000🏖️\ud800']
    const { vectors = [] } = (await embedder.embedTexts(texts)) ?? {}
    expect(vectors).toHaveLength(4)
    expect(cosine(vectors[1], vectors[2])).toBeCloseTo(1, 5)
  })

  it('embeds by another model when it is named, with other outputs and dimensions', async () => {
    const outputs = { vision: 'pooler_output', text: 'pooler_output' }
    const better = { id: 'made-better', dimensions: 256, outputs, isSiglip: true, seed: 2 }
    const embedder = anEmbedder(await aReadyModel(), await aReadyModel(better))
    expect([embedder.model(), embedder.textModels()]).toEqual([
      ...['made-tiny@1', ['made-tiny@1', 'made-better@1']],
    ])
    const other = await embedder.embedTexts(['a dog'], 'made-better@1')
    expect([other?.model, other?.vectors[0]?.length]).toEqual(['made-better@1', 256])
    expect((await embedder.embedTexts(['a dog']))?.vectors[0]).toHaveLength(512)
    expect(await embedder.embedTexts(['a dog'], 'made-absent@1')).toBeNull()
  })

  it('embeds nothing without a model', async () => {
    const embedder = anEmbedder()
    expect(embedder.model()).toBeNull()
    expect(await embedder.embedTexts(['a dog'])).toBeNull()
    expect(await embedder.embedPictures([await plain(1, 2, 3)])).toBeNull()
  })

  it('fails, and runs again, when a file was unreadable for a while', async () => {
    const model = await aReadyModel()
    const embedder = anEmbedder(model)
    const path = join(model.folder, model.declaration.text.file.path)
    const bytes = await readFile(path)
    await truncate(path, 1_000)
    await expect(embedder.embedTexts(['a dog'])).rejects.toThrow()
    await rm(path)
    await expect(embedder.embedTexts(['a dog'])).rejects.toThrow()
    await writeFile(path, bytes)
    expect((await embedder.embedTexts(['a dog']))?.vectors[0]).toHaveLength(512)
  })

  it('does not run a model whose outputs are others than were declared', async () => {
    const model = await aReadyModel()
    const { text } = model.declaration
    const other = { ...model.declaration, text: { ...text, output: 'pooler_output' } }
    const embedder = anEmbedder({ ...model, declaration: other })
    await expect(embedder.embedTexts(['a dog'])).rejects.toThrow('other inputs and outputs')
  })

  it('answers a text while pictures are being looked at', async () => {
    const embedder = anEmbedder(await aReadyModel())
    await embedder.embedTexts(['a cat'])
    const pictures = embedder.embedPictures(new Array<Buffer>(64).fill(await plain(1, 2, 3)))
    const isFirst = await Promise.race([
      embedder.embedTexts(['a dog']).then(() => true),
      pictures.then(() => false),
    ])
    expect(isFirst).toBe(true)
    expect((await pictures)?.vectors).toHaveLength(64)
  })

  it('forgets a model that is gone, and loads another that is chosen', async () => {
    const [gone, other] = [await aReadyModel(), await aReadyModel({ id: 'made-other', seed: 3 })]
    const models = [gone, other]
    const store = { ready: () => models, chosen: () => models[0] ?? null }
    const embedder = makeStoreEmbedder({ store })
    onTestFinished(() => embedder.stop())
    embedder.refresh()
    expect((await embedder.embedTexts(['a dog']))?.model).toBe('made-tiny@1')
    models.shift()
    embedder.refresh()
    expect(embedder.textModels()).toEqual(['made-other@1'])
    expect((await embedder.embedTexts(['a dog']))?.model).toBe('made-other@1')
    expect(await embedder.embedTexts(['a dog'], 'made-tiny@1')).toBeNull()
  })

  it('writes a vector as the findings of a file have it', async () => {
    const { model = '', vectors = [] } =
      (await anEmbedder(await aReadyModel()).embedTexts(['a dog'])) ?? {}
    const found = toEmbeddingFound(model, vectors[0] ?? new Float32Array(), 1_500)
    expect(embeddingFoundSchema.parse(found)).toEqual(found)
    expect(vectorFromText(found.values)).toEqual(vectors[0])
  })
})
