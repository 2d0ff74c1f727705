import type { FaceModels, FaceQuestion, FacesSeen } from '#contracts/faces'
import { vectorToText } from '#contracts/vector-text'
import { fitInside, openRaster, type Raster, toRaster } from '../images/decode.ts'
import {
  detectorNames,
  type FaceSettings,
  faceDetectors,
  facePart,
  ownEmbedder,
} from './face-parts.ts'
import { faceQuality } from './face-quality.ts'
import type { FaceInThread, FaceThreadAnswer, FaceThreadQuestion } from './face-thread.ts'
import { toRgb } from './rgb-picture.ts'
import { makeWarmThread } from './warm-thread.ts'

/** What pictures are decoded to: a face of a twentieth of it is still 80 pixels wide. */
export const facePictureBox = { width: 1_600, height: 1_600 }
/** What the detectors are given: they scale it down to half themselves, as they were taught to. */
const viewBox = { width: 1_024, height: 1_024 }
const threadTimeoutMs = 60_000
/** Loading takes a quarter of a second, and somebody at a camera should not wait for it again. */
const idleMs = 10 * 60_000

export interface FaceFinder {
  embedderNames(): string[]
  /** Throws `unknown_model` when the operator chose what there is not. */
  models(): Promise<FaceModels>
  /**
   * The faces of an upright sRGB raster, the largest first, by one decode for all networks. Throws
   * `InferenceError` `unknown_model`; rejects when a network fails. `atMs`: of a film, at which time.
   */
  find(picture: Raster, question: FaceQuestion, atMs?: number | null): Promise<FacesSeen>
  stop(): Promise<void>
}

/** The networks of face-api in a thread of their own, which starts with the first question. */
export function makeFaceFinder(settings: FaceSettings): FaceFinder {
  const thread = makeWarmThread<FaceThreadQuestion, FaceThreadAnswer>(
    new URL('./face-thread.ts', import.meta.url),
    { timeoutMs: threadTimeoutMs, idleMs },
  )
  const embedders = [ownEmbedder]

  function chosen(question: Pick<FaceQuestion, 'detector' | 'embedder'>) {
    const detector = question.detector ?? settings.detector ?? 'ssd'
    const embedder = question.embedder ?? settings.embedder ?? ownEmbedder.name
    return {
      detector: facePart('detector', detector, detectorNames),
      embedder: facePart(
        'embedder',
        embedder,
        embedders.map(({ name }) => name),
      ),
    }
  }

  return {
    embedderNames: () => embedders.map(({ name }) => name),
    async models() {
      return { detectors: [...detectorNames], embedders, ...chosen({}) }
    },
    async find(raster, question, atMs = null) {
      const parts = chosen(question)
      const picture = await toRgb(raster)
      const small = openRaster({
        ...picture,
        pixels: Buffer.from(picture.pixels.buffer),
        channels: 3,
      })
      const view = await toRgb(await toRaster(small.resize(fitInside(picture, viewBox))))
      const { faces } = await thread.ask({
        ...{ picture, view, detector: faceDetectors[parts.detector] },
        largestOnly: question.largestOnly,
        descriptors: question.descriptors,
        age: question.age,
        expressions: question.expressions,
      })
      return {
        ...parts,
        width: picture.width,
        height: picture.height,
        faces: faces.map((face) => toFaceSeen(face, picture, question, atMs)),
      }
    },
    stop: () => thread.stop(),
  }
}

function toFaceSeen(
  face: FaceInThread,
  picture: { width: number; height: number },
  question: FaceQuestion,
  atMs: number | null,
): FacesSeen['faces'][number] {
  const { box, probability, landmarks } = face
  const left = share(box.left / picture.width)
  const top = share(box.top / picture.height)
  return {
    box: {
      left,
      top,
      width: share((box.left + box.width) / picture.width) - left,
      height: share((box.top + box.height) / picture.height) - top,
    },
    probability: share(probability),
    landmarks: question.landmarks
      ? Array.from({ length: 68 }, (_, at) => ({
          x: (landmarks[at * 2] ?? 0) / picture.width,
          y: (landmarks[at * 2 + 1] ?? 0) / picture.height,
        }))
      : [],
    quality: faceQuality({ ...face, picture }),
    descriptor: face.descriptor && vectorToText(unit(face.descriptor)),
    age: face.age === null ? null : Math.min(150, Math.max(0, face.age)),
    expressions: face.expressions,
    atMs,
  }
}

function share(value: number): number {
  return Math.min(1, Math.max(0, value))
}

/** Descriptors are compared by their angle. */
function unit(vector: Float32Array): Float32Array {
  const length = Math.hypot(...vector)
  if (!(length > 0)) throw new Error('the network of a face gave no descriptor')
  return vector.map((value) => value / length)
}
