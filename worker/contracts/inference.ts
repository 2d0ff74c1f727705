import { z } from 'zod'
import type { FaceModels, FaceQuestion, FacesSeen } from './faces.ts'
import type { FileTag } from './file-tags.ts'
import type { ImageSource } from './image-engine.ts'
import type { Label, LabelQuestion } from './labels.ts'

/** Everything an engine can be asked. Which of these answers is a matter of what is installed. */
export const capabilitySchema = z.enum([
  'tag',
  'embedText',
  'embedImage',
  'detectFaces',
  'readText',
  'caption',
  'tagByLabels',
])
export type Capability = z.infer<typeof capabilitySchema>

/** One installed engine: what it can do and by which name its results are marked. */
export const engineInfoSchema = z.object({ capability: capabilitySchema, engine: z.string() })
export type EngineInfo = z.infer<typeof engineInfoSchema>

export class InferenceError extends Error {
  readonly code:
    | 'capability_missing'
    | 'undecodable'
    | 'offline'
    | 'unknown_model'
    /** As many questions as a day may have were asked; tomorrow there are others. */
    | 'budget_spent'
  constructor(code: InferenceError['code'], detail: string, cause?: unknown) {
    super(detail, { cause })
    this.name = 'InferenceError'
    this.code = code
  }
}

/**
 * Models behind one interface. A capability that no installed engine has rejects with
 * `capability_missing`: nothing is ever made up. The others join as their engines do.
 */
export interface Inference {
  engines(): Promise<EngineInfo[]>
  tag(source: ImageSource): Promise<FileTag[]>
  /**
   * Embeds texts by the chosen model, whose name tells with which pictures they may be compared, or
   * by another that is there (`clip-vit-b32@1`): while a new model looks at all pictures, the old
   * one's vectors still answer. `engines` names all that can. At most 64 texts of 500 characters;
   * vectors have length 1, in the order of the texts.
   */
  embedText(texts: string[], model?: string): Promise<TextEmbeddings>
  /** Finds the faces in a picture; an unknown detector or embedder rejects with `unknown_model`. */
  detectFaces(source: ImageSource, question: FaceQuestion): Promise<FacesSeen>
  /** Which detectors and embedders there are. */
  faceModels(): Promise<FaceModels>
  /** What is to be seen in a picture, in a sentence or a few, in English. */
  caption(picture: EncodedPicture): Promise<Caption>
  /** Which of these labels fit a picture, and which questions it answers with yes. */
  tagByLabels(picture: EncodedPicture, wanted: LabelsWanted): Promise<FileTag[]>
}

const missing = () =>
  Promise.reject(new InferenceError('capability_missing', 'There is no engine for this here.'))

/** Where nothing is installed: what others take their missing capabilities from. */
export const noInference: Inference = {
  engines: async () => [],
  tag: missing,
  embedText: missing,
  detectFaces: missing,
  faceModels: missing,
  caption: missing,
  tagByLabels: missing,
}

/** A picture as an encoder wrote it: JPEG, PNG or WebP. */
export interface EncodedPicture {
  bytes: Uint8Array
  mimeType: string
}

export interface Caption {
  text: string
  engine: string
}

/** What a picture is looked at for: the labels of a group compete, a question stands by itself. */
export interface LabelsWanted {
  labels: Label[]
  questions: LabelQuestion[]
}

export interface TextEmbeddings {
  /** Model and pipeline: `clip-vit-b32@1`. */
  model: string
  vectors: Float32Array[]
}
