import { and, asc, desc, eq, inArray, isNotNull, isNull, sql } from 'drizzle-orm'
import { coloursEngine } from '#contracts/colours'
import { type FileTag, keywordEngine } from '#contracts/file-tags'
import type { ChangeKind } from '#contracts/home-node'
import type { FileId, HomeNodeId, JobId, OriginalId, SpaceId, UserId } from '#contracts/ids'
import type { IngestResult } from '#contracts/jobs'
import { readMetadataSchema, wallClockSchema } from '#contracts/metadata'
import type { Db } from '../db/client.ts'
import { inChunks } from '../db/in-chunks.ts'
import { runBatch } from '../db/run-batch.ts'
import { favorites, files, fileTags, originals, renditions } from '../db/schema/files.ts'
import { folders } from '../db/schema/folders.ts'
import { changes, jobs } from '../db/schema/jobs.ts'
import { users } from '../db/schema/users.ts'
import { newId } from '../ids.ts'
import { queueNewPreview } from '../indexing/queue-preview.ts'
import { metadataEngine, tagsFromMetadata } from '../tags/derived-tags.ts'
import { machineTagStatements } from '../tags/machine-tags.ts'
import { putReadMetadata, recomputeColumns } from './metadata-queries.ts'

const fileColumns = {
  id: files.id,
  spaceId: files.spaceId,
  originalId: files.originalId,
  folderId: files.folderId,
  folderPath: folders.path,
  name: files.name,
  nameFolded: files.nameFolded,
  kind: files.kind,
  width: files.width,
  height: files.height,
  takenAt: files.takenAt,
  shownAt: files.shownAt,
  camera: files.camera,
  placeName: files.placeName,
  description: files.description,
  rating: files.rating,
  durationMs: files.durationMs,
  isAnimated: files.isAnimated,
  thumbhash: files.thumbhash,
  preview: files.preview,
  previewNote: files.previewNote,
  createdBy: files.createdBy,
  createdAt: files.createdAt,
  updatedAt: files.updatedAt,
  trashedAt: files.trashedAt,
  archivedAt: files.archivedAt,
  visibility: files.visibility,
  editNumber: files.editNumber,
  shownEdit: files.shownEdit,
  shownWidth: files.shownWidth,
  shownHeight: files.shownHeight,
  sha256: originals.sha256,
  sizeBytes: files.sizeBytes,
  mimeType: originals.mimeType,
}

/** Files as every view needs them; the caller says which. */
export function selectFiles(db: Db) {
  return db
    .select(fileColumns)
    .from(files)
    .innerJoin(originals, eq(originals.id, files.originalId))
    .leftJoin(folders, eq(folders.id, files.folderId))
}

/** A file with its original, as every view needs it. */
export type FileRow = Awaited<ReturnType<typeof findFile>> & {}

/** These files, wherever they lie, trashed ones too: who asks decides who may see them. */
export async function findFiles(db: Db, ids: FileId[]) {
  return await inChunks(ids, (chunk) => selectFiles(db).where(inArray(files.id, chunk)))
}

export async function findFile(db: Db, id: FileId) {
  const [row] = await selectFiles(db).where(eq(files.id, id))
  return row
}

/** Which of these files are among somebody's favourites. Any number of ids is one parameter. */
export async function favoritesAmong(db: Db, userId: UserId, ids: FileId[]): Promise<Set<FileId>> {
  const isOne = sql`${favorites.fileId} in (select value from json_each(${JSON.stringify(ids)}))`
  const rows = await db
    .select({ fileId: favorites.fileId })
    .from(favorites)
    .where(and(eq(favorites.userId, userId), isOne))
  return new Set(rows.map(({ fileId }) => fileId))
}

export async function tagsOf(db: Db, id: FileId): Promise<FileTag[]> {
  return await db
    .select({ label: fileTags.label, probability: fileTags.probability, engine: fileTags.engine })
    .from(fileTags)
    .where(eq(fileTags.fileId, id))
    .orderBy(desc(fileTags.probability), asc(fileTags.label))
}

/** The name of who put a file into the vault; null when it is gone. Of a guest, what they said. */
export async function adderOf(db: Db, id: FileId): Promise<string | null> {
  const [row] = await db
    .select({
      username: sql<string>`coalesce(${files.guestName} || ' (guest)', ${users.username})`,
    })
    .from(files)
    .innerJoin(users, eq(users.id, files.createdBy))
    .where(eq(files.id, id))
  return row?.username ?? null
}

