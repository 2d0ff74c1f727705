import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { uploadIdSchema } from '#contracts/ids'
import {
  finishedUploadHeaders,
  type KnownFile,
  knownBytesSchema,
  tusChecksumAlgorithms,
  tusExtensions,
  tusVersion,
  uploadFromUrlSchema,
} from '#contracts/uploads'
import { requireActor } from '../accounts/require-user.ts'
import type { AppEnv } from '../app-env.ts'
import { AppError, noSuchFile } from '../errors.ts'
import { abandonUpload } from '../files/clear-orphaned-uploads.ts'
import { toFileViews } from '../files/file-view.ts'
import { filesByIds } from '../files/find-file.ts'
import type { Taken } from '../files/settle-file.ts'
import { requireStillThere } from '../folders/require-place.ts'
import { validate } from '../http/validate.ts'
import { createUpload, uploadMaxBytes } from './create-upload.ts'
import { findUpload, isGone, openUpload, takenOf } from './find-upload.ts'
import { finishUpload } from './finish-upload.ts'
import { knownFile } from './known-file.ts'
import type { UploadRow } from './queries.ts'
import { extend, receiveBytes } from './receive-bytes.ts'
import { byteCountOf, checksumOf, metadataOf, requireVersion, sayVersion } from './tus-headers.ts'
import { uploadFromUrl } from './upload-from-url.ts'

const uploadParam = z.object({ uploadId: uploadIdSchema })

/** Resumable uploads by tus 1.0, as https://tus.io/protocols/resumable-upload has it. */
export const uploadRoutes = new Hono<AppEnv>()
  .use(sayVersion)
  .options('/', (c) => {
    c.header('Tus-Version', tusVersion)
    c.header('Tus-Extension', tusExtensions.join(','))
    c.header('Tus-Checksum-Algorithm', tusChecksumAlgorithms.join(','))
    c.header('Tus-Max-Size', String(uploadMaxBytes(c.var.deps)))
    return c.body(null, 204)
  })
  .post('/', requireActor('upload'), async (c) => {
    requireVersion(c)
    const length = byteCountOf(c, 'Upload-Length')
    if (length === null) {
      throw new AppError('length_required', 'Say with Upload-Length how long the file is.')
    }
    const row = await createUpload(c.var.deps, c.var.actor, length, metadataOf(c))
    // A path alone: what stands before it, a proxy may know better than we do.
    c.header('Location', `/api/uploads/${row.id}`)
    tellExpiry(c, row.expiresAt)
    return c.body(null, 201)
  })
  .post('/known', requireActor('upload'), validate('json', knownBytesSchema), async (c) => {
    const { host } = new URL(c.req.url)
    const known: KnownFile = await knownFile(c.var.deps, c.var.actor, c.req.valid('json'), host)
    return c.json(known, 200)
  })
  .post('/from-url', requireActor('upload'), validate('json', uploadFromUrlSchema), async (c) => {
    const { deps, actor } = c.var
    const { host } = new URL(c.req.url)
    const taken = await uploadFromUrl(deps, actor, c.req.valid('json'))
    const rows = await filesByIds(deps, [taken.fileId])
    const [file] = await toFileViews(deps, rows, { host, userId: actor.userId })
    if (!file) throw noSuchFile()
    return c.json({ outcome: taken.outcome, file }, taken.outcome === 'created' ? 201 : 200)
  })
  // HEAD arrives here too, and is what tus asks with.
  .get('/:uploadId', requireActor('upload'), validate('param', uploadParam), async (c) => {
    const { deps, actor } = c.var
    const row = await findUpload(deps, actor, c.req.valid('param').uploadId)
    requireVersion(c)
    c.header('Upload-Length', String(row.sizeBytes))
    c.header('Upload-Metadata', `filename ${Buffer.from(row.name ?? '').toString('base64')}`)
    const taken = takenOf(actor, row, deps.now())
    const offset = taken ? row.sizeBytes : await offsetOf(c, row)
    // The answer to the last PATCH may have been lost before it was finished.
    tellTaken(c, taken ?? (offset === row.sizeBytes ? await finish(c, row) : null))
    c.header('Upload-Offset', String(offset))
    tellExpiry(c, row.expiresAt)
    return c.body(null, 200)
  })
  .patch('/:uploadId', requireActor('upload'), validate('param', uploadParam), async (c) => {
    const { deps, actor } = c.var
    const row = await findUpload(deps, actor, c.req.valid('param').uploadId)
    requireVersion(c)
    const incoming = incomingOf(c)
    const taken = takenOf(actor, row, deps.now())
    if (taken && incoming.offset === row.sizeBytes) {
      tellTaken(c, taken)
      c.header('Upload-Offset', String(row.sizeBytes))
      return c.body(null, 204)
    }
    const expiresAt = await extend(deps, row)
    const offset = await receiveBytes(deps, row, incoming)
    tellTaken(c, offset === row.sizeBytes ? await finish(c, row) : null)
    c.header('Upload-Offset', String(offset))
    tellExpiry(c, expiresAt)
    return c.body(null, 204)
  })
  .delete('/:uploadId', requireActor('upload'), validate('param', uploadParam), async (c) => {
    const { deps, actor } = c.var
    const row = await findUpload(deps, actor, c.req.valid('param').uploadId)
    requireVersion(c)
    if (takenOf(actor, row, deps.now())) {
      throw new AppError('conflict', 'This upload is a file by now: delete the file.')
    }
    await abandonUpload(deps, openUpload(row, deps.now()))
    return c.body(null, 204)
  })

function incomingOf(c: Context<AppEnv>) {
  if (c.req.header('Content-Type') !== 'application/offset+octet-stream') {
    const detail = 'Bytes of an upload come as application/offset+octet-stream.'
    throw new AppError('unsupported_type', detail)
  }
  const offset = byteCountOf(c, 'Upload-Offset')
  if (offset === null) {
    throw new AppError('validation_failed', 'Say with Upload-Offset where these bytes begin.')
  }
  const { body } = c.req.raw
  const length = body === null ? 0 : byteCountOf(c, 'Content-Length')
  return { offset, length, checksum: checksumOf(c), body }
}

async function offsetOf(c: Context<AppEnv>, row: UploadRow): Promise<number> {
  const { deps } = c.var
  if (row.state !== 'reserved' || row.expiresAt <= deps.now()) throw isGone()
  return await deps.uploadLane(row.id).offset()
}

/** The last step asks once more whether the actor may still write there. */
async function finish(c: Context<AppEnv>, row: UploadRow): Promise<Taken | null> {
  const { deps, actor } = c.var
  await requireStillThere(deps, actor, row)
  return await finishUpload(deps, actor, row)
}

function tellTaken(c: Context<AppEnv>, taken: Taken | null) {
  if (taken === null) return
  c.header(finishedUploadHeaders.fileId, taken.fileId)
  c.header(finishedUploadHeaders.outcome, taken.outcome)
}

function tellExpiry(c: Context<AppEnv>, expiresAt: number) {
  c.header('Upload-Expires', new Date(expiresAt).toUTCString())
}
