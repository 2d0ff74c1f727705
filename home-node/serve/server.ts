import { zValidator } from '@hono/zod-validator'
import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { faceQuestionSchema } from '#contracts/faces'
import {
  type embeddedTextsSchema,
  embedTextSchema,
  faceQuerySchema,
  type homeHealthSchema,
  madeImageHeaders,
  maxOverlayBytes,
  overlayWantedHeader,
  runQuerySchema,
} from '#contracts/home-serve'
import { type Sha256, sha256Schema } from '#contracts/ids'
import { type ImageEngine, ImageEngineError, type ImageSource } from '#contracts/image-engine'
import { type Inference, InferenceError } from '#contracts/inference'
import {
  type ModelAction,
  type ModelList,
  modelActionSchema,
  modelIdSchema,
} from '#contracts/models'
import { overlaysOf, recipeSchema } from '#contracts/recipe'
import { vectorToText } from '#contracts/vector-text'
import { boundedBytes, TooManyBytesError } from '../bounded-bytes.ts'
import type { DiskSet } from '../disks/disk-set.ts'
import { maxPictureBytes } from '../images/probe.ts'
import { sha256Hex, type Verifier } from '../link/signed-request.ts'
import { type Log, messageOf } from '../log.ts'
import { type ModelStore, ModelStoreError } from '../models/model-store.ts'
import { serveOriginal } from './originals.ts'
import { makeOverlayShelf, type OverlayShelf } from './overlay-shelf.ts'
import { problemResponse, ServeError } from './problems.ts'

export interface ServeDeps {
  verifier: Verifier
  disks: Pick<DiskSet, 'open' | 'sizeOf'>
  images: ImageEngine
  inference: Inference
  models: Pick<ModelStore, 'list' | ModelAction>
  onWake(): void
  log: Log
  version: string
}

interface ServeEnv {
  Variables: { bodySha256: string }
}

const jsonText = z.string().transform((text, context) => {
  try {
    return JSON.parse(text) as unknown
  } catch {
    context.addIssue('not JSON')
    return z.NEVER
  }
})

function validate<S extends z.ZodType>(target: 'param' | 'query', schema: S) {
  return zValidator(target, schema, (result) => {
    if (!result.success) throw new ServeError('validation_failed', z.prettifyError(result.error))
  })
}

/** Reads the body whole, within bounds, and checks that it is the one that was signed. */
async function signedBody(c: Context<ServeEnv>, maxBytes = maxPictureBytes): Promise<Uint8Array> {
  const body = c.req.raw.body
  let bytes: Uint8Array
  try {
    bytes = body === null ? new Uint8Array() : await boundedBytes(body, maxBytes)
  } catch (error) {
    if (!(error instanceof TooManyBytesError)) throw error
    throw new ServeError('too_large', `A body here has at most ${maxBytes / 1e6} MB.`)
  }
  if (sha256Hex(bytes) !== c.var.bodySha256) {
    throw new ServeError('bad_signature', 'The body is not the one that was signed.')
  }
  return bytes
}

function signedJson<S extends z.ZodType>(body: Uint8Array, schema: S): z.infer<S> {
  const parsed = jsonText.pipe(schema).safeParse(new TextDecoder().decode(body))
  if (!parsed.success) throw new ServeError('validation_failed', z.prettifyError(parsed.error))
  return parsed.data
}

/** The picture that a request is about: the bytes it carries, or else an original on a disk here. */
async function pictureOf(
  c: Context<ServeEnv>,
  disks: ServeDeps['disks'],
  sha256: Sha256,
): Promise<ImageSource> {
  const bytes = await signedBody(c)
  if (bytes.length > 0) {
    if (sha256Hex(bytes) !== sha256) {
      throw new ServeError('hash_mismatch', 'The picture is not the one that was named.')
    }
    const open = async () => new Blob([new Uint8Array(bytes)]).stream()
    return { sha256, sizeBytes: bytes.length, open }
  }
  const sizeBytes = await disks.sizeOf(sha256)
  if (sizeBytes === null) throw new ServeError('not_found', 'No disk here has this picture.')
  if (sizeBytes > maxPictureBytes) throw new ServeError('too_large', 'The picture is too large.')
  return {
    sha256,
    sizeBytes,
    open: async () => {
      const opened = await disks.open(sha256)
      if (opened === null) throw new ServeError('not_found', 'No disk here has this picture.')
      return opened.body
    },
  }
}

/** The pictures that a recipe draws, from the shelf or a disk; throws `not_found` that names the rest. */
async function overlaysFor(
  wanted: Sha256[],
  disks: ServeDeps['disks'],
  shelf: OverlayShelf,
): Promise<ImageSource[]> {
  const found: ImageSource[] = []
  const missing: Sha256[] = []
  for (const sha256 of wanted) {
    const held = shelf.get(sha256)
    const sizeBytes = held?.byteLength ?? (await disks.sizeOf(sha256))
    if (sizeBytes === null) missing.push(sha256)
    else if (sizeBytes > maxOverlayBytes) {
      throw new ServeError('too_large', 'A watermark may have at most 10 MB.')
    } else found.push({ sha256, sizeBytes, open: () => openOverlay(sha256, held, disks) })
  }
  if (missing.length === 0) return found
  throw new ServeError('not_found', 'No disk here has what is to be drawn.', {
    [overlayWantedHeader]: missing.join(','),
  })
}

