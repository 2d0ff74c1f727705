import { streamDetector } from '#contracts/face-stream'
import type { FaceModels } from '#contracts/faces'
import { InferenceError } from '#contracts/inference'

/**
 * The detectors of face-api: exact and slower, or four times as fast and blind for small faces.
 * `quick` is for frame after frame: tiny, and ssd where that sees nobody.
 */
export type FaceDetector = 'ssd' | 'tiny' | 'quick'
export const faceDetectors = {
  'ssd@1': 'ssd',
  'tiny@1': 'tiny',
  [streamDetector]: 'quick',
} as const satisfies Record<string, FaceDetector>

export const detectorNames = [
  'ssd@1',
  'tiny@1',
  streamDetector,
] as const satisfies readonly (keyof typeof faceDetectors)[]

type EmbedderFacts = FaceModels['embedders'][number]

/**
 * The embedder that ships with face-api: dlib's ResNet of 29 layers, 128 numbers. Middle and width
 * as measured by `npm run bench -- faces`.
 */
export const ownEmbedder = {
  name: 'face-api-128@1',
  dimensions: 128,
  threshold: 0.5,
  curve: { middle: 0.41, width: 0.04 },
} as const satisfies EmbedderFacts

/**
 * Names by which other systems call what is here: the second embedder of face-api is the network of
 * dlib, converted.
 */
const otherNames: Record<string, string> = { dlib: ownEmbedder.name, 'face-api': ownEmbedder.name }

/**
 * The part that a name means: in any case, with its version or without, or by what another system
 * calls it. Throws `unknown_model` with the names that exist.
 */
export function facePart<Name extends string>(
  kind: 'detector' | 'embedder',
  asked: string,
  names: readonly Name[],
): Name {
  const name = asked.trim().toLowerCase()
  const meant = otherNames[name] ?? name
  const found = names.find((each) => each === meant || each.split('@')[0] === meant)
  if (found !== undefined) return found
  throw new InferenceError(
    'unknown_model',
    `There is no ${kind} "${asked.slice(0, 60)}" here. There is: ${names.join(', ')}.`,
  )
}

/** What the operator chose; null: what comes first. */
export interface FaceSettings {
  detector: string | null
  embedder: string | null
  /** Folder whose folders each hold an embedder; null: none. */
  folder: string | null
}

/** FACE_DETECTOR and FACE_EMBEDDER, or what DeepFace calls them. Empty variables count as absent. */
export function faceSettings(env: Record<string, string | undefined>): FaceSettings {
  const root = env.CLOUDVAULT_MODELS || (env.CLOUDVAULT_STATE && `${env.CLOUDVAULT_STATE}/models`)
  return {
    detector: env.FACE_DETECTOR || env.DEEPFACE_DETECTOR_BACKEND || null,
    embedder: env.FACE_EMBEDDER || env.DEEPFACE_EMBEDDER_MODEL || null,
    folder: root ? `${root}/faces` : null,
  }
}
