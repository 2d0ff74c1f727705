import { and, asc, desc, eq, gt, lt, or, sql } from 'drizzle-orm'
import type { FileId, SpaceId } from '#contracts/ids'
import type { Db } from '../db/client.ts'
import { files, tagCounts, taggedFiles } from '../db/schema/files.ts'

/** One page of a space's tags, by label or by how many files have them, each with its latest file. */
export async function tagsOfSpace(
  db: Db,
  spaceId: SpaceId,
  page: {
    after: { files: number; tag: string } | null
    limit: number
    sort: 'name' | 'files'
    contains: string | undefined
  },
) {
  const { after, limit, contains } = page
  const isByName = page.sort === 'name'
  const afterName = after && gt(tagCounts.label, after.tag)
  const afterFiles =
    after &&
    or(
      lt(tagCounts.files, after.files),
      and(eq(tagCounts.files, after.files), lt(tagCounts.label, after.tag)),
    )
  // Both ways along an index; the second is read backwards, labels and all.
  const order = isByName ? [asc(tagCounts.label)] : [desc(tagCounts.files), desc(tagCounts.label)]
  return await db
    .select({
      tag: tagCounts.label,
      files: tagCounts.files,
      byHand: tagCounts.byHand,
      fileId: files.id,
      thumbhash: files.thumbhash,
      edit: files.shownEdit,
      isReady: sql<boolean>`${files.preview} = 'ready'`.mapWith(Boolean),
    })
    .from(tagCounts)
    .innerJoin(
      files,
      sql`${files.id} = (select max(tagged_files.file_id) from tagged_files
        where tagged_files.space_id = ${tagCounts.spaceId} and tagged_files.label = ${tagCounts.label})`,
    )
    .where(
      and(
        eq(tagCounts.spaceId, spaceId),
        (isByName ? afterName : afterFiles) ?? undefined,
        contains === undefined ? undefined : sql`instr(${tagCounts.label}, ${contains}) > 0`,
      ),
    )
    .orderBy(...order)
    .limit(limit)
}

/** One page of the living files of a space that have a tag, the latest first. */
export async function filesWithTag(
  db: Db,
  { spaceId, tag }: { spaceId: SpaceId; tag: string },
  { before, limit, offset }: { before: FileId | null; limit: number; offset: number },
): Promise<FileId[]> {
  const rows = await db
    .select({ id: taggedFiles.fileId })
    .from(taggedFiles)
    .where(
      and(
        eq(taggedFiles.spaceId, spaceId),
        eq(taggedFiles.label, tag),
        before === null ? undefined : lt(taggedFiles.fileId, before),
      ),
    )
    .orderBy(desc(taggedFiles.fileId))
    .limit(limit)
    .offset(offset)
  return rows.map(({ id }) => id)
}

/** How many living files of a space have a tag. */
export async function countWithTag(
  db: Db,
  { spaceId, tag }: { spaceId: SpaceId; tag: string },
): Promise<number> {
  const [row] = await db
    .select({ files: tagCounts.files })
    .from(tagCounts)
    .where(and(eq(tagCounts.spaceId, spaceId), eq(tagCounts.label, tag)))
  return row?.files ?? 0
}
