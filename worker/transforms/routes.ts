import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { type FileId, fileIdSchema, jobIdSchema } from '#contracts/ids'
import type { UploadedImage } from '#contracts/images'
import { keepTransformSchema } from '#contracts/transforms'
import { requireActor } from '../accounts/require-user.ts'
import type { AppEnv } from '../app-env.ts'
import { AppError } from '../errors.ts'
import type { FoundFile } from '../files/find-file.ts'
import { validate } from '../http/validate.ts'
import { requireImage } from '../image-api/find-image.ts'
import { toImageViews } from '../image-api/image-view.ts'
import { byUser, limit, requireLimit } from '../limits/limit.ts'
import type { Entry } from './draft.ts'
import { keepTransform } from './keep-transform.ts'
import { explainTransform, isStored, openTransform, prepareTransform } from './open-transform.ts'
import { parseChain, withExtension } from './parse-chain.ts'
import { parseDraft } from './parse-draft.ts'
import { parseFlag } from './parse-values.ts'
import { withPresets } from './presets.ts'
import { queueTransform, readQueued } from './queued/queue-transform.ts'
import { foreverSeconds, transformResponse } from './transform-response.ts'

/** Longest query or chain: twenty steps with all that can be said of them are well below. */
const maxGrammarChars = 6_000

/** A preset may mean something else tomorrow, and a picture may be edited. */
const changingSeconds = 300

const imageParam = validate('param', z.object({ id: fileIdSchema }))

/** Pictures made of pictures, in the grammar of queries: to look at, and to keep as files. */
export const transformRoutes = new Hono<AppEnv>()
  .get(
    '/:id/transform',
    requireActor('read'),
    limit('image-api', byUser),
    imageParam,
    async (c) => {
      const asked = splitQuery(new URL(c.req.url).search)
      return await answer(c, { fileId: c.req.valid('param').id, ...asked })
    },
  )
  .get(
    '/:id/transform/jobs/:job',
    requireActor('read'),
    limit('image-api', byUser),
    validate('param', z.object({ id: fileIdSchema, job: jobIdSchema })),
    async (c) => {
      const { id, job } = c.req.valid('param')
      await requireImage(c.var.deps, c.var.actor, id)
      return c.json(await readQueued(c.var.deps, id, job), 200)
    },
  )
  .post(
    '/:id/transform',
    requireActor('upload'),
    limit('image-api', byUser),
    imageParam,
    validate('json', keepTransformSchema),
    async (c) => {
      const { deps, actor } = c.var
      const source = await requireImage(deps, actor, c.req.valid('param').id)
      const wanted = await prepare(c, source, [...new URLSearchParams(c.req.valid('json').query)])
      const opened = await openTransform(deps, wanted, () => countMaking(c))
      const { outcome, fileId } = await keepTransform(deps, actor, opened, {
        ...{ source, asked: c.req.valid('json') },
      })
      const [view] = await toImageViews(
        deps,
        actor,
        [await requireImage(deps, actor, fileId)],
        new URL(c.req.url).host,
      )
      if (!view) throw new AppError('not_found', 'There is no such image.')
      const image: UploadedImage = { ...view, outcome }
      c.header('Location', `/api/images/${fileId}`)
      return c.json(image, 201)
    },
  )

/** The same as paths. See: [Note: Addresses of chains] */
export const chainRoutes = new Hono<AppEnv>().get('/*', requireActor('read'), async (c) => {
  const { pathname, search } = new URL(c.req.url)
  if (search !== '') {
    throw new AppError('validation_failed', 'An address below /t/ takes no query.')
  }
  refuseLong(pathname)
  return await answer(c, parseChain(pathname.slice('/t'.length)))
})

interface Asked {
  fileId: FileId
  entries: Entry[]
  /** The format that an address ends with. */
  extension?: string | undefined
  explain?: boolean
  download?: boolean
  /** Whoever asks does not want to wait. */
  async?: boolean
}

async function answer(c: Context<AppEnv>, asked: Asked): Promise<Response> {
  const { deps, actor } = c.var
  const file = await requireImage(deps, actor, asked.fileId)
  const wanted = await prepare(c, file, asked.entries, asked.extension)
  if (asked.explain) return c.json(await explainTransform(deps, wanted), 200)
  if (deps.config.transformsStrict) requireOnlyPreset(asked.entries)
  if (asked.async || prefersAsync(c)) {
    const queued = await answerLater(c, wanted)
    if (queued) return queued
  }
  const opened = await openTransform(deps, wanted, () => countMaking(c))
  return transformResponse(opened, {
    head: c.req.method === 'HEAD',
    downloadAs: asked.download ? file.name : null,
    varies: wanted.draft.output.format === 'auto',
    maxAgeSeconds:
      wanted.draft.output.ofOriginal && !wanted.usesPreset ? foreverSeconds : changingSeconds,
    ifNoneMatch: c.req.header('If-None-Match') ?? null,
  })
}

/** `Prefer: respond-async` (RFC 7240). */
function prefersAsync(c: Context<AppEnv>): boolean {
  const preferences = c.req.header('Prefer')?.toLowerCase().split(/[,;]/) ?? []
  return preferences.some((preference) => preference.trim() === 'respond-async')
}

/** Null when the picture is there: it is answered as ever. */
async function answerLater(c: Context<AppEnv>, wanted: Awaited<ReturnType<typeof prepare>>) {
  const { deps } = c.var
  if (await isStored(deps, wanted)) return null
  await countMaking(c)
  const queued = await queueTransform(deps, wanted)
  c.header('Location', queued.status)
  c.header('Preference-Applied', 'respond-async')
  c.header('Retry-After', '2')
  return c.json(queued, 202)
}

/** What parameters mean for a picture and for whoever asks; the presets are those of its space. */
async function prepare(c: Context<AppEnv>, file: FoundFile, asked: Entry[], extension?: string) {
  const { deps, actor } = c.var
  const { entries, usesPreset } = await withPresets(deps, file.spaceId, asked)
  const draft = parseDraft(withExtension(entries, extension))
  const accept = c.req.header('Accept') ?? ''
  return { ...(await prepareTransform(deps, actor, file, draft, accept)), draft, usesPreset }
}

/** So that nobody makes five thousand pictures by asking for as many widths. */
function requireOnlyPreset(entries: Entry[]): void {
  if (entries.length === 1 && entries[0]?.[0] === 'preset') return
  const detail = 'Pictures are made here by presets (“preset=name”) and signed addresses alone.'
  throw new AppError('validation_failed', detail)
}

async function countMaking(c: Context<AppEnv>): Promise<void> {
  await requireLimit(c, 'transform', byUser(c))
}

/** What is said of the answer, apart from what is said of the picture. */
function splitQuery(search: string) {
  refuseLong(search)
  const entries = [...new URLSearchParams(search)]
  const isSet = (name: string) =>
    entries.some(([key, value]) => key === name && parseFlag(name, value))
  return {
    entries: entries.filter(([name]) => !['explain', 'download', 'async'].includes(name)),
    ...{ explain: isSet('explain'), download: isSet('download'), async: isSet('async') },
  }
}

function refuseLong(text: string): void {
  if (text.length <= maxGrammarChars) return
  const detail = `What a picture is to be takes at most ${maxGrammarChars} characters.`
  throw new AppError('validation_failed', detail)
}
