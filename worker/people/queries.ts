import { and, count, desc, eq, isNull, lt, or, type SQL, sql } from 'drizzle-orm'
import type { FaceId, FileId, PersonId, SpaceId } from '#contracts/ids'
import type { Db } from '../db/client.ts'
import { files } from '../db/schema/files.ts'
import { facedFiles, faces, people } from '../db/schema/people.ts'

/** The chosen face, or the best one, of those whose files are not in the trash. */
const cover = sql<FaceId | null>`coalesce(
  (select f.id from faces as f inner join files on files.id = f.file_id
    where f.id = people.cover_face_id and f.person_id = people.id and files.trashed_at is null),
  (select f.id from faces as f inner join files on files.id = f.file_id
    where f.person_id = people.id and files.trashed_at is null
    order by f.quality_percent desc, f.id desc limit 1))`

const columns = {
  id: people.id,
  name: people.name,
  faces: people.faces,
  isHidden: people.isHidden,
  isFavorite: people.isFavorite,
  cover: sql<FaceId | null>`${cover}`,
}
export type PersonRow = Awaited<ReturnType<typeof peopleByIds>>[number]

export async function listPeople(
  db: Db,
  spaceId: SpaceId,
  page: { isHidden: boolean; after: { faces: number; id: PersonId } | null; limit: number },
) {
  const { after } = page
  const isLater = after
    ? or(lt(people.faces, after.faces), and(eq(people.faces, after.faces), lt(people.id, after.id)))
    : undefined
  return await db
    .select(columns)
    .from(people)
    .where(
      and(
        eq(people.spaceId, spaceId),
        eq(people.isHidden, page.isHidden),
        sql`${people.faces} > 0`,
        isLater,
      ),
    )
    .orderBy(desc(people.faces), desc(people.id))
    .limit(page.limit)
}

export async function peopleByIds(db: Db, spaceId: SpaceId, ids: PersonId[]) {
  return await db
    .select(columns)
    .from(people)
    .where(and(isOneOf(people.id, ids), eq(people.spaceId, spaceId)))
}

const faceColumns = {
  id: faces.id,
  fileId: faces.fileId,
  atMs: faces.atMs,
  boxLeft: faces.boxLeft,
  boxTop: faces.boxTop,
  boxWidth: faces.boxWidth,
  boxHeight: faces.boxHeight,
}
export type FaceRow = Awaited<ReturnType<typeof facesByIds>>[number]

export async function facesByIds(db: Db, ids: FaceId[]) {
  return await db.select(faceColumns).from(faces).where(isOneOf(faces.id, ids))
}

/** Faces of a person by the time of their files, the latest first. */
export async function facesOfPerson(
  db: Db,
  personId: PersonId,
  page: { after: { shownAt: number; id: FaceId } | null; limit: number },
) {
  const { after } = page
  const isLater = after
    ? or(
        lt(faces.shownAt, after.shownAt),
        and(eq(faces.shownAt, after.shownAt), lt(faces.id, after.id)),
      )
    : undefined
  return await db
    .select({ ...faceColumns, shownAt: faces.shownAt })
    .from(faces)
    .innerJoin(files, eq(files.id, faces.fileId))
    .where(and(eq(faces.personId, personId), isNull(files.trashedAt), isLater))
    .orderBy(desc(faces.shownAt), desc(faces.id))
    .limit(page.limit)
}

export async function changePersonRow(
  db: Db,
  spaceId: SpaceId,
  id: PersonId,
  change: Partial<
    Pick<typeof people.$inferInsert, 'name' | 'isHidden' | 'isFavorite' | 'coverFaceId'>
  >,
): Promise<boolean> {
  const rows = await db
    .update(people)
    .set(change)
    .where(and(eq(people.id, id), eq(people.spaceId, spaceId)))
    .returning({ id: people.id })
  return rows.length === 1
}

export async function personOfFace(db: Db, id: FaceId): Promise<PersonId | null> {
  const [row] = await db.select({ personId: faces.personId }).from(faces).where(eq(faces.id, id))
  return row?.personId ?? null
}

/** How many files wait, of at most a thousand. */
export async function countWaiting(db: Db, spaceId: SpaceId): Promise<number> {
  const some = sql`(select 1 from ${facedFiles} where ${facedFiles.spaceId} = ${spaceId}
    and ${facedFiles.lookedAt} is null limit 1000)`
  const [row] = await db.select({ files: count() }).from(some)
  return row?.files ?? 0
}

function isOneOf(
  column: typeof people.id | typeof faces.id,
  ids: (PersonId | FaceId | FileId)[],
): SQL {
  return sql`${column} in (select value from json_each(${JSON.stringify(ids)}))`
}
