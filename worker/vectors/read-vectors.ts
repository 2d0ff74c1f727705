import { and, asc, eq, gt, sql } from 'drizzle-orm'
import type { FileId, SpaceId } from '#contracts/ids'
import type { VectorNamespace } from '#contracts/vectors'
import { embeddings, vectorSpaces } from '../db/schema/embeddings.ts'
import type { Deps } from '../deps.ts'

/** `positions` is how many vectors there ever were. */
export interface IndexedSpace extends VectorNamespace {
  positions: number
}

/** By which models these spaces have vectors. */
export async function indexedSpaces(
  deps: Pick<Deps, 'db'>,
  spaceIds: SpaceId[],
): Promise<IndexedSpace[]> {
  const { spaceId, model, positions } = vectorSpaces
  return await deps.db
    .select({ spaceId, model, positions })
    .from(vectorSpaces)
    .where(
      and(
        sql`${spaceId} in (select value from json_each(${JSON.stringify(spaceIds)}))`,
        gt(positions, 0),
      ),
    )
}

/** What each model made of a file: of a film all its frames, in the order of time. Of length 1. */
export async function vectorsOfFile(
  deps: Pick<Deps, 'db'>,
  id: FileId,
): Promise<{ model: string; vector: Float32Array }[]> {
  const rows = await deps.db
    .select({ model: embeddings.model, vector: embeddings.vector, scale: embeddings.scale })
    .from(embeddings)
    .where(eq(embeddings.fileId, id))
    .orderBy(asc(embeddings.model), asc(embeddings.frame))
  return rows.map(({ model, vector, scale }) => {
    const bytes = Int8Array.from(Buffer.from(vector))
    return { model, vector: Float32Array.from(bytes, (value) => value * scale) }
  })
}
