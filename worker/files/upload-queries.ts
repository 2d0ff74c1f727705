import { and, eq, inArray, isNull, lt, sql } from 'drizzle-orm'
import type { FileKind, PreviewState } from '#contracts/files'
import type {
  FileId,
  FolderId,
  JobId,
  OriginalId,
  Sha256,
  SpaceId,
  UploadId,
  UserId,
} from '#contracts/ids'
import type { JobName } from '#contracts/jobs'
import type { Db } from '../db/client.ts'
import { runBatch } from '../db/run-batch.ts'
import { files, originals, uploads } from '../db/schema/files.ts'
import { withD1Retry } from '../db/with-retry.ts'
import { foldName } from './clean-name.ts'
import { reservationTtlMs } from './reservation-ttl.ts'

export interface ReservedUpload {
  id: UploadId
  spaceId: SpaceId
  originalId: OriginalId
  sizeBytes: number
  now: number
  /** What a request of its own will want to know later; none for what comes in one request. */
  resumable?: {
    multipartId: string
    createdBy: UserId
    name: string
    folderId: FolderId | null
    sha256: Sha256 | null
  }
}

/**
 * U2: takes `sizeBytes` of the quota of the space's owner, or nothing. One conditional statement
 * decides, so any number of uploads at once cannot overshoot by a byte; it also asks who the owner is
 * now, for the space may just be changing hands. Resolves to whether there was room.
 */
export async function reserveUpload(db: Db, upload: ReservedUpload): Promise<boolean> {
  const { id, spaceId, originalId, sizeBytes, now, resumable } = upload
  return await withD1Retry(async () => {
    const [, , rows] = await runBatch(db, [
      db.run(sql`insert into uploads (id, space_id, quota_user_id, original_id, size_bytes, state, multipart_id, created_by, name, folder_id, sha256, created_at, expires_at)
        select ${id}, ${spaceId}, id, ${originalId}, ${sizeBytes}, 'reserved', ${resumable?.multipartId ?? null}, ${resumable?.createdBy ?? null}, ${resumable?.name ?? null}, ${resumable?.folderId ?? null}, ${resumable?.sha256 ?? null}, ${now}, ${now + reservationTtlMs}
        from users
        where id = (select owner_id from spaces where id = ${spaceId} and trashed_at is null)
          and used_bytes + reserved_bytes + ${sizeBytes} <= quota_bytes
        on conflict do nothing`),
      // changes() counts the insert's rows: the reservation moves exactly when the upload is new.
      db.run(sql`update users set reserved_bytes = reserved_bytes + ${sizeBytes}
        where changes() = 1 and id = (select quota_user_id from uploads where id = ${id})`),
      db.select({ id: uploads.id }).from(uploads).where(eq(uploads.id, id)),
    ])
    return rows?.length === 1
  })
}

export interface SettledUpload {
  id: UploadId
  fileId: FileId
  originalId: OriginalId
  spaceId: SpaceId
  /** Where it goes; if that is in trash by now, the top of the space. */
  folderId: FolderId | null
  createdBy: UserId
  guestName: string | null
  name: string
  kind: FileKind
  mimeType: string
  sha256: Sha256
  sizeBytes: number
  preview: PreviewState
  previewNote: string | null
  /** In pixels, upright, where a header was read; ingest tells them of all others. */
  dimensions: { width: number; height: number } | null
  isVerified: boolean
  jobs: { id: JobId; name: JobName; runner: 'edge' | 'home' }[]
  now: number
}

/**
 * U5: one batch turns a reservation into a file, or finds that the space had these bytes already.
 * Every statement asks whether the upload is still `reserved`, so a second run (its first answer may
 * have been lost) changes nothing. The loser of two equal uploads ends as `orphaned`.
 */
