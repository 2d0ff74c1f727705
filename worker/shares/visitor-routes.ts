import { type Context, Hono } from 'hono'
import { html } from 'hono/html'
import { z } from 'zod'
import { type FolderId, fileIdSchema, folderIdSchema } from '#contracts/ids'
import { slugSchema } from '#contracts/shares'
import type { AppEnv } from '../app-env.ts'
import { AppError } from '../errors.ts'
import { readBytes } from '../http/read-body.ts'
import { byAddress, requireLimit } from '../limits/limit.ts'
import { doorPage, goneReason, openDoor } from './door.ts'
import { coverName, notePage, sharePage } from './page.ts'
import { pagePolicy } from './page-style.ts'
import { hasPass, isGated } from './pass.ts'
import { lastPage, readPage } from './read-page.ts'
import { openShareDownload, openShareZip } from './share-download.ts'
import { openSharePicture } from './share-picture.ts'
import { type ShareState, shareState } from './share-state.ts'
import { shareSigner, verifySharePath } from './share-url.ts'
import { countVisit } from './visits.ts'

const seconds = 60

/** What stands behind public links: pages for everybody who has one, and all that they show. */
export const visitorRoutes = new Hono<AppEnv>()
  .get('/p/*', async (c) => await signedAnswer(c))
  .get('/:slug', async (c) => await page(c, { folderId: null, page: 1 }))
  .post('/:slug', async (c) => await orNote(async () => await unlock(c)))
  .get('/:slug/cover', async (c) => await cover(c))
  .get('/:slug/embed', async (c) => await page(c, { folderId: null, page: 1 }, true))
  .get('/:slug/:place', async (c) => await page(c, placeOf(c)))
  .get('/:slug/:place/:page', async (c) => await page(c, placeOf(c)))

interface Place {
  folderId: FolderId | null
  page: number
}

function placeOf(c: Context<AppEnv>): Place | null {
  const place = z.union([z.literal('all'), folderIdSchema]).safeParse(c.req.param('place'))
  const page = z.coerce
    .number()
    .int()
    .min(1)
    .max(lastPage)
    .safeParse(c.req.param('page') ?? '1')
  if (!place.success || !page.success) return null
  return { folderId: place.data === 'all' ? null : place.data, page: page.data }
}

async function findShare(c: Context<AppEnv>): Promise<ShareState | null> {
  if (new URL(c.req.url).searchParams.has('password')) {
    const detail = 'A password does not belong into an address: it is kept by browsers and servers.'
    throw new AppError('validation_failed', detail)
  }
  const slug = slugSchema.safeParse(c.req.param('slug'))
  if (!slug.success) return null
  return await shareState(c.var.deps, new URL(c.req.url).origin, { slug: slug.data })
}

async function page(
  c: Context<AppEnv>,
  place: Place | null,
  isEmbedded = false,
): Promise<Response> {
  return await orNote(async () => {
    const share = await findShare(c)
    if (!share || !place || (isEmbedded && !(share.isEmbeddable && !isGated(share))))
      throw nothing()
    const { deps } = c.var
    const reason = goneReason(share, deps.now())
    if (reason) throw new AppError('gone', reason)
    if (isGated(share) && !hasPass(deps.config, share, c.req.header('Cookie'), deps.now())) {
      return document(await doorPage(deps, share, null), 200)
    }
    const answer = await cachedPage(c, share, place, isEmbedded)
    if (c.req.method !== 'HEAD' && place.page === 1 && place.folderId === null) {
      countVisit(deps, share.id, 'visits')
    }
    return answer
  })
}

/** A page is as fresh as what its link allows: a minute old at most. Its key changes with every edit. */
async function cachedPage(
  c: Context<AppEnv>,
  share: ShareState,
  place: Place,
  isEmbedded: boolean,
): Promise<Response> {
  const { deps } = c.var
  const { origin, host } = new URL(c.req.url)
  const at = `${place.folderId ?? 'all'}/${place.page}/${isEmbedded}`
  const key = new Request(new URL(`/s/cached/page/${share.id}/${share.generation}/${at}`, origin))
  const hit = await caches.default.match(key)
  const made = hit ?? (await makePage())
  if (!hit) deps.defer(caches.default.put(key, made.clone()))
  const answer = new Response(c.req.method === 'HEAD' ? null : made.body, made)
  answer.headers.set('Cache-Control', 'private, no-cache')
  answer.headers.set('Server-Timing', `cache;desc=${hit ? 'hit' : 'miss'}`)
  answer.headers.delete('CF-Cache-Status')
  return answer

  async function makePage(): Promise<Response> {
    const content = await readPage(deps, share, place, host)
    if (!content) throw nothing()
    const sign = shareSigner(deps.config.mediaKeys, host, share, deps.now())
    const frame = { origin, sign, isEmbedded, isOpen: !isGated(share) }
    const response = document(await sharePage(share, content, frame), 200, isEmbedded)
    response.headers.set('Cache-Control', `public, max-age=${seconds}`)
    return response
  }
}

/** The password, or the click that uses one of the views; never from an address. */
async function unlock(c: Context<AppEnv>): Promise<Response> {
  const share = await findShare(c)
  if (!share) throw nothing()
  const { deps } = c.var
  const given = new URLSearchParams(new TextDecoder().decode(await readBytes(c.req.raw, 4_000)))
  const opened = await openDoor(c, share, given.get('password') ?? '')
  if (!opened.ok) return document(await doorPage(deps, share, opened.why), 403)
  const headers = { Location: `/s/${share.slug}`, 'Set-Cookie': opened.cookie }
  return new Response(null, { status: 303, headers })
}

