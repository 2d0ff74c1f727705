import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { uploadQuerySchema } from '#contracts/files'
import { fileIdSchema } from '#contracts/ids'
import { type ImageList, listImagesQuerySchema, type UploadedImage } from '#contracts/images'
import { requireActor } from '../accounts/require-user.ts'
import type { AppEnv } from '../app-env.ts'
import { AppError } from '../errors.ts'
import { openOriginal, recordDownload } from '../files/download.ts'
import type { FoundFile } from '../files/find-file.ts'
import { listImages } from '../files/list-files.ts'
import { setTrashedState } from '../files/set-trashed-state.ts'
import { originalResponse } from '../http/original-response.ts'
import { isForm, readBytes, readFormFile } from '../http/read-body.ts'
import { validate } from '../http/validate.ts'
import { byUser, limit } from '../limits/limit.ts'
import { requireImage } from './find-image.ts'
import { toImageDetail, toImageViews } from './image-view.ts'
import { type IncomingImage, uploadImage } from './upload-image.ts'

/** What a form takes besides the picture: names, boundaries, and fields that nobody reads. */
const formOverheadBytes = 100_000

const imageParam = validate('param', z.object({ id: fileIdSchema }))
const counted = limit('image-api', byUser)

/** Pictures in the paths and names of a plain image service; the library knows them as files. */
export const imageRoutes = new Hono<AppEnv>()
  .post('/', requireActor('upload'), counted, validate('query', uploadQuerySchema), async (c) => {
    const { name, ...place } = c.req.valid('query')
    const { deps, actor } = c.var
    const sent = await readImage(c, name)
    const { outcome, fileId } = await uploadImage(deps, actor, { ...place, ...sent })
    const image: UploadedImage = {
      ...(await toView(c, await requireImage(deps, actor, fileId))),
      outcome,
    }
    // Also for bytes that were here already: clients of such services know no other answer.
    c.header('Location', `/api/images/${fileId}`)
    return c.json(image, 201)
  })
  .get('/', requireActor('read'), counted, validate('query', listImagesQuerySchema), async (c) => {
    const { cursor, page = cursor === undefined ? 1 : undefined, ...query } = c.req.valid('query')
    const { deps, actor } = c.var
    const { rows, nextCursor, total } = await listImages(deps, actor, { ...query, page, cursor })
    const items = await toImageViews(deps, actor, rows, hostOf(c))
    const list: ImageList = {
      ...{ items, page: page ?? null, limit: query.limit, total },
      next_cursor: nextCursor,
    }
    return c.json(list, 200)
  })
  .get('/:id', requireActor('read'), counted, imageParam, async (c) => {
    const image = await requireImage(c.var.deps, c.var.actor, c.req.valid('param').id)
    return c.json(await toImageDetail(c.var.deps, await toView(c, image)), 200)
  })
  .get('/:id/download', requireActor('read'), counted, imageParam, async (c) => {
    const { deps, actor } = c.var
    const image = await requireImage(deps, actor, c.req.valid('param').id)
    const range = c.req.header('If-Range') === undefined ? c.req.header('Range') : undefined
    const { opened, partial } = await openOriginal(deps, image, range)
    const head = c.req.method === 'HEAD'
    if (!head) recordDownload(deps, actor, { file: image, opened })
    return originalResponse(opened, image, { head, partial })
  })
  .delete('/:id', requireActor('delete'), counted, imageParam, async (c) => {
    const { deps, actor } = c.var
    const { id } = await requireImage(deps, actor, c.req.valid('param').id)
    await setTrashedState(deps, actor, id, true)
    return c.body(null, 204)
  })

function hostOf(c: Context<AppEnv>): string {
  return new URL(c.req.url).host
}

async function toView(c: Context<AppEnv>, row: FoundFile) {
  const [view] = await toImageViews(c.var.deps, c.var.actor, [row], hostOf(c))
  if (!view) throw new AppError('not_found', 'There is no such image.')
  return view
}

/** The one file of a form, under whatever field, or else the body itself. */
async function readImage(
  c: Context<AppEnv>,
  name: string | undefined,
): Promise<Pick<IncomingImage, 'name' | 'bytes'>> {
  const { imageApiMaxBytes } = c.var.deps.config
  if (!isForm(c.req.raw)) {
    return { name: name ?? 'untitled', bytes: await readBytes(c.req.raw, imageApiMaxBytes) }
  }
  const file = await readFormFile(c.req.raw, imageApiMaxBytes + formOverheadBytes)
  return { name: name ?? file.name, bytes: file.bytes }
}