export async function settleUpload(
  db: Db,
  upload: SettledUpload,
): Promise<{ kind: 'settled'; fileId: FileId } | { kind: 'duplicate' } | { kind: 'lost' }> {
  const { id, originalId, spaceId, fileId, sizeBytes, now } = upload
  const open = sql`exists (select 1 from uploads where id = ${id} and state = 'reserved')`
  const won = sql`(${open} and exists (select 1 from originals where id = ${originalId}))`
  const jobStatements = upload.jobs.map((job) =>
    db.run(sql`insert into jobs (id, name, runner, space_id, file_id, original_id, state, next_at, created_at)
      select ${job.id}, ${job.name}, ${job.runner}, ${spaceId}, ${fileId}, ${originalId}, 'queued', ${now}, ${now}
      where ${won}`),
  )
  return await withD1Retry(async () => {
    await runBatch(db, [
      db.run(sql`insert into originals (id, space_id, sha256, size_bytes, mime_type, created_at)
        select ${originalId}, ${spaceId}, ${upload.sha256}, ${sizeBytes}, ${upload.mimeType}, ${now}
        where ${open} on conflict do nothing`),
      db.run(sql`insert into files (id, space_id, original_id, folder_id, name, name_folded, size_bytes, shown_at, kind, width, height, preview, preview_note, created_by, guest_name, created_at)
        select ${fileId}, ${spaceId}, ${originalId},
          (select id from folders where id = ${upload.folderId} and space_id = ${spaceId} and trashed_at is null),
          ${upload.name}, ${foldName(upload.name)}, ${sizeBytes}, ${now}, ${upload.kind}, ${upload.dimensions?.width ?? null}, ${upload.dimensions?.height ?? null}, ${upload.preview}, ${upload.previewNote}, ${upload.createdBy}, ${upload.guestName}, ${now}
        where ${won}`),
      db.run(sql`insert into copies (original_id, place, state, verified_at, created_at)
        select ${originalId}, 'r2', ${upload.isVerified ? 'verified' : 'received'}, ${upload.isVerified ? now : null}, ${now}
        where ${won}`),
      ...jobStatements,
      db.run(sql`insert into changes (kind, space_id, file_id, original_id, at)
        select 'original.stored', ${spaceId}, ${fileId}, ${originalId}, ${now} where ${won}`),
      db.run(sql`insert into changes (kind, space_id, file_id, original_id, at)
        select 'file.created', ${spaceId}, ${fileId}, ${originalId}, ${now} where ${won}`),
      db.run(sql`update users set reserved_bytes = reserved_bytes - ${sizeBytes},
          used_bytes = used_bytes + case when ${won} then ${sizeBytes} else 0 end
        where id = (select quota_user_id from uploads where id = ${id} and state = 'reserved')`),
      db.run(sql`update uploads set state = case when ${won} then 'settled' else 'orphaned' end,
          file_id = case when ${won} then ${fileId} else null end
        where id = ${id} and state = 'reserved'`),
    ])
    const [row] = await db
      .select({ state: uploads.state, fileId: uploads.fileId })
      .from(uploads)
      .where(eq(uploads.id, id))
    if (row?.state === 'settled') return { kind: 'settled', fileId: row.fileId ?? fileId }
    const [twin] = await db
      .select({ id: originals.id })
      .from(originals)
      .where(isKept(spaceId, upload.sha256))
    return { kind: twin ? 'duplicate' : 'lost' }
  })
}

/** The original of a space with these bytes; one that was purged is nobody's twin. */
const isKept = (spaceId: SpaceId, sha256: Sha256) =>
  and(eq(originals.spaceId, spaceId), eq(originals.sha256, sha256), isNull(originals.removedAt))

/** Gives a reservation back; its object in R2, if any, is nobody's from now on. Idempotent. */
export async function releaseUpload(db: Db, id: UploadId) {
  await withD1Retry(async () => {
    await runBatch(db, [
      db.run(sql`update users set reserved_bytes = reserved_bytes -
          (select size_bytes from uploads where id = ${id} and state = 'reserved')
        where id = (select quota_user_id from uploads where id = ${id} and state = 'reserved')`),
      db.run(sql`update uploads set state = 'orphaned' where id = ${id} and state = 'reserved'`),
    ])
  })
}

/** Notes what became of a resumable upload whose bytes the space had already. */
export async function noteFile(db: Db, id: UploadId, fileId: FileId) {
  await withD1Retry(() => db.update(uploads).set({ fileId }).where(eq(uploads.id, id)))
}

/** The file of a space that has these bytes: a live one first, and among them one in this folder. */
export async function findTwin(
  db: Db,
  spaceId: SpaceId,
  sha256: Sha256,
  folderId: FolderId | null = null,
) {
  const [row] = await db
    .select({
      id: files.id,
      folderId: files.folderId,
      trashedAt: files.trashedAt,
      sizeBytes: files.sizeBytes,
    })
    .from(files)
    .innerJoin(originals, eq(originals.id, files.originalId))
    .where(isKept(spaceId, sha256))
    .orderBy(
      sql`${files.trashedAt} is not null`,
      sql`${files.folderId} is not ${folderId}`,
      files.id,
    )
    .limit(1)
  return row
}

export async function expiredUploadIds(db: Db, now: number): Promise<UploadId[]> {
  const rows = await db
    .select({ id: uploads.id })
    .from(uploads)
    .where(and(eq(uploads.state, 'reserved'), lt(uploads.expiresAt, now)))
    .limit(50)
  return rows.map((row) => row.id)
}

export async function orphanedUploads(db: Db) {
  return await db
    .select({
      id: uploads.id,
      spaceId: uploads.spaceId,
      originalId: uploads.originalId,
      sizeBytes: uploads.sizeBytes,
      multipartId: uploads.multipartId,
      sha256: uploads.sha256,
    })
    .from(uploads)
    .where(eq(uploads.state, 'orphaned'))
    .limit(50)
}

/** Whether an original's row exists: its object must then never be removed. */
export async function hasOriginal(db: Db, id: OriginalId): Promise<boolean> {
  const rows = await db.select({ id: originals.id }).from(originals).where(eq(originals.id, id))
  return rows.length > 0
}

export async function markUploadsCleared(db: Db, ids: UploadId[]) {
  if (ids.length > 0) {
    await db.update(uploads).set({ state: 'cleared' }).where(inArray(uploads.id, ids))
  }
}
