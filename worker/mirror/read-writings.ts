import type { z } from 'zod'
import type { writingsResponseSchema } from '#contracts/home-node'
import type { FileId } from '#contracts/ids'
import { editedMetadataSchema } from '#contracts/metadata'
import type { Deps } from '../deps.ts'
import { writingsOf } from './queries.ts'

/** What people wrote about these files; one that was purged is left out. */
export async function readWritings(
  { db }: Pick<Deps, 'db'>,
  fileIds: FileId[],
): Promise<z.infer<typeof writingsResponseSchema>> {
  const { rows, tags } = await writingsOf(db, fileIds)
  const byFile = Map.groupBy(tags, (tag) => tag.fileId)
  const files = rows.map(({ edited, ...row }) => ({
    ...row,
    edited: editedMetadataSchema.parse(JSON.parse(edited ?? '{}')),
    tags: (byFile.get(row.fileId) ?? []).map(({ label }) => label),
  }))
  return { files }
}
