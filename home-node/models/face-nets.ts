import { createRequire, registerHooks } from 'node:module'
import { dirname, join } from 'node:path'
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm'
import * as tf from '@tensorflow/tfjs-core'

/**
 * face-api asks for the whole of TensorFlow.js (webgl, layers, data, training), of which it uses the
 * core and the WebAssembly backend. These stand in for the rest: its `require` gets the core, and
 * tensors get the few methods by which it chains operations.
 */
function standInForTensorflow(): void {
  registerHooks({
    resolve: (specifier, context, next) =>
      next(specifier === '@tensorflow/tfjs' ? '@tensorflow/tfjs-core' : specifier, context),
  })
  const chained = {
    as1D(this: tf.Tensor) {
      return tf.reshape(this, [this.size])
    },
    as2D(this: tf.Tensor, ...shape: number[]) {
      return tf.reshape(this, shape)
    },
    as3D(this: tf.Tensor, ...shape: number[]) {
      return tf.reshape(this, shape)
    },
    as4D(this: tf.Tensor, ...shape: number[]) {
      return tf.reshape(this, shape)
    },
    reshape(this: tf.Tensor, shape: number[]) {
      return tf.reshape(this, shape)
    },
    expandDims(this: tf.Tensor, axis?: number) {
      return tf.expandDims(this, axis)
    },
    slice(this: tf.Tensor, begin: number[], size?: number[]) {
      return tf.slice(this, begin, size)
    },
    mean(this: tf.Tensor, axes?: number[]) {
      return tf.mean(this, axes)
    },
    div(this: tf.Tensor, other: tf.Tensor | number) {
      return tf.div(this, other)
    },
    mul(this: tf.Tensor, other: tf.Tensor | number) {
      return tf.mul(this, other)
    },
    sub(this: tf.Tensor, other: tf.Tensor | number) {
      return tf.sub(this, other)
    },
  }
  Object.assign(tf.Tensor.prototype, chained)
}

export type FaceApi = typeof import('@vladmandic/face-api/dist/face-api.node-wasm.js')

/**
 * The networks of @vladmandic/face-api (MIT), as they ship in its package, on one thread of
 * WebAssembly with SIMD. Loaded once a thread; all six take a quarter of a second and 13 MB.
 */
export async function loadFaceNets(): Promise<FaceApi> {
  standInForTensorflow()
  const require = createRequire(import.meta.url)
  setWasmPaths(`${dirname(require.resolve('@tensorflow/tfjs-backend-wasm'))}/`)
  if (!(await tf.setBackend('wasm'))) throw new Error('WebAssembly does not run here')
  const faceApi = await import('@vladmandic/face-api/dist/face-api.node-wasm.js')
  const folder = join(dirname(require.resolve('@vladmandic/face-api')), '../model')
  const { nets } = faceApi
  await Promise.all([
    nets.ssdMobilenetv1.loadFromDisk(folder),
    nets.tinyFaceDetector.loadFromDisk(folder),
    nets.faceLandmark68Net.loadFromDisk(folder),
    nets.faceRecognitionNet.loadFromDisk(folder),
    nets.ageGenderNet.loadFromDisk(folder),
    nets.faceExpressionNet.loadFromDisk(folder),
  ])
  return faceApi
}
