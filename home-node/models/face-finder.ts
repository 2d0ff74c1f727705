import type { FaceModels, FaceQuestion, FacesSeen } from '#contracts/faces'
import { vectorToText } from '#contracts/vector-text'
import { fitInside, openRaster, type Raster, toRaster } from '../images/decode.ts'
import { type Log, makeLog } from '../log.ts'
import { bestSimilarity, fivePoints, warpFace } from './face-align.ts'
import { type DeclaredEmbedder, readFaceDeclarations } from './face-declaration.ts'
import type { EmbedFaceAnswer, EmbedFaceQuestion } from './face-embedder-thread.ts'
import {
  detectorNames,
  type FaceSettings,
  faceDetectors,
  facePart,
  ownEmbedder,
} from './face-parts.ts'
import { faceQuality } from './face-quality.ts'
import type { FaceInThread, FaceThreadAnswer, FaceThreadQuestion } from './face-thread.ts'
import { type RgbPicture, toRgb } from './rgb-picture.ts'
import { makeWarmThread } from './warm-thread.ts'

/** What pictures are decoded to: a face of a twentieth of it is still 80 pixels wide. */
export const facePictureBox = { width: 1_600, height: 1_600 }
/** What the detectors are given: they scale it down to half themselves, as they were taught to. */
const viewBox = { width: 1_024, height: 1_024 }
const threadTimeoutMs = 60_000
/** Loading takes a quarter of a second, and somebody at a camera should not wait for it again. */
const idleMs = 10 * 60_000

export interface FaceFinder {
  embedderNames(): Promise<string[]>
  /** Throws `unknown_model` when the operator chose what there is not. */
  models(): Promise<FaceModels>
  /**
   * The faces of an upright sRGB raster, the largest first, by one decode for all networks. Throws
   * `InferenceError` `unknown_model`; rejects when a network fails. `atMs`: of a film, at which time.
   */
  find(picture: Raster, question: FaceQuestion, atMs?: number | null): Promise<FacesSeen>
  stop(): Promise<void>
}

/**
 * The networks of face-api in a thread of their own, which starts with the first question, and in
 * another the network of an embedder that somebody declared. Declarations are read once.
 */
export function makeFaceFinder(settings: FaceSettings, log: Log = makeLog()): FaceFinder {
  const thread = makeWarmThread<FaceThreadQuestion, FaceThreadAnswer>(
    new URL('./face-thread.ts', import.meta.url),
    { timeoutMs: threadTimeoutMs, idleMs },
  )
  const embedding = makeWarmThread<EmbedFaceQuestion, EmbedFaceAnswer>(
    new URL('./face-embedder-thread.ts', import.meta.url),
    { timeoutMs: threadTimeoutMs, idleMs },
  )
  let reading: Promise<DeclaredEmbedder[]> | null = null
  const declared = () => {
    const { folder } = settings
    reading ??= folder === null ? Promise.resolve([]) : readFaceDeclarations(folder, log)
    return reading
  }
  const names = async () => [
    ownEmbedder.name,
    ...(await declared()).map(({ declaration }) => declaration.name),
  ]

  async function chosen(question: Pick<FaceQuestion, 'detector' | 'embedder'>) {
    const detector = question.detector ?? settings.detector ?? 'ssd'
    const embedder = question.embedder ?? settings.embedder ?? ownEmbedder.name
    return {
      detector: facePart('detector', detector, detectorNames),
      embedder: facePart('embedder', embedder, await names()),
    }
  }

  async function describe(
    embedder: DeclaredEmbedder,
    picture: RgbPicture,
    { landmarks }: FaceInThread,
  ): Promise<Float32Array<ArrayBuffer>> {
    const { width, height, points } = embedder.declaration.input
    const places = points.map(([x, y]) => [x * width, y * height] as const)
    const similarity = bestSimilarity(fivePoints(landmarks), places)
    if (!similarity) throw new Error('the landmarks of a face lie in one place')
    const pixels = warpFace(picture, similarity, width, height)
    return (await embedding.ask({ embedder, pixels })).descriptor
  }

  return {
    embedderNames: names,
    async models() {
      const others = (await declared()).map(({ declaration }) => declaration)
      const facts = others.map(({ name, dimensions, threshold, curve }) => {
        return { name, dimensions, threshold, curve }
      })
      const embedders = [ownEmbedder, ...facts]
      return { detectors: [...detectorNames], embedders, ...(await chosen({})) }
    },
    async find(raster, question, atMs = null) {
      const parts = await chosen(question)
      const other = (await declared()).find(
        ({ declaration }) => declaration.name === parts.embedder,
      )
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
        descriptors: question.descriptors && !other,
        age: question.age,
        expressions: question.expressions,
      })
      if (other && question.descriptors) {
        for (const face of faces) face.descriptor = await describe(other, picture, face)
      }
      return {
        ...parts,
        width: picture.width,
        height: picture.height,
        faces: faces.map((face) => toFaceSeen(face, picture, question, atMs)),
      }
    },
    async stop() {
      await Promise.all([thread.stop(), embedding.stop()])
    },
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
