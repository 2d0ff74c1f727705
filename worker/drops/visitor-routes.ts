import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { type DroppedFile, guestNameSchema } from '#contracts/drops'
import { droppedFileIdSchema } from '#contracts/ids'
import { verifyPassword } from '../accounts/password.ts'
import type { AppEnv } from '../app-env.ts'
import { AppError } from '../errors.ts'
import { isForm, maxFormBytes, readBytes, readForm } from '../http/read-body.ts'
import { requireLimit } from '../limits/limit.ts'
import { addressSubject, idSubject } from '../limits/subjects.ts'
import { giveBackLimit } from '../limits/take-limit.ts'
import { pagePolicy } from '../shares/page-style.ts'
import { dropDoorPage, dropNote, dropPage } from './drop-page.ts'
import { findOpen, type OpenDrop } from './queries.ts'
import { filesOfVisit, gone, receiveFile, takeBack } from './receive-file.ts'
import { type Visit, visitCookie, visitOf } from './visit-cookie.ts'

/** What guests of a drop link see, below `/s/d`: each request asks D1, so that what is revoked ends at once. */
export const dropVisitorRoutes = new Hono<AppEnv>()
  .get('/:slug', async (c) => await orNote(async () => await show(c, await requireOpen(c), [])))
  .post('/:slug', async (c) => await orNote(async () => await enter(c)))
  .post('/:slug/files', async (c) => {
    // A page's own form is answered with a page, its script with JSON.
    if (isForm(c.req.raw)) return await orNote(async () => await sendForm(c))
    return c.json(await sendOne(c), 201)
  })
  .post('/:slug/files/:id/take-back', async (c) => await orNote(async () => await takeOne(c)))

async function requireOpen(c: Context<AppEnv>): Promise<OpenDrop> {
  const slug = z.string().max(64).safeParse(c.req.param('slug'))
  const open = slug.success ? await findOpen(c.var.deps.db, slug.data) : undefined
  if (!open) throw new AppError('not_found', 'This link was taken back, or mistyped.')
  const { expiresAt } = open.drop
  if (expiresAt !== null && expiresAt <= c.var.deps.now()) throw gone()
  return open
}

function visitIn(c: Context<AppEnv>, { drop }: OpenDrop): Visit | null {
  const { config, now } = c.var.deps
  return visitOf(config, drop, c.req.header('Cookie'), now())
}

async function requireVisit(c: Context<AppEnv>): Promise<{ open: OpenDrop; visit: Visit }> {
  const open = await requireOpen(c)
  const visit = visitIn(c, open)
  if (visit) return { open, visit }
  throw new AppError('forbidden', 'Say who you are first: open the link again.')
}

async function show(c: Context<AppEnv>, open: OpenDrop, failures: string[]): Promise<Response> {
  const visit = visitIn(c, open)
  if (!visit) return document(await dropDoorPage(open, null), 200)
  const files = await filesOfVisit(c.var.deps, open, visit)
  return document(await dropPage(open, visit, files, failures), 200)
}

/** The name, and the password where there is one; never from an address. */
async function enter(c: Context<AppEnv>): Promise<Response> {
  const open = await requireOpen(c)
  const { deps } = c.var
  const { drop } = open
  const given = new URLSearchParams(new TextDecoder().decode(await readBytes(c.req.raw, 4_000)))
  const name = guestNameSchema.safeParse(given.get('name') ?? '')
  if (!name.success) {
    const why = 'Say who you are, in at most 60 characters.'
    return document(await dropDoorPage(open, why), 400)
  }
  if (drop.passwordHash !== null) {
    const subject = idSubject(drop.id, addressSubject(c.req.raw))
    await requireLimit(c, 'share-password', subject)
    const password = given.get('password') ?? ''
    const { passwordPepper } = deps.config
    const isRight =
      password.length <= 200 && verifyPassword(password, drop.passwordHash, passwordPepper)
    if (!isRight) return document(await dropDoorPage(open, 'That is not the password.'), 403)
    await giveBackLimit(deps, 'share-password', subject)
  }
  return toPage(drop.slug, visitCookie(deps.config, drop, name.data, deps.now()))
}

/** One file as the body, streamed. */
async function sendOne(c: Context<AppEnv>): Promise<DroppedFile> {
  const { open, visit } = await requireVisit(c)
  const { body } = c.req.raw
  const declared = c.req.header('Content-Length')
  const sizeBytes = z.coerce.number().int().nonnegative().safeParse(declared)
  if (declared === undefined || !sizeBytes.success) {
    throw new AppError('length_required', 'Say with Content-Length how long the file is.')
  }
  if (body === null) throw new AppError('empty_body', 'The file is empty.')
  const name = z.string().min(1).max(4_096).catch('untitled').parse(c.req.query('name'))
  return await receiveFile(c.var.deps, open, visit, { name, sizeBytes: sizeBytes.data, body })
}

/** What a page without its script sends: some files of a form, 25 MB together. */
async function sendForm(c: Context<AppEnv>): Promise<Response> {
  const { open, visit } = await requireVisit(c)
  const form = await readForm(c.req.raw, maxFormBytes)
  const failures: string[] = []
  for (const entry of form.getAll('file')) {
    if (typeof entry === 'string') continue
    try {
      const sent = { name: entry.name, sizeBytes: entry.size, body: entry.stream() }
      await receiveFile(c.var.deps, open, visit, sent)
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      failures.push(`${entry.name}: ${error.message}`)
    }
  }
  if (failures.length === 0) return toPage(open.drop.slug)
  return await show(c, await requireOpen(c), failures)
}

async function takeOne(c: Context<AppEnv>): Promise<Response> {
  const { open, visit } = await requireVisit(c)
  const id = droppedFileIdSchema.safeParse(c.req.param('id'))
  if (!id.success) throw new AppError('not_found', 'It cannot be taken back any more.')
  await takeBack(c.var.deps, open, visit, id.data)
  return toPage(open.drop.slug)
}

function toPage(slug: string, cookie?: string): Response {
  const headers = new Headers({ Location: `/s/d/${slug}` })
  if (cookie !== undefined) headers.set('Set-Cookie', cookie)
  return new Response(null, { status: 303, headers })
}

function document(text: string, status: number): Response {
  const headers = {
    'Cache-Control': 'private, no-store',
    'Content-Security-Policy': `${pagePolicy("'none'")}; connect-src 'self'`,
    'Content-Type': 'text/html; charset=utf-8',
    'X-Robots-Tag': 'noindex, nofollow',
  }
  return new Response(text, { status, headers })
}

const titles = new Map<AppError['code'], [title: string, status: number]>([
  ['gone', ['This link has ended', 410]],
  ['not_found', ['There is nothing here', 404]],
  ['forbidden', ['Who are you?', 403]],
  ['too_many_requests', ['Please wait a little', 429]],
  ['too_large', ['That is too much at once', 413]],
])

/** What goes wrong on a page is told as one. Whether a link was revoked or never was is not told. */
async function orNote(answer: () => Promise<Response>): Promise<Response> {
  try {
    return await answer()
  } catch (error) {
    const said = error instanceof AppError ? titles.get(error.code) : undefined
    if (!(error instanceof AppError) || !said) throw error
    const [title, status] = said
    return document(await dropNote(title, error.message), status)
  }
}
