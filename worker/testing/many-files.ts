import { env } from 'cloudflare:workers'
import { createHash } from 'node:crypto'
import { type FileId, sha256Schema } from '#contracts/ids'
import { makeDb } from '../db/client.ts'
import { files, originals } from '../db/schema/files.ts'
import { newId } from '../ids.ts'
import type { TestUser } from './harness.ts'

const firstMs = 1_700_000_000_000

/**
 * Files of a user as rows alone, in one batch: for lists. Ten share each creation time, so that
 * pages end between files of the same time. Answers their ids in the order of the list, newest first.
 */
export async function manyFiles(
  user: TestUser,
  count: number,
  change: Partial<typeof files.$inferInsert> = {},
): Promise<FileId[]> {
  const db = makeDb(env.DB)
  const { spaceId } = user
  const rows = Array.from({ length: count }, (_, index) => {
    const createdAt = firstMs + Math.floor(index / 10)
    return { id: newId('file', createdAt), originalId: newId('original', createdAt), createdAt }
  })
  const statements = rows.flatMap(({ id, originalId, createdAt }) => [
    db.insert(originals).values({
      id: originalId,
      spaceId,
      sha256: sha256Schema.parse(createHash('sha256').update(originalId).digest('hex')),
      sizeBytes: 1,
      mimeType: 'image/jpeg',
      createdAt,
    }),
    db.insert(files).values({
      id,
      spaceId,
      originalId,
      ...{ name: `${id}.jpg`, nameFolded: `${id}.jpg`.toLowerCase() },
      ...{ sizeBytes: 1, shownAt: createdAt },
      kind: 'image',
      preview: 'pending',
      createdBy: user.userId,
      createdAt,
      ...change,
    }),
  ])
  const [first, ...others] = statements
  if (first) await db.batch([first, ...others])
  return rows
    .sort((one, two) => two.createdAt - one.createdAt || (one.id < two.id ? 1 : -1))
    .map(({ id }) => id)
}
