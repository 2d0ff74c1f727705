import { join } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import type { ModelDeclaration } from './model-declaration.ts'
import { loadTokenizer } from './tokenizer.ts'

/*
 * A thread that holds one half of a model, loaded once and kept: running it takes all of a thread's
 * time, which the mirror needs for itself. Answers come in the order of the questions.
 */

/** What the thread is started with. */
export interface HalfOfModel {
  half: 'text' | 'vision'
  declaration: ModelDeclaration
  folder: string
  /** Cores that one run may use. */
  threads: number
}

/** Texts, or the pixels of `count` pictures: 8-bit RGB squares of the model's side, one after another. */
export type HalfQuestion = { texts: string[] } | { pixels: Uint8Array; count: number }

/** The vectors one after another, each of length 1. */
export type HalfAnswer = { vectors: Float32Array<ArrayBuffer> } | { error: string }

type Embed = (question: HalfQuestion) => Promise<Float32Array<ArrayBuffer>>

async function load(model: HalfOfModel): Promise<Embed> {
  const { declaration, folder } = model
  return model.half === 'text'
    ? await loadText(
        model,
        await loadTokenizer(join(folder, declaration.tokenizer.file.path), declaration),
      )
    : await loadVision(model)
}

async function loadText(
  { declaration: { text, dimensions }, folder, threads }: HalfOfModel,
  tokenizer: { tokens(text: string): number[] },
): Promise<Embed> {
  const session = await open(join(folder, text.file.path), text, threads)
  const needsMask = session.inputNames.includes('attention_mask')
  return async (question) => {
    if (!('texts' in question)) throw new Error('This half embeds texts.')
    const vectors = new Float32Array(question.texts.length * dimensions)
    // One by one: 8-bit models round by the whole batch, and a text has one vector, whoever asks with it.
    for (const [at, each] of question.texts.entries()) {
      const tokens = tokenizer.tokens(each)
      const shape = [1, tokens.length]
      const feeds: Record<string, Tensor> = {
        [text.input]: new Tensor('int64', BigInt64Array.from(tokens, BigInt), shape),
      }
      if (needsMask) {
        const mask = BigInt64Array.from(tokens, (token) => (token === text.padWith ? 0n : 1n))
        feeds.attention_mask = new Tensor('int64', mask, shape)
      }
      vectors.set(await run(session, feeds, text.output, dimensions), at * dimensions)
    }
    return normalized(vectors, dimensions)
  }
}

async function loadVision({
  declaration: { vision, dimensions },
  folder,
  threads,
}: HalfOfModel): Promise<Embed> {
  const session = await open(join(folder, vision.file.path), vision, threads)
  const { pixels: side, mean, std } = vision
  const area = side * side
  // What each of the 256 values of a channel becomes.
  const scales = mean.map((middle, channel) =>
    Float32Array.from({ length: 256 }, (_, value) => (value / 255 - middle) / (std[channel] ?? 1)),
  )
  return async (question) => {
    if (!('pixels' in question)) throw new Error('This half embeds pictures.')
    const { pixels, count } = question
    const input = new Float32Array(count * 3 * area)
    for (const [channel, scale] of scales.entries()) {
      for (let picture = 0; picture < count; picture++) {
        const to = (picture * 3 + channel) * area
        const from = picture * 3 * area + channel
        for (let at = 0; at < area; at++) input[to + at] = scale[pixels[from + at * 3] ?? 0] ?? 0
      }
    }
    const feeds = { [vision.input]: new Tensor('float32', input, [count, 3, side, side]) }
    return normalized(await run(session, feeds, vision.output, count * dimensions), dimensions)
  }
}

async function open(
  path: string,
  names: { input: string; output: string },
  threads: number,
): Promise<InferenceSession> {
  const session = await InferenceSession.create(path, {
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    // Threads that wait by spinning take the cores from everything else that this machine does.
    extra: { session: { intra_op: { allow_spinning: '0' } } },
    graphOptimizationLevel: 'all',
    // Warnings are about the optimizer; what fails is thrown.
    logSeverityLevel: 3,
  })
  if (!session.inputNames.includes(names.input) || !session.outputNames.includes(names.output)) {
    throw new Error('The model has other inputs and outputs than were declared.')
  }
  return session
}

async function run(
  session: InferenceSession,
  feeds: Record<string, Tensor>,
  output: string,
  size: number,
): Promise<Float32Array<ArrayBuffer>> {
  const { [output]: made, ...others } = await session.run(feeds, [output])
  for (const tensor of Object.values(others)) tensor.dispose()
  if (!(made?.data instanceof Float32Array) || made.data.length !== size) {
    throw new Error('The model gives vectors of another length than was declared.')
  }
  return Float32Array.from(made.data)
}

function normalized(vectors: Float32Array<ArrayBuffer>, dimensions: number) {
  for (let start = 0; start < vectors.length; start += dimensions) {
    const vector = vectors.subarray(start, start + dimensions)
    const length = Math.hypot(...vector)
    if (!(length > 0) || !Number.isFinite(length)) throw new Error('The model gave no vector.')
    for (let at = 0; at < dimensions; at++) vector[at] = (vector[at] ?? 0) / length
  }
  return vectors
}

/** Whoever starts this thread is this program: the type is what it is started with. */
const model: HalfOfModel = workerData
const loaded = load(model)
// Told to each who asks; without anybody who asks it is nobody's error.
loaded.catch(() => undefined)
let last: Promise<unknown> = loaded

parentPort?.on('message', (question: HalfQuestion) => {
  last = last
    .catch(() => undefined)
    .then(async () => (await loaded)(question))
    .then(
      (vectors) => parentPort?.postMessage({ vectors } satisfies HalfAnswer, [vectors.buffer]),
      (error: unknown) => {
        parentPort?.postMessage({ error: String(error) } satisfies HalfAnswer)
      },
    )
})
