import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { type FileId, fileIdSchema } from '#contracts/ids'
import type { StoredRenditionName } from '#contracts/renditions'
import type { Deps } from '../deps.ts'

const lenderSchema = z.object({ id: fileIdSchema })

/**
 * Another file with the same original, and so of the same space, whose rendition was stored. A copy mostly
 * has one, so the first that is looked at ends it (hence the order of the joins).
 */
export async function findLender(
  deps: Pick<Deps, 'db'>,
  fileId: FileId,
  name: StoredRenditionName,
): Promise<FileId | undefined> {
  const row = await deps.db.get(sql`select lender.id from files as own
    cross join files as lender on lender.original_id = own.original_id and lender.id <> own.id
    cross join renditions on renditions.file_id = lender.id and renditions.name = ${name}
    where own.id = ${fileId} limit 1`)
  return row === undefined ? undefined : lenderSchema.parse(row).id
}
