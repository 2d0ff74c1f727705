import { parentPort } from 'node:worker_threads'
import { type FaceApi, loadFaceNets } from './face-nets.ts'
import type { FaceDetector } from './face-parts.ts'
import { sharpnessOf, sharpnessSide } from './face-quality.ts'
import { cropBox, type PixelBox, type RgbPicture } from './rgb-picture.ts'
import type { ThreadFailure } from './warm-thread.ts'

export interface FaceThreadQuestion {
  picture: RgbPicture
  /** The same picture, small enough for the detector. */
  view: RgbPicture
  detector: FaceDetector
  largestOnly: boolean
  /** By the embedder of face-api. */
  descriptors: boolean
  age: boolean
  expressions: boolean
}

export interface FaceInThread {
  /** In pixels of the picture. */
  box: PixelBox
  probability: number
  landmarks: Float32Array<ArrayBuffer>
  sharpness: number
  /** As the network gives it: not of length 1. */
  descriptor: Float32Array<ArrayBuffer> | null
  age: number | null
  expressions: Record<string, number> | null
}

export interface FaceThreadAnswer {
  /** The largest first. */
  faces: FaceInThread[]
}

const facesAtMost = 100
/** Below, most of what is found is no face. */
const leastProbability = 0.5
/** Sides of what the networks look at. */
const tinySide = 512
/** The quick one's: two thirds of the work, which ssd does where this sees nobody. */
const quickSide = 416
const landmarkSide = 112
const descriptorSide = 150

let loading: Promise<FaceApi> | null = null

async function lookAt(question: FaceThreadQuestion): Promise<FaceThreadAnswer> {
  loading ??= loadFaceNets()
  const faceApi = await loading
  const found = await detect(faceApi, question)
  const faces: FaceInThread[] = []
  for (const each of found) faces.push(await describe(faceApi, question, each))
  return { faces }
}

/** The boxes of faces in pixels of the picture, the largest first. */
async function detect(
  faceApi: FaceApi,
  { view, picture, detector, largestOnly }: FaceThreadQuestion,
): Promise<{ box: PixelBox; probability: number }[]> {
  const found = await withTensor(faceApi, view, async (tensor) => {
    const bySsd = () =>
      faceApi.nets.ssdMobilenetv1.locateFaces(tensor, {
        minConfidence: leastProbability,
        maxResults: facesAtMost,
      })
    if (detector === 'ssd') return await bySsd()
    const inputSize = detector === 'quick' ? quickSide : tinySide
    const options = { inputSize, scoreThreshold: leastProbability }
    const byTiny = await faceApi.nets.tinyFaceDetector.locateFaces(tensor, options)
    return detector === 'quick' && byTiny.length === 0 ? await bySsd() : byTiny
  })
  const [across, down] = [picture.width / view.width, picture.height / view.height]
  const boxes = found
    .map(({ box, score }) => ({
      box: {
        left: box.x * across,
        top: box.y * down,
        width: box.width * across,
        height: box.height * down,
      },
      probability: score,
    }))
    .filter(({ box }) => box.width >= 1 && box.height >= 1)
    .sort((one, other) => other.box.width * other.box.height - one.box.width * one.box.height)
  return boxes.slice(0, largestOnly ? 1 : facesAtMost)
}

async function describe(
  faceApi: FaceApi,
  question: FaceThreadQuestion,
  { box, probability }: { box: PixelBox; probability: number },
): Promise<FaceInThread> {
  const { nets } = faceApi
  const { picture } = question
  const crop = cropBox(picture, box, landmarkSide)
  const landmarks = one(
    await withTensor(faceApi, crop, (face) => nets.faceLandmark68Net.detectLandmarks(face)),
  )
  const [across, down] = [box.width / crop.width, box.height / crop.height]
  const placed = new Float32Array(136)
  for (const [at, point] of landmarks.positions.entries()) {
    placed[at * 2] = box.left + point.x * across
    placed[at * 2 + 1] = box.top + point.y * down
  }
  const sharpness = sharpnessOf(cropBox(picture, box, sharpnessSide))
  const seen = { box, probability, landmarks: placed, sharpness }
  const aligned = alignedBox(placed)
  const face = cropBox(picture, aligned, descriptorSide)
  return await withTensor(faceApi, face, async (tensor) => {
    const descriptor = question.descriptors
      ? one(await nets.faceRecognitionNet.computeFaceDescriptor(tensor))
      : null
    const age = question.age ? one(await nets.ageGenderNet.predictAgeAndGender(tensor)).age : null
    const expressions = question.expressions
      ? { ...one(await nets.faceExpressionNet.predictExpressions(tensor)) }
      : null
    return { ...seen, descriptor: descriptor && Float32Array.from(descriptor), age, expressions }
  })
}

/**
 * The box that the embedder was taught on: that of the landmarks with a tenth of its size on each
 * side, as face-api aligns.
 */
export function alignedBox(landmarks: Float32Array): PixelBox {
  const xs = landmarks.filter((_, at) => at % 2 === 0)
  const ys = landmarks.filter((_, at) => at % 2 === 1)
  const [left, top] = [Math.min(...xs), Math.min(...ys)]
  const [width, height] = [Math.max(...xs) - left, Math.max(...ys) - top]
  const padding = 0.1
  return {
    left: left - width * padding,
    top: top - height * padding,
    width: Math.max(1, width * (1 + 2 * padding)),
    height: Math.max(1, height * (1 + 2 * padding)),
  }
}

async function withTensor<T>(
  { tf }: FaceApi,
  { pixels, width, height }: RgbPicture,
  work: (tensor: ReturnType<FaceApi['tf']['tensor3d']>) => Promise<T>,
): Promise<T> {
  const tensor = tf.tensor3d(new Float32Array(pixels), [height, width, 3])
  try {
    return await work(tensor)
  } finally {
    tensor.dispose()
  }
}

/** face-api answers one for one, and a list for a list. */
function one<T>(answer: T | T[]): T {
  const [first] = Array.isArray(answer) ? answer : [answer]
  if (first === undefined) throw new Error('the network of a face answered nothing')
  return first
}

parentPort?.on('message', (question: FaceThreadQuestion) => {
  void lookAt(question)
    .catch((error: unknown): ThreadFailure => ({ failure: String(error) }))
    .then((answer) => parentPort?.postMessage(answer))
})