/**
 * Moves a file to trash or back, and says so in the change feed, in one batch. Asking for what is
 * already so changes nothing. A file whose folder is in trash comes back at the top of its space.
 * Resolves to whether it changed something.
 */
export async function setTrashed(
  db: Db,
  id: FileId,
  trashedAt: number | null,
  now: number,
): Promise<boolean> {
  const kind: ChangeKind = trashedAt === null ? 'file.restored' : 'file.trashed'
  const isOther = trashedAt === null ? isNotNull(files.trashedAt) : isNull(files.trashedAt)
  const livingFolder = sql`(select id from folders where id = ${files.folderId} and trashed_at is null)`
  const change = trashedAt === null ? { trashedWith: null, folderId: livingFolder } : {}
  const [changed] = await runBatch(db, [
    db
      .update(files)
      .set({ trashedAt, ...change })
      .where(and(eq(files.id, id), isOther))
      .returning({ id: files.id }),
    db.run(sql`insert into changes (kind, space_id, file_id, original_id, at)
      select ${kind}, space_id, id, original_id, ${now} from files where id = ${id} and changes() = 1`),
  ])
  return changed?.length === 1
}

/**
 * Everything that an ingest found, and the end of its job, in one batch. With `countRenditions` their
 * bytes count on the space's owner; a second run counts nothing twice.
 */
export async function saveIngest(
  db: Db,
  ingest: {
    jobId: JobId
    homeNodeId: HomeNodeId
    fileId: FileId
    /** The file's. */
    name: string
    spaceId: SpaceId
    originalId: OriginalId
    result: IngestResult
    countRenditions: boolean
    now: number
  },
) {
  const { result, fileId, spaceId, originalId, now } = ingest
  const { preview, previewNote, width, height, takenAt, camera, thumbhash } = result
  const { durationMs = null, isAnimated = false, perceptualHash = null } = result
  const read = result.metadata ?? readMetadataSchema.parse({ takenAt: sensibleOrNull(takenAt) })
  await runBatch(db, [
    ...(ingest.countRenditions ? [countRenditions(db, ingest)] : []),
    db
      .update(files)
      .set({
        ...{ preview, previewNote, width, height, camera, thumbhash },
        ...{ lens: read.lens, durationMs, isAnimated, perceptualHash },
      })
      .where(eq(files.id, fileId)),
    putReadMetadata(db, fileId, read),
    recomputeColumns(db, [fileId]),
    ...machineTagStatements(db, {
      fileId,
      engines: [coloursEngine, keywordEngine, metadataEngine],
      tags: [
        ...result.tags,
        ...tagsFromMetadata({ name: ingest.name, width, height }, { ...read, camera }),
      ],
    }),
    ...result.renditions.map((rendition) => {
      const { name, ...size } = rendition
      return db
        .insert(renditions)
        .values({ fileId, createdAt: now, ...rendition })
        .onConflictDoUpdate({ target: [renditions.fileId, renditions.name], set: size })
    }),
    db
      .update(jobs)
      .set({ state: 'done', note: null, finishedAt: now, leaseUntil: null })
      .where(and(eq(jobs.id, ingest.jobId), eq(jobs.leaseOwner, ingest.homeNodeId))),
    db.insert(changes).values({ kind: 'file.updated', spaceId, fileId, originalId, at: now }),
    ...queueNewPreview(db, { fileId, jobId: newId('job', now), now }),
  ])
}

/** Before renditions are written: what they will take beyond those of the same names. */
function countRenditions(
  db: Db,
  { fileId, spaceId, result }: { fileId: FileId; spaceId: SpaceId; result: IngestResult },
) {
  const names = result.renditions.map(({ name }) => name)
  const sizeBytes = result.renditions.reduce((sum, rendition) => sum + rendition.sizeBytes, 0)
  const isReplaced = and(eq(renditions.fileId, fileId), inArray(renditions.name, names))
  return db.run(sql`update users set used_bytes = used_bytes + ${sizeBytes}
      - (select coalesce(sum(renditions.size_bytes), 0) from renditions where ${isReplaced})
    where id = (select owner_id from spaces where id = ${spaceId})
      and exists (select 1 from files where files.id = ${fileId})`)
}

export async function setPreviewNone(db: Db, id: FileId, note: string) {
  await db
    .update(files)
    .set({ preview: 'none', previewNote: note })
    .where(and(eq(files.id, id), eq(files.preview, 'pending')))
}

/** Home nodes of before told of the time alone, and only in this form. */
function sensibleOrNull(takenAt: string | null): string | null {
  return wallClockSchema.safeParse(takenAt).data ?? null
}
