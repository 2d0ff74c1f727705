import { createHash } from 'node:crypto'
import { Hono } from 'hono'
import { publicIdSchema } from '#contracts/ids'
import { type RenditionName, renditionNameSchema } from '#contracts/renditions'
import type { AppEnv } from '../app-env.ts'
import type { Deps } from '../deps.ts'
import { noSuchFile } from '../errors.ts'
import { openOriginal } from '../files/download.ts'
import { findPublicFile, type PublicFile } from '../files/public-file.ts'
import { originalResponse } from '../http/original-response.ts'
import { openRendition } from './open-rendition.ts'

// [Note: Public addresses]
// /p/{public id} shows what its admin chose: the preview, or the original. /p/{public id}/320 and
// /1600 are its previews. D1 is asked each time, so a file that is private again is gone at once; a
// cache between may keep an answer for a minute.

const cacheSeconds = 60

/** Pictures and files that somebody made public; nobody has to be signed in. */
export const publicRoutes = new Hono<AppEnv>()
  .get('/:publicId', async (c) => {
    const file = await publicFile(c.var.deps, c.req.param('publicId'))
    if (file.shows === 'preview') return await previewResponse(c.var.deps, file, '1600', c.req.raw)
    return await originalOf(c.var.deps, file, c.req.raw)
  })
  .get('/:publicId/:rendition', async (c) => {
    const rendition = renditionNameSchema.safeParse(c.req.param('rendition'))
    if (!rendition.success) throw noSuchFile()
    const file = await publicFile(c.var.deps, c.req.param('publicId'))
    return await previewResponse(c.var.deps, file, rendition.data, c.req.raw)
  })

/** The same for an address that never was, and for one whose file is private, trashed or purged. */
async function publicFile(deps: Pick<Deps, 'db'>, id: string): Promise<PublicFile> {
  const parsed = publicIdSchema.safeParse(id)
  const file = parsed.success ? await findPublicFile(deps, parsed.data) : undefined
  if (!file) throw noSuchFile()
  return file
}

async function previewResponse(
  deps: Deps,
  file: PublicFile,
  rendition: RenditionName,
  request: Request,
): Promise<Response> {
  if (file.preview === 'none') throw noSuchFile()
  const etag = etagOf(file, `${rendition} ${file.edit}`)
  if (isKnown(request, etag)) return notModified(etag)
  const picture = await openRendition(deps, { ...file, rendition })
  const isHead = request.method === 'HEAD'
  if (isHead) await picture.body?.cancel()
  return publicly(new Response(isHead ? null : picture.body, picture), etag)
}

async function originalOf(deps: Deps, file: PublicFile, request: Request): Promise<Response> {
  const etag = etagOf(file, 'original')
  if (isKnown(request, etag)) return notModified(etag)
  const ifRange = request.headers.get('If-Range')
  const range = ifRange === null || ifRange === etag ? request.headers.get('Range') : null
  const { opened, partial } = await openOriginal(deps, file, range ?? undefined)
  const head = request.method === 'HEAD'
  return publicly(originalResponse(opened, file, { head, partial }), etag)
}

/** Of what is shown, without telling the hash of an original of which only the preview is. */
function etagOf({ originalId }: PublicFile, shown: string): string {
  const digest = createHash('sha256').update(`${originalId}\n${shown}`).digest('base64url')
  return `"${digest.slice(0, 22)}"`
}

function isKnown(request: Request, etag: string): boolean {
  const known = request.headers.get('If-None-Match')?.split(',') ?? []
  return known.some((each) => each.trim() === '*' || each.trim().replace(/^W\//, '') === etag)
}

function notModified(etag: string): Response {
  return publicly(new Response(null, { status: 304 }), etag)
}

/** Any page may show it and any cache may keep it for a minute; search engines are asked not to. */
function publicly(response: Response, etag: string): Response {
  const { headers } = response
  headers.set('Cache-Control', `public, max-age=${cacheSeconds}, must-revalidate`)
  headers.set('Cross-Origin-Resource-Policy', 'cross-origin')
  headers.set('ETag', etag)
  headers.set('X-Robots-Tag', 'noindex, nofollow')
  return response
}
