import { parentPort } from 'node:worker_threads'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import type { DeclaredEmbedder } from './face-declaration.ts'
import type { ThreadFailure } from './warm-thread.ts'

/** One aligned face: RGB values from 0 to 255, row by row. */
export interface EmbedFaceQuestion {
  embedder: DeclaredEmbedder
  pixels: Float32Array<ArrayBuffer>
}

export interface EmbedFaceAnswer {
  /** As the network gives it: not of length 1. */
  descriptor: Float32Array<ArrayBuffer>
}

const sessions = new Map<string, Promise<InferenceSession>>()

/** What a network is given for an aligned face: its own order of channels and axes, and its own scale. */
export function inputOf(
  { layout, channels, mean, std, width, height }: DeclaredEmbedder['declaration']['input'],
  pixels: Float32Array,
): { values: Float32Array<ArrayBuffer>; shape: number[] } {
  const area = width * height
  const values = new Float32Array(area * 3)
  for (let at = 0; at < area; at += 1) {
    for (let channel = 0; channel < 3; channel += 1) {
      const from = channels === 'rgb' ? channel : 2 - channel
      const value = ((pixels[at * 3 + from] ?? 0) - (mean[channel] ?? 0)) / (std[channel] ?? 1)
      values[layout === 'nchw' ? channel * area + at : at * 3 + channel] = value
    }
  }
  return { values, shape: layout === 'nchw' ? [1, 3, height, width] : [1, height, width, 3] }
}

async function embed({ embedder, pixels }: EmbedFaceQuestion): Promise<EmbedFaceAnswer> {
  const { declaration, path } = embedder
  const opened = sessions.get(path) ?? open(path)
  sessions.set(path, opened)
  const session = await opened
  const { input, output, dimensions } = declaration
  const { values, shape } = inputOf(input, pixels)
  const feeds = { [input.name]: new Tensor('float32', values, shape) }
  const made = (await session.run(feeds, [output]))[output]
  if (!(made?.data instanceof Float32Array) || made.data.length !== dimensions) {
    throw new Error('The network gives descriptors of another length than was declared.')
  }
  return { descriptor: Float32Array.from(made.data) }
}

async function open(path: string): Promise<InferenceSession> {
  return await InferenceSession.create(path, {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    // Threads that wait by spinning take the cores from everything else that this machine does.
    extra: { session: { intra_op: { allow_spinning: '0' } } },
    logSeverityLevel: 3,
  })
}

parentPort?.on('message', (question: EmbedFaceQuestion) => {
  void embed(question)
    .catch((error: unknown): ThreadFailure => ({ failure: String(error) }))
    .then((answer) => parentPort?.postMessage(answer))
})
