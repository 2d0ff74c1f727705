import type { FaceModels, FaceQuestion, FacesSeen } from '#contracts/faces'
import type { ImageSource } from '#contracts/image-engine'
import { InferenceError } from '#contracts/inference'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'

type SeeDeps = Pick<Deps, 'inference' | 'now'>

/**
 * The faces in a picture, as the home node sees them. Throws `home_node_offline`, `undecodable`,
 * `unknown_model` and `capability_missing`.
 */
export async function seeFaces(
  deps: Pick<Deps, 'inference'>,
  source: ImageSource,
  question: Partial<FaceQuestion>,
): Promise<FacesSeen> {
  const defaults = { largestOnly: false, descriptors: true, landmarks: false }
  const asked = { ...defaults, age: false, expressions: false, ...question }
  return await deps.inference.detectFaces(source, asked).catch(refuse)
}

type Embedder = FaceModels['embedders'][number]

// What the home node's models are changes with its configuration only, and then with its restart.
const modelsMs = 60_000
let remembered: { models: FaceModels; at: number } | null = null

/** Which detectors and embedders there are. Throws as `seeFaces` does. */
export async function faceModels(deps: SeeDeps): Promise<FaceModels> {
  const now = deps.now()
  if (remembered && now - remembered.at < modelsMs) return remembered.models
  const models = await deps.inference.faceModels().catch(refuse)
  remembered = { models, at: now }
  return models
}

/** What is known of an embedder, by the name that stands with its descriptors. */
export async function embedderNamed(deps: SeeDeps, name: string): Promise<Embedder> {
  const find = async () =>
    (await faceModels(deps)).embedders.find((embedder) => embedder.name === name)
  const known = await find()
  if (known) return known
  remembered = null
  const now = await find()
  if (now) return now
  throw new AppError('unknown_model', `There is no embedder "${name}" on the home node.`)
}

function refuse(error: unknown): never {
  if (!(error instanceof InferenceError)) throw error
  if (error.code === 'offline' || error.code === 'budget_spent') {
    throw new AppError('home_node_offline', error.message, { cause: error, retryAfterSeconds: 60 })
  }
  throw new AppError(error.code, error.message, { cause: error })
}