async function openOverlay(
  sha256: Sha256,
  held: Uint8Array<ArrayBuffer> | undefined,
  disks: ServeDeps['disks'],
): Promise<ReadableStream<Uint8Array>> {
  if (held) return new Blob([held]).stream()
  const opened = await disks.open(sha256)
  if (opened === null) throw new ServeError('not_found', 'No disk here has this picture.')
  return opened.body
}

function toServeError(error: unknown, log: Log): ServeError {
  if (error instanceof ServeError) return error
  if (error instanceof ImageEngineError) {
    return new ServeError(
      error.code === 'offline' ? 'home_node_offline' : error.code,
      error.message,
    )
  }
  if (error instanceof ModelStoreError) return new ServeError(error.code, error.message)
  if (error instanceof InferenceError) {
    const isAway = error.code === 'offline' || error.code === 'budget_spent'
    return new ServeError(isAway ? 'home_node_offline' : error.code, error.message)
  }
  log.error('serve.error', { message: messageOf(error) })
  return new ServeError('internal', 'Something went wrong on the home node.')
}

/** The routes of `#contracts/home-serve`. Everything but /health must be signed by the Worker. */
export function makeServer(deps: ServeDeps): Hono<ServeEnv> {
  const { disks, images, inference, models } = deps
  const shelf = makeOverlayShelf()
  const pathSha256 = validate('param', z.object({ sha256: sha256Schema }))
  const modelParam = validate('param', z.object({ id: modelIdSchema, action: modelActionSchema }))
  const health: z.infer<typeof homeHealthSchema> = { ok: true, version: deps.version }

  return new Hono<ServeEnv>()
    .onError((error) => problemResponse(toServeError(error, deps.log)))
    .notFound(() => problemResponse(new ServeError('not_found', 'There is nothing here.')))
    .get('/health', (c) => c.json(health, 200))
    .use(async (c, next) => {
      const { pathname, search } = new URL(c.req.url)
      const verdict = deps.verifier.verify({
        method: c.req.method,
        target: pathname + search,
        header: (name) => c.req.header(name),
      })
      if (!verdict.ok) {
        deps.log.error('serve.refused', { reason: verdict.reason, method: c.req.method })
        throw verdict.reason === 'busy'
          ? new ServeError('try_again', 'Too many requests at once.', { 'Retry-After': '60' })
          : new ServeError('bad_signature', 'The signature of this request does not hold.')
      }
      c.set('bodySha256', verdict.bodySha256)
      await next()
    })
    .get('/originals/:sha256', pathSha256, (c) =>
      serveOriginal(disks, c.req.valid('param').sha256, {
        method: c.req.method,
        range: c.req.header('Range'),
        ifRange: c.req.header('If-Range'),
      }),
    )
    .post('/images/run', validate('query', runQuerySchema), async (c) => {
      const { recipe: text, sha256 } = c.req.valid('query')
      const recipe = jsonText.pipe(recipeSchema).safeParse(text)
      if (!recipe.success) throw new ServeError('validation_failed', z.prettifyError(recipe.error))
      const overlays = await overlaysFor(overlaysOf(recipe.data), disks, shelf)
      const source = await pictureOf(c, disks, sha256)
      const made = await images.run(recipe.data, source, overlays)
      return new Response(made.body, {
        headers: {
          'Content-Type': made.mimeType,
          [madeImageHeaders.width]: String(made.width),
          [madeImageHeaders.height]: String(made.height),
        },
      })
    })
    .post('/images/overlays/:sha256', pathSha256, async (c) => {
      const bytes = await signedBody(c, maxOverlayBytes)
      const { sha256 } = c.req.valid('param')
      if (bytes.length === 0) throw new ServeError('not_found', 'Only the bytes are of use here.')
      if (sha256Hex(bytes) !== sha256) {
        throw new ServeError('hash_mismatch', 'The picture is not the one that was named.')
      }
      shelf.put(sha256, new Uint8Array(bytes))
      return c.body(null, 204)
    })
    .get('/inference/engines', async (c) => c.json({ engines: await inference.engines() }, 200))
    .post('/inference/tag', validate('query', runQuerySchema.pick({ sha256: true })), async (c) => {
      const picture = await pictureOf(c, disks, c.req.valid('query').sha256)
      return c.json({ tags: await inference.tag(picture) }, 200)
    })
    .post('/inference/embed-text', async (c) => {
      const { texts, model } = signedJson(await signedBody(c), embedTextSchema)
      const embedded = await inference.embedText(texts, model)
      const answer: z.infer<typeof embeddedTextsSchema> = {
        model: embedded.model,
        vectors: embedded.vectors.map(vectorToText),
      }
      return c.json(answer, 200)
    })
    .post('/inference/faces', validate('query', faceQuerySchema), async (c) => {
      const { sha256, question: text } = c.req.valid('query')
      const question = jsonText.pipe(faceQuestionSchema).safeParse(text)
      if (!question.success) {
        throw new ServeError('validation_failed', z.prettifyError(question.error))
      }
      const picture = await pictureOf(c, disks, sha256)
      return c.json(await inference.detectFaces(picture, question.data), 200)
    })
    .get('/inference/face-models', async (c) => c.json(await inference.faceModels(), 200))
    .get('/models', async (c) => c.json({ models: await models.list() } satisfies ModelList, 200))
    .post('/models/:id/:action', modelParam, async (c) => {
      await signedBody(c)
      const { id, action } = c.req.valid('param')
      await models[action](id)
      return c.json({ models: await models.list() } satisfies ModelList, 200)
    })
    .post('/wake', async (c) => {
      await signedBody(c)
      deps.onWake()
      return c.body(null, 204)
    })
}
