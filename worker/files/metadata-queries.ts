import { eq, type SQL, sql } from 'drizzle-orm'
import type { FileId } from '#contracts/ids'
import {
  type EditedMetadata,
  editedMetadataSchema,
  type FileMetadata,
  fileMetadataSchema,
  type ReadMetadata,
  readMetadataSchema,
} from '#contracts/metadata'
import type { Db } from '../db/client.ts'
import { fileMetadata } from '../db/schema/files.ts'

/** What a file's original says, and over it what somebody wrote. */
export async function findMetadata(db: Db, id: FileId): Promise<FileMetadata> {
  const [row] = await db.select().from(fileMetadata).where(eq(fileMetadata.fileId, id))
  const read = readMetadataSchema.parse(JSON.parse(row?.read ?? '{}'))
  const edited = editedMetadataSchema.parse(JSON.parse(row?.edited ?? '{}'))
  const { description = read.description, rating = read.rating, ...rest } = edited
  const placeName = edited.latitude === undefined ? read.placeName : null
  const isHidden = edited.isPlaceHidden === true
  return fileMetadataSchema.parse({
    ...{ ...read, placeName, ...rest },
    ...(isHidden && { latitude: null, longitude: null, altitude: null, placeName: null }),
    description: description || null,
    rating: rating || null,
    edited: editedMetadataSchema.keyof().options.filter((key) => edited[key] !== undefined),
  })
}

/** Keeps what an original says; what somebody wrote stays as it is. `recomputeColumns` belongs after it. */
export function putReadMetadata(db: Db, fileId: FileId, read: ReadMetadata) {
  const json = JSON.stringify(read)
  return db
    .insert(fileMetadata)
    .values({ fileId, read: json })
    .onConflictDoUpdate({ target: fileMetadata.fileId, set: { read: json } })
}

/**
 * Writes over what originals of these files say; null takes a writing back. For a file that was
 * ingested before such things were kept, its columns are what its original says.
 */
export function putEdits(
  db: Db,
  ids: FileId[],
  edits: { [Key in keyof EditedMetadata]?: EditedMetadata[Key] | null },
) {
  const patch = JSON.stringify(edits)
  return db.run(sql`insert into file_metadata (file_id, read, edited)
    select id, json_object('takenAt', taken_at, 'takenZone', taken_zone, 'lens', lens,
        'latitude', latitude, 'longitude', longitude, 'placeName', place_name,
        'description', description, 'rating', rating),
      json_patch('{}', ${patch})
    from files where id in (select value from json_each(${JSON.stringify(ids)}))
    on conflict (file_id) do update set edited = json_patch(edited, ${patch})`)
}

const read = (key: keyof ReadMetadata) => sql.raw(`json_extract(m.read, '$.${key}')`)
const edited = (key: keyof EditedMetadata) => sql.raw(`json_extract(m.edited, '$.${key}')`)
/** True in JSON is 1 in SQL, and what nobody wrote is null. */
const isHidden = edited('isPlaceHidden')
const either = (key: keyof EditedMetadata & keyof ReadMetadata) =>
  sql`coalesce(${edited(key)}, ${read(key)})`

/**
 * Makes the columns of these files what is true for people now: what somebody wrote, or else what
 * the original says. A file moves in the timeline only when its time changed: to the wall clock of
 * the shutter, or to its upload where that clock cannot be right. Files without a row of metadata
 * stay as they are.
 */
export function recomputeColumns(db: Db, ids: FileId[]) {
  const takenAt = either('takenAt')
  return db.run(sql`update files set
      taken_at = ${takenAt},
      taken_zone = ${either('takenZone')},
      shown_at = case when ${takenAt} is taken_at and shown_at <> 0 then shown_at
        else ${shownAt(takenAt)} end,
      latitude = case when ${isHidden} then null else ${either('latitude')} end,
      longitude = case when ${isHidden} then null else ${either('longitude')} end,
      place_name = case when ${isHidden} then null when ${edited('latitude')} is null then ${either('placeName')}
        else ${edited('placeName')} end,
      description = nullif(${either('description')}, ''),
      rating = nullif(${either('rating')}, 0)
    from file_metadata as m
    where m.file_id = files.id and files.id in (select value from json_each(${JSON.stringify(ids)}))`)
}

/** Wall clocks are compared as text: that is their order, too. */
function shownAt(takenAt: SQL): SQL {
  return sql`case when ${takenAt} >= '1826' and ${takenAt} < '2200'
    then unixepoch(${takenAt}) * 1000 else files.created_at end`
}
