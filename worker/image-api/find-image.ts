import type { FileId } from '#contracts/ids'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { type FoundFile, readableFiles } from '../files/find-file.ts'
import type { Actor } from '../spaces/access.ts'

/**
 * A living picture that the actor may see. Throws the same `not_found` for what is missing, foreign,
 * in trash, or no picture.
 */
export async function requireImage(
  deps: Pick<Deps, 'db'>,
  actor: Actor,
  id: FileId,
): Promise<FoundFile> {
  const [row] = await readableFiles(deps, actor, [id])
  if (row?.kind === 'image' && row.trashedAt === null) return row
  throw new AppError('not_found', 'There is no such image.')
}
