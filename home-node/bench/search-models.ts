import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import sharp from 'sharp'
import type { Measure } from '../launch/measure-report.ts'
import { makeModel } from '../models/made/make-model.ts'
import type { ModelDeclaration } from '../models/model-declaration.ts'
import { makeStoreEmbedder } from '../models/store-embedder.ts'

const textCount = 40
const pictureCount = 24
/** As many pictures as go through the model at once. */
const batch = 8
const rounds = 3
/** As ours, so that what differs is all that is done around the model. */
const sessionOptions = {
  interOpNumThreads: 1,
  logSeverityLevel: 3,
  extra: { session: { intra_op: { allow_spinning: '0' } } },
} as const

/**
 * How long a model takes, on a made one: of the size, the layers and the 8-bit weights of CLIP
 * ViT-B/32, and of random weights, which take as long as learned ones. Texts as people type them, all
 * different; pictures as they are stored, 1600 pixels long, from their bytes to their vectors, beside
 * the bare session that finds its input ready.
 */
export async function measureModels(measure: Measure): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'cloudvault-models-'))
  const declaration = await makeModel(folder, { kind: 'full' })
  const model = { declaration, folder }
  const embedder = makeStoreEmbedder({ store: { ready: () => [model], chosen: () => model } })
  try {
    await measureTexts(measure, declaration, folder, embedder)
    await measurePictures(measure, declaration, folder, embedder)
  } finally {
    await embedder.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

type StoreEmbedder = ReturnType<typeof makeStoreEmbedder>

/** Texts of eleven to twelve tokens, each of them new, and the bare session on as many, in turns. */
async function measureTexts(
  measure: Measure,
  { text }: ModelDeclaration,
  folder: string,
  embedder: Pick<StoreEmbedder, 'embedTexts'>,
): Promise<void> {
  const session = await InferenceSession.create(join(folder, text.file.path), {
    ...{ ...sessionOptions, intraOpNumThreads: 1 },
  })
  const tokens = new Tensor('int64', new BigInt64Array(12).fill(7n), [1, 12])
  const bare = () => session.run({ input_ids: tokens })
  await embedder.embedTexts(['a dog'])
  await bare()
  const ours: number[] = []
  const peer: number[] = []
  for (let at = 0; at < textCount; at++) {
    const typed = `a picture of the red car on a beach ${at}`
    ours.push(await timed(() => embedder.embedTexts([typed])))
    peer.push(await timed(bare))
  }
  await session.release()
  const [median, bareMedian] = [middleOf(ours), middleOf(peer)]
  measure.figure({
    ...{ name: 'a text that was not asked for before, median, full-size made model' },
    ...{ ours: median, peer: { name: 'bare onnxruntime', value: bareMedian } },
    ...{ ratio: bareMedian / median, goal: 'under 40', ok: median < 40, unit: 'ms' },
  })
}

/** Ours and the bare session take turns; the best round of each counts, so that others' work does not. */
async function measurePictures(
  measure: Measure,
  { vision }: ModelDeclaration,
  folder: string,
  embedder: Pick<StoreEmbedder, 'embedPictures'>,
): Promise<void> {
  const pictures = await Promise.all(Array.from({ length: pictureCount }, aPicture))
  const session = await InferenceSession.create(join(folder, vision.file.path), {
    ...{ ...sessionOptions, intraOpNumThreads: 2 },
  })
  const side = vision.pixels
  const input = new Tensor('float32', new Float32Array(batch * 3 * side * side).fill(0.5), [
    ...[batch, 3, side, side],
  ])
  const bare = async () => {
    for (let done = 0; done < pictureCount; done += batch)
      await session.run({ pixel_values: input })
  }
  await embedder.embedPictures(pictures.slice(0, batch))
  await session.run({ pixel_values: input })
  const best = { ours: Number.POSITIVE_INFINITY, bare: Number.POSITIVE_INFINITY }
  for (let round = 0; round < rounds; round++) {
    best.ours = Math.min(best.ours, await timed(() => embedder.embedPictures(pictures)))
    best.bare = Math.min(best.bare, await timed(bare))
  }
  await session.release()
  const ours = (pictureCount * 1_000) / best.ours
  const peer = (pictureCount * 1_000) / best.bare
  measure.figure({
    ...{ name: 'pictures of 1600 pixels to vectors, full-size made model' },
    ...{ ours, peer: { name: 'bare onnxruntime', value: peer }, ratio: ours / peer },
    ...{ goal: 'at least 0.7', ok: ours / peer >= 0.7, unit: 'pictures/s' },
  })
}

/** A picture as it is kept: 1600 pixels long, WebP, with something to see at every size. */
async function aPicture(): Promise<Buffer> {
  const noise = { width: 100, height: 75, channels: 3 as const }
  return await sharp(randomBytes(100 * 75 * 3), { raw: noise })
    .resize(1600, 1200, { kernel: 'cubic' })
    .webp({ quality: 80, effort: 0 })
    .toBuffer()
}

function middleOf(times: number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}