/** The picture that stands for a link in messages: only where anybody may see it. */
async function cover(c: Context<AppEnv>): Promise<Response> {
  const share = await findShare(c)
  if (!share || isGated(share) || goneReason(share, c.var.deps.now())) throw notFound()
  const { host } = new URL(c.req.url)
  const content = await readPage(c.var.deps, share, { folderId: null, page: 1 }, host)
  const first = content?.files.find(({ preview }) => preview === 'ready')
  if (!first) throw notFound()
  const beforeMaking = () => requireLimit(c, 'transform', byAddress(c))
  const name = coverName(share)
  const picture = await openSharePicture(c.var.deps, share, first.id, name, beforeMaking)
  return publicPicture(picture, c.req.method, null)
}

/** See: [Note: Addresses of a share]. The order is: signature, what the link allows, cache, R2. */
async function signedAnswer(c: Context<AppEnv>): Promise<Response> {
  const { deps } = c.var
  const url = new URL(c.req.url)
  if (c.req.url.includes('?')) {
    throw new AppError('validation_failed', 'A signed address takes no query.')
  }
  const signed = verifySharePath(deps.config.mediaKeys, url.host, url.pathname, deps.now())
  if (!signed) throw new AppError('bad_signature', 'This address is not valid any more.')
  const share = await shareState(deps, url.origin, { id: signed.shareId })
  const isOver = !share || (share.expiresAt !== null && share.expiresAt <= deps.now())
  if (isOver || share.generation !== signed.generation) throw notFound()
  const { name, subject } = signed
  const beforeMaking = () => requireLimit(c, 'transform', byAddress(c))
  const asked = { range: c.req.header('Range'), isHead: c.req.method === 'HEAD', host: url.host }
  if (name === 'zip') {
    const folderId = subject === 'all' ? null : folderIdSchema.parse(subject)
    return privately(await openShareZip(deps, share, folderId, { ...asked, beforeMaking }))
  }
  const fileId = fileIdSchema.parse(subject)
  if (name === 'original' || name === 'preview') {
    return privately(await openShareDownload(deps, share, fileId, name, { ...asked, beforeMaking }))
  }
  const etag = `"${share.generation}-${fileId}-${name}"`
  if (c.req.header('If-None-Match') === etag) return publicPicture(null, 'GET', etag)
  const at = `/s/cached/picture/${share.id}/${share.generation}/${fileId}/${name}`
  const key = new Request(new URL(at, url.origin))
  const hit = await caches.default.match(key)
  const picture = hit ?? (await openSharePicture(deps, share, fileId, name, beforeMaking))
  if (!hit) {
    const kept = new Response(picture.clone().body, picture)
    kept.headers.set('Cache-Control', 'public, max-age=86400')
    deps.defer(caches.default.put(key, kept))
  }
  const answer = publicPicture(picture, c.req.method, etag)
  answer.headers.set('Server-Timing', `cache;desc=${hit ? 'hit' : 'miss'}`)
  return answer
}

/** Visitors' browsers ask again after a minute, so that what is revoked is gone there, too. */
function publicPicture(picture: Response | null, method: string, etag: string | null): Response {
  const status = picture ? 200 : 304
  const answer = new Response(method === 'HEAD' ? null : (picture?.body ?? null), { status })
  const { headers } = answer
  const length = picture?.headers.get('Content-Length')
  if (picture) headers.set('Content-Type', picture.headers.get('Content-Type') ?? 'image/webp')
  if (length) headers.set('Content-Length', length)
  if (etag !== null) headers.set('ETag', etag)
  headers.set('Cache-Control', `private, max-age=${seconds}, must-revalidate`)
  headers.set('Content-Security-Policy', "default-src 'none'; sandbox")
  headers.set('Cross-Origin-Resource-Policy', 'same-origin')
  headers.set('X-Content-Type-Options', 'nosniff')
  headers.set('X-Robots-Tag', 'noindex, nofollow')
  return answer
}

function privately(answer: Response): Response {
  answer.headers.set('Cache-Control', 'private, no-store')
  answer.headers.set('X-Robots-Tag', 'noindex, nofollow')
  return answer
}

function document(text: string, status: number, isEmbedded = false): Response {
  const headers = new Headers({
    'Cache-Control': 'private, no-store',
    'Content-Security-Policy': pagePolicy(isEmbedded ? '*' : "'none'"),
    'Content-Type': 'text/html; charset=utf-8',
    'X-Robots-Tag': 'noindex, nofollow',
  })
  // An older browser would hide it in every frame, whatever the policy says.
  if (isEmbedded) headers.set('X-Frame-Options', 'ALLOWALL')
  return new Response(text, { status, headers })
}

/** What goes wrong on a page is told as one. Whether a link was revoked or never was is not told. */
async function orNote(answer: () => Promise<Response>): Promise<Response> {
  try {
    return await answer()
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const { code, message } = error
    const said = html`<p>${message}</p>`
    if (code === 'gone') return document(await notePage('This link has ended', said), 410)
    if (code === 'not_found') return document(await notePage('There is nothing here', said), 404)
    if (code === 'too_many_requests') {
      return document(await notePage('Please wait a little', said), 429)
    }
    throw error
  }
}

function nothing(): AppError {
  const detail =
    'This link was taken back, or mistyped. Ask the person who sent it for another one.'
  return new AppError('not_found', detail)
}

function notFound(): AppError {
  return new AppError('not_found', 'There is nothing at this address.')
}
