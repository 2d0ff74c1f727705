import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { parentPort } from 'node:worker_threads'
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm'
import { loadGraphModel } from '@tensorflow/tfjs-converter'
import { setBackend, tensor4d, tidy } from '@tensorflow/tfjs-core'
import { z } from 'zod'
import type { ThreadFailure } from './warm-thread.ts'

/** One view of a picture: 512 × 512 pixels of 8-bit sRGB. */
export interface DetectorQuestion {
  pixels: Uint8Array
}
/** Rows of six numbers: left, top, right, bottom in pixels of the view, score, label. */
export interface DetectorAnswer {
  rows: Float32Array<ArrayBuffer>
}

export const viewSide = 512
const output = 'tower_0/detections'

/** The part of the model's JSON that is read here. */
const modelSchema = z.object({
  modelTopology: z.looseObject({}),
  weightsManifest: z.array(
    z.object({
      weights: z.array(
        z.object({
          name: z.string(),
          shape: z.array(z.number()),
          dtype: z.enum(['float32', 'int32', 'bool']),
          quantization: z.object({ dtype: z.literal('float16') }).optional(),
        }),
      ),
    }),
  ),
})

/**
 * CenterNet over MobileNetV2, trained on COCO, as it ships in @vladmandic/human (MIT), on one thread
 * of WebAssembly with SIMD: tfjs's threaded build does not run in Node.
 */
async function loadDetector() {
  const require = createRequire(import.meta.url)
  setWasmPaths(`${dirname(require.resolve('@tensorflow/tfjs-backend-wasm'))}/`)
  if (!(await setBackend('wasm'))) throw new Error('WebAssembly does not run here')
  const folder = join(dirname(require.resolve('@vladmandic/human')), '../models')
  const json = modelSchema.parse(JSON.parse(await readFile(join(folder, 'centernet.json'), 'utf8')))
  const weights = await readFile(join(folder, 'centernet.bin'))
  return await loadGraphModel({
    load: async () => ({
      modelTopology: json.modelTopology,
      weightSpecs: json.weightsManifest.flatMap((group) =>
        group.weights.map(({ quantization, ...weight }) => ({
          ...weight,
          ...(quantization && { quantization }),
        })),
      ),
      weightData: new Uint8Array(weights).buffer,
    }),
  })
}

let detector: ReturnType<typeof loadDetector> | null = null

async function detect({ pixels }: DetectorQuestion): Promise<DetectorAnswer> {
  detector ??= loadDetector()
  const model = await detector
  const found = tidy(() => {
    const view = tensor4d(Float32Array.from(pixels), [1, viewSide, viewSide, 3])
    const made = model.execute(view, [output])
    const [first] = Array.isArray(made) ? made : [made]
    if (first === undefined) throw new Error('the detector answered nothing')
    return first
  })
  const rows = Float32Array.from(await found.data())
  found.dispose()
  return { rows }
}

parentPort?.on('message', (question: DetectorQuestion) => {
  void detect(question)
    .catch((error: unknown): ThreadFailure => ({ failure: String(error) }))
    .then((answer) => {
      parentPort?.postMessage(answer, 'rows' in answer ? [answer.rows.buffer] : [])
    })
})
