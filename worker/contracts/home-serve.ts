import { z } from 'zod'
import { fileTagSchema } from './file-tags.ts'
import { sha256Schema } from './ids.ts'
import { engineInfoSchema } from './inference.ts'
import { embeddingModelSchema } from './models.ts'

/*
 * What the home node serves to the Worker over the tunnel, bound to loopback. Every request but
 * `GET /health` is signed by the Worker (audience: the home node's id). Errors are problem+json.
 *
 * | route | answer |
 * |---|---|
 * | GET /health | 200 `homeHealthSchema` |
 * | GET, HEAD /originals/{sha256} | the bytes from a disk, with Range (206, 416), ETag = quoted sha256; 404 |
 * | POST /images/run?recipe=JSON&sha256=HEX | body: the picture, or empty when the home node may have it; 200 with the made picture and the headers below; 404 when it needs the bytes, with `X-Overlay-Wanted` (hashes, with commas) when it needs pictures to draw; 413; 422 |
 * | POST /images/overlays/{sha256} | body: a picture to draw, at most 10 MB, kept in memory for the runs of the next minutes; 204; 404 without a body; 413; 422 `hash_mismatch` |
 * | GET /inference/engines | `engineListSchema` |
 * | POST /inference/tag?sha256=HEX | body as above; `tagListSchema`; 404; 422; 501 `capability_missing` |
 * | POST /inference/embed-text | JSON `embedTextSchema`; `embeddedTextsSchema`; 501 `capability_missing` |
 * | POST /inference/faces?sha256=HEX&question=JSON | body as above; `facesSeenSchema`; 404; 422, `unknown_model` among them; 501 `capability_missing` |
 * | GET /inference/face-models | `faceModelsSchema`; 501 `capability_missing` |
 * | GET /models | `modelListSchema` of `#contracts/models` |
 * | POST /models/{id}/fetch, cancel, verify or choose | 200 `modelListSchema`, at once; 404; 409 when it cannot be chosen yet |
 * | POST /wake | 204: look at the change feed and the jobs now |
 */
export const madeImageHeaders = { width: 'X-Image-Width', height: 'X-Image-Height' } as const

/** In a 404 of `/images/run`: the overlays of the recipe that the home node has not got. */
export const overlayWantedHeader = 'X-Overlay-Wanted'
export const maxOverlayBytes = 10_000_000

export const homeHealthSchema = z.object({ ok: z.literal(true), version: z.string() })
export const engineListSchema = z.object({ engines: z.array(engineInfoSchema) })
export const tagListSchema = z.object({ tags: z.array(fileTagSchema) })

/** The `recipe` parameter is the canonical recipe; `sha256` is the hash of the source picture. */
/** `question` is a `faceQuestionSchema` as JSON. */
export const faceQuerySchema = z.object({ sha256: sha256Schema, question: z.string().max(500) })

export const runQuerySchema = z.object({ recipe: z.string().max(8_000), sha256: sha256Schema })

/** Without `model`: by the chosen one. */
export const embedTextSchema = z.strictObject({
  texts: z.array(z.string().max(500)).min(1).max(64),
  model: embeddingModelSchema.optional(),
})
/** Vectors as `vectorToText` writes them, of length 1, in the order of the texts. */
export const embeddedTextsSchema = z.object({
  model: embeddingModelSchema,
  vectors: z.array(z.base64().max(8_192)),
})
