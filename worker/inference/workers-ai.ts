import { z } from 'zod'
import {
  type EncodedPicture,
  type Inference,
  InferenceError,
  noInference,
} from '#contracts/inference'
import { readStream } from '../http/read-body.ts'
import { tagsOfAnswers, toQuestions } from './label-questions.ts'

/** Of the binding `AI` what is used here; answers are read by ourselves, with their status. */
export interface WorkersAi {
  run(
    model: string,
    input: Record<string, unknown>,
    options: { returnRawResponse: true; signal: AbortSignal },
  ): Promise<Response>
}

const captionModel = '@cf/moondream/moondream3.1-9B-A2B'
const labelModel = '@cf/cloudflare/clef-flash'
const embeddingModel = '@cf/baai/bge-m3'

/** Names by which results are marked; another number when a model or what is asked of it changes. */
export const captionEngine = 'moondream3.1-1'
export const edgeLabelEngine = 'clef-flash-1'
/** Texts and captions as vectors of a space of its own: no picture was looked at for these. */
export const captionVectorModel = 'bge-m3@1'
const dimensions = 1_024

const usualTimeoutMs = 30_000
const captionTokens = 200
const captionMaxLength = 2_000
/** An answer of 64 vectors of 1,024 numbers is some 1.4 MB of JSON. */
const answerMaxBytes = 4_000_000

const captionSchema = z.object({ caption: z.string().trim().min(1) })
const answersSchema = z.object({ answers: z.record(z.string(), z.unknown()) })
const vectorsSchema = z.object({ data: z.array(z.array(z.number()).length(dimensions)) })

/**
 * Workers AI: captions, labels and vectors of texts. Each call may cost money, so `takeCalls` is asked
 * before it is made, and rejects when the day has had enough. Every failure is an `InferenceError`:
 * `undecodable` where a picture was refused, else `offline`, also where an answer makes no sense.
 */
export function makeWorkersAiInference(
  ai: WorkersAi,
  takeCalls: (calls: number) => Promise<void>,
  timeoutMs = usualTimeoutMs,
): Inference {
  async function ask<Answer>(
    model: string,
    input: Record<string, unknown>,
    schema: z.ZodType<Answer>,
  ): Promise<Answer> {
    await takeCalls(1)
    const signal = AbortSignal.timeout(timeoutMs)
    try {
      const response = await ai.run(model, input, { returnRawResponse: true, signal })
      if (!response.ok) {
        await response.body?.cancel()
        throw failure(response.status)
      }
      return schema.parse(await readAnswer(response))
    } catch (error) {
      throw error instanceof InferenceError ? error : offline(error)
    }
  }

  return {
    ...noInference,
    engines: async () => [
      { capability: 'caption', engine: captionEngine },
      { capability: 'tagByLabels', engine: edgeLabelEngine },
      { capability: 'embedText', engine: captionVectorModel },
    ],
    async caption(picture) {
      const question = { task: 'caption', caption_length: 'normal', max_tokens: captionTokens }
      const input = { ...question, image: dataUrl(picture), stream: false }
      const { caption } = await ask(captionModel, input, captionSchema)
      return { text: caption.slice(0, captionMaxLength), engine: captionEngine }
    },
    async tagByLabels(picture, wanted) {
      const questions = toQuestions(wanted)
      if (Object.keys(questions).length === 0) return []
      const state = 'A photograph or a scan from a private collection of pictures.'
      const input = { model: 'clef-flash', state, questions, images: [dataUrl(picture)] }
      const { answers } = await ask(labelModel, input, answersSchema)
      const tags = tagsOfAnswers(wanted, answers, edgeLabelEngine)
      if (tags === null) throw offline(new Error('answers to other questions'))
      return tags
    },
    async embedText(texts, model = captionVectorModel) {
      if (model !== captionVectorModel) {
        throw new InferenceError('capability_missing', 'This model is not on the edge.')
      }
      const { data } = await ask(embeddingModel, { text: texts }, vectorsSchema)
      if (data.length !== texts.length) throw offline(new Error('vectors of other texts'))
      return { model, vectors: data.map(toUnit) }
    },
  }
}

/** The binding answers the bare result, the REST API wraps it. */
async function readAnswer(response: Response): Promise<unknown> {
  if (response.body === null) throw new Error('an empty answer')
  const bytes = await readStream(response.body, answerMaxBytes)
  const json: unknown = JSON.parse(new TextDecoder().decode(bytes))
  const wrapped = z.object({ success: z.literal(true), result: z.unknown() }).safeParse(json)
  return wrapped.success ? wrapped.data.result : json
}

function dataUrl({ bytes, mimeType }: EncodedPicture): string {
  return `data:${mimeType};base64,${Buffer.from(bytes).toString('base64')}`
}

function toUnit(values: number[]): Float32Array {
  const length = Math.hypot(...values)
  if (!Number.isFinite(length) || length === 0) throw offline(new Error('a vector of no length'))
  return Float32Array.from(values, (value) => value / length)
}

function failure(status: number): InferenceError {
  const isRefused = status === 400 || status === 413 || status === 415 || status === 422
  if (isRefused) return new InferenceError('undecodable', 'Workers AI does not take this picture.')
  return offline(new Error(`Workers AI answered ${status}`))
}

function offline(cause: unknown): InferenceError {
  return new InferenceError('offline', 'Workers AI did not answer; try again later.', cause)
}
