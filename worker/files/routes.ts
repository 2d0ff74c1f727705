import { type Context, Hono } from 'hono'
import { z } from 'zod'
import {
  type EmptiedTrash,
  emptyTrashQuerySchema,
  type FileList,
  listFilesQuerySchema,
  uploadQuerySchema,
} from '#contracts/files'
import { type FileId, fileIdSchema } from '#contracts/ids'
import { requireActor } from '../accounts/require-user.ts'
import type { AppEnv } from '../app-env.ts'
import { AppError, noSuchFile } from '../errors.ts'
import { originalResponse } from '../http/original-response.ts'
import { isForm, readForm } from '../http/read-body.ts'
import { validate } from '../http/validate.ts'
import { openDownload, recordDownload } from './download.ts'
import { fileDetail } from './file-detail.ts'
import { toFileViews } from './file-view.ts'
import { readableFiles } from './find-file.ts'
import { listFiles } from './list-files.ts'
import { emptyTrash, purgeFile } from './purge-files.ts'
import type { FileRow } from './queries.ts'
import { setTrashedState } from './set-trashed-state.ts'
import { type IncomingFile, uploadFile } from './upload-file.ts'

const fileParam = z.object({ id: fileIdSchema })
const idListSchema = z.array(fileIdSchema).max(100)

export const fileRoutes = new Hono<AppEnv>()
  .get('/', requireActor('read'), validate('query', listFilesQuerySchema), async (c) => {
    const { deps, actor } = c.var
    const query = c.req.valid('query')
    if (query.ids !== undefined) {
      const rows = await readableFiles(deps, actor, parseIds(query.ids))
      return c.json(await toList(c, rows, null), 200)
    }
    const { rows, nextCursor, total } = await listFiles(deps, actor, query)
    const list = await toList(c, rows, nextCursor)
    if (query.page === undefined || total === null) return c.json(list, 200)
    const { page, limit } = query
    return c.json({ ...list, page, limit, total, next_cursor: nextCursor }, 200)
  })
  .post('/upload', requireActor('upload'), validate('query', uploadQuerySchema), async (c) => {
    const { name, sha256, space, folder } = c.req.valid('query')
    if (isForm(c.req.raw)) {
      const items = await uploadForm(c, { space, folder })
      return c.json({ items }, 201)
    }
    const { body } = c.req.raw
    const sizeBytes = declaredLength(c)
    if (body === null) throw new AppError('empty_body', 'The file is empty.')
    const incoming = { name: name ?? 'untitled', space, folder, sha256, sizeBytes, body }
    const uploaded = await upload(c, incoming)
    return c.json(uploaded, uploaded.outcome === 'created' ? 201 : 200)
  })
  .get('/:id', requireActor('read'), validate('param', fileParam), async (c) => {
    const { id } = c.req.valid('param')
    return c.json(await fileDetail(c.var.deps, c.var.actor, id, hostOf(c)), 200)
  })
  .get('/:id/thumbnail', requireActor('read'), validate('param', fileParam), async (c) => {
    const { id } = c.req.valid('param')
    const [row] = await readableFiles(c.var.deps, c.var.actor, [id])
    if (!row) throw noSuchFile()
    const { thumbUrl } = await toView(c, row)
    if (thumbUrl === null) throw new AppError('not_found', 'This file has no preview yet.')
    return c.redirect(thumbUrl, 302)
  })
  .get('/:id/download', requireActor('read'), validate('param', fileParam), async (c) => {
    const range = c.req.header('If-Range') === undefined ? c.req.header('Range') : undefined
    const { id } = c.req.valid('param')
    const { file, opened, partial } = await openDownload(c.var.deps, c.var.actor, id, range)
    const head = c.req.method === 'HEAD'
    if (!head) recordDownload(c.var.deps, c.var.actor, { file, opened })
    return originalResponse(opened, file, { head, partial })
  })
  .delete('/:id', requireActor('delete'), validate('param', fileParam), async (c) => {
    const file = await setTrashedState(c.var.deps, c.var.actor, c.req.valid('param').id, true)
    return c.json(await toView(c, file), 200)
  })
  .post('/:id/restore', requireActor('delete'), validate('param', fileParam), async (c) => {
    const file = await setTrashedState(c.var.deps, c.var.actor, c.req.valid('param').id, false)
    return c.json(await toView(c, file), 200)
  })
  .post('/:id/purge', requireActor('delete'), validate('param', fileParam), async (c) => {
    await purgeFile(c.var.deps, c.var.actor, c.req.valid('param').id)
    return c.body(null, 204)
  })

export const trashRoutes = new Hono<AppEnv>().post(
  '/empty',
  requireActor('delete'),
  validate('query', emptyTrashQuerySchema),
  async (c) => {
    const { deps, actor } = c.var
    const { space } = c.req.valid('query')
    const emptied: EmptiedTrash = await emptyTrash(deps, actor, space ?? actor.homeSpaceId)
    return c.json(emptied, 200)
  },
)

function hostOf(c: Context<AppEnv>): string {
  return new URL(c.req.url).host
}

function viewerOf(c: Context<AppEnv>) {
  return { host: hostOf(c), userId: c.var.actor.userId }
}

async function toView(c: Context<AppEnv>, row: FileRow) {
  const [view] = await toFileViews(c.var.deps, [row], viewerOf(c))
  if (!view) throw new AppError('not_found', 'There is no such file.')
  return view
}

async function toList(
  c: Context<AppEnv>,
  rows: FileRow[],
  nextCursor: string | null,
): Promise<FileList> {
  return { items: await toFileViews(c.var.deps, rows, viewerOf(c)), nextCursor }
}

function parseIds(ids: string): FileId[] {
  const parsed = idListSchema.safeParse(ids.split(','))
  if (!parsed.success) throw new AppError('validation_failed', 'ids: at most 100 file ids.')
  return [...new Set(parsed.data)]
}

function declaredLength(c: Context<AppEnv>): number {
  const length = z.coerce.number().int().nonnegative().safeParse(c.req.header('Content-Length'))
  if (c.req.header('Content-Length') === undefined || !length.success) {
    throw new AppError('length_required', 'Say with Content-Length how long the file is.')
  }
  return length.data
}

async function upload(c: Context<AppEnv>, incoming: IncomingFile) {
  const { deps, actor } = c.var
  const { outcome, fileId } = await uploadFile(deps, actor, incoming)
  const [row] = await readableFiles(c.var.deps, actor, [fileId])
  if (!row) throw new AppError('try_again', 'The file is stored; load the page again to see it.')
  return { outcome, file: await toView(c, row) }
}

/** One or more files of a form, one after the other: the first that fails ends it with its reason. */
async function uploadForm(c: Context<AppEnv>, place: Pick<IncomingFile, 'space' | 'folder'>) {
  const form = await readForm(c.req.raw)
  const items: Awaited<ReturnType<typeof upload>>[] = []
  for (const [, entry] of form) {
    if (typeof entry === 'string') continue
    const { name, size: sizeBytes } = entry
    items.push(await upload(c, { ...place, name, sizeBytes, body: entry.stream() }))
  }
  if (items.length === 0) throw new AppError('empty_body', 'The form holds no file.')
  return items
}
