import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { type FileId, fileIdSchema } from '#contracts/ids'
import { linkTransformSchema, type TransformLink } from '#contracts/transforms'
import { requireActor } from '../accounts/require-user.ts'
import type { AppEnv } from '../app-env.ts'
import { AppError } from '../errors.ts'
import { findFile, requireFile } from '../files/find-file.ts'
import { validate } from '../http/validate.ts'
import { requireImage } from '../image-api/find-image.ts'
import { byAddress, byUser, limit, requireLimit } from '../limits/limit.ts'
import { mediaGeneration } from '../spaces/media-generation.ts'
import { openTransform, prepareTransform } from './open-transform.ts'
import { parseChain, printChain, withExtension } from './parse-chain.ts'
import { parseDraft } from './parse-draft.ts'
import { withPresets } from './presets.ts'
import { printDraft } from './print-draft.ts'
import { shownPicture } from './shown-picture.ts'
import { edgeKey, keepCached, openCached } from './signed-cache.ts'
import { signChain, verifyChain } from './signed-chain.ts'
import { answerTo, transformResponse } from './transform-response.ts'

/** A cache between may keep a picture that anybody sees for so long, if its address lasts. */
const publicSeconds = 3_600

/** Addresses of made pictures for pages that anybody may see. */
export const transformLinkRoutes = new Hono<AppEnv>().post(
  '/:id/transform/link',
  requireActor('read'),
  limit('image-api', byUser),
  validate('param', z.object({ id: fileIdSchema })),
  validate('json', linkTransformSchema),
  async (c) => {
    const { query, expiresInSeconds } = c.req.valid('json')
    const { id } = c.req.valid('param')
    return c.json(await linkTransform(c, id, query, expiresInSeconds), 201)
  },
)

/** Throws `not_found`, `validation_failed` for a bad recipe, and `forbidden` for viewers where presets alone are made. */
export async function linkTransform(
  c: Context<AppEnv>,
  id: FileId,
  query: string,
  expiresInSeconds: number,
): Promise<TransformLink> {
  const { deps, actor } = c.var
  const file = await requireImage(deps, actor, id)
  if (deps.config.transformsStrict) await requireFile(deps, actor, file.id, 'editor')
  const asked = [...new URLSearchParams(query)]
  const draft = parseDraft((await withPresets(deps, file.spaceId, asked)).entries)
  const { overlays } = await prepareTransform(deps, actor, file, draft, '')
  if (overlays.some(({ spaceId }) => spaceId !== file.spaceId)) {
    throw new AppError('validation_failed', '“watermark” names a picture of another space.')
  }
  const generation = await mediaGeneration(deps, file.spaceId)
  if (generation === null) throw new AppError('not_found', 'There is no such image.')
  const expiresAtSeconds = Math.floor(deps.now() / 1_000) + expiresInSeconds
  const url = new URL(c.req.url)
  const path = `/${printChain(printDraft(draft))}/${file.id}`
  const signed = signChain(deps.config.mediaKeys, url.host, { expiresAtSeconds, generation, path })
  const expiresAt = new Date(expiresAtSeconds * 1_000).toISOString()
  return { url: url.origin + signed, expiresAt }
}

/** See: [Note: Signed addresses of chains] */
export const signedChainRoutes = new Hono<AppEnv>().get('/*', async (c) => {
  const { deps } = c.var
  const url = new URL(c.req.url)
  if (c.req.url.includes('?')) {
    throw new AppError('validation_failed', 'A signed address takes no query.')
  }
  const signed = verifyChain(deps.config.mediaKeys, url.host, url.pathname, deps.now())
  if (!signed) throw ended()
  const { fileId, entries, extension } = parseChain(signed.path)
  const shown = await shownPicture(deps, fileId)
  if (shown?.generation !== signed.generation) throw ended()

  const accept = c.req.header('Accept') ?? ''
  const leftSeconds = signed.expiresAtSeconds - Math.floor(deps.now() / 1_000)
  const maxAgeSeconds = Math.min(publicSeconds, leftSeconds)
  const asked = {
    head: c.req.method === 'HEAD',
    ifNoneMatch: c.req.header('If-None-Match') ?? null,
    maxAgeSeconds,
  }
  const key = edgeKey(url.origin, { ...shown, path: signed.path, accept })
  const cached = await openCached(key, asked)
  if (cached) {
    deps.figures.count('asked', 'edge')
    return cached
  }
  const file = await findFile(deps, fileId)
  if (file?.kind !== 'image' || file.trashedAt !== null) throw ended()
  const draft = parseDraft(withExtension(entries, extension))
  const wanted = await prepareTransform(deps, file.spaceId, file, draft, accept)
  const opened = await openTransform(deps, wanted, () => requireLimit(c, 'transform', byAddress(c)))
  const picture = transformResponse(opened, {
    ...{ head: false, ifNoneMatch: null, maxAgeSeconds },
    ...{ downloadAs: null, varies: draft.output.format === 'auto', isPublic: true },
  })
  deps.defer(keepCached(key, picture.clone(), leftSeconds))
  return answerTo(picture, asked)
})

/** The same for a wrong, an expired and a revoked address. */
function ended(): AppError {
  return new AppError('bad_signature', 'This address is not valid any more.')
}
