import type { z } from 'zod'
import { faceModelsSchema, facesSeenSchema } from '#contracts/faces'
import {
  embeddedTextsSchema,
  type embedTextSchema,
  engineListSchema,
  tagListSchema,
} from '#contracts/home-serve'
import { type Inference, InferenceError, noInference } from '#contracts/inference'
import { problemSchema } from '#contracts/problem'
import { vectorFromText } from '#contracts/vector-text'
import { type HomeClient, HomeNodeOfflineError } from '../home-nodes/home-client.ts'
import { runOnHome } from '../images/home.ts'

/** The models on the home node, over the tunnel. */
export function makeHomeInference(call: HomeClient): Inference {
  return {
    ...noInference,
    async engines() {
      try {
        const response = await call({ method: 'GET', target: '/inference/engines' })
        if (!response.ok) throw failure(response.status)
        return engineListSchema.parse(await response.json()).engines
      } catch (error) {
        throw error instanceof HomeNodeOfflineError ? offline(error) : error
      }
    },
    async embedText(texts, model) {
      const question: z.infer<typeof embedTextSchema> = { texts, ...(model && { model }) }
      const response = await call({
        method: 'POST',
        target: '/inference/embed-text',
        headers: { 'Content-Type': 'application/json' },
        body: new TextEncoder().encode(JSON.stringify(question)),
      }).catch((error: unknown) => {
        throw offline(error)
      })
      if (!response.ok) {
        await response.body?.cancel()
        throw failure(response.status)
      }
      const answer = embeddedTextsSchema.parse(await response.json())
      const vectors = answer.vectors.flatMap((text) => vectorFromText(text) ?? [])
      if (vectors.length !== texts.length) throw offline(new Error('vectors that cannot be read'))
      return { model: answer.model, vectors }
    },
    async detectFaces(source, question) {
      const query = new URLSearchParams({
        sha256: source.sha256,
        question: JSON.stringify(question),
      })
      const response = await runOnHome(call, `/inference/faces?${query}`, source, offline)
      if (response.ok) return facesSeenSchema.parse(await response.json())
      throw await faceFailure(response)
    },
    async faceModels() {
      const response = await call({ method: 'GET', target: '/inference/face-models' }).catch(
        (error: unknown) => {
          throw offline(error)
        },
      )
      if (response.ok) return faceModelsSchema.parse(await response.json())
      throw await faceFailure(response)
    },
    async tag(source) {
      const target = `/inference/tag?sha256=${source.sha256}`
      const response = await runOnHome(call, target, source, offline)
      if (!response.ok) {
        await response.body?.cancel()
        throw failure(response.status)
      }
      return tagListSchema.parse(await response.json()).tags
    },
  }
}

function offline(cause: unknown): InferenceError {
  return new InferenceError('offline', 'The home node is away; try again later.', cause)
}

/** The home node's own words where it knows no such detector or embedder. */
async function faceFailure(response: Response): Promise<InferenceError> {
  const problem = problemSchema.safeParse(await response.json().catch(() => null))
  if (problem.success && problem.data.code === 'unknown_model') {
    return new InferenceError('unknown_model', problem.data.detail)
  }
  return failure(response.status)
}

function failure(status: number): InferenceError {
  if (status === 501) {
    return new InferenceError('capability_missing', 'The home node has no engine for this.')
  }
  if (status === 413 || status === 422) {
    return new InferenceError('undecodable', 'This picture cannot be read.')
  }
  return offline(new Error(`the home node answered ${status}`))
}
