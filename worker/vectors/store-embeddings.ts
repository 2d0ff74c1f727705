import type { EmbeddingFound } from '#contracts/found'
import type { FileId, SpaceId } from '#contracts/ids'
import type { Db } from '../db/client.ts'
import type { Statement } from '../db/run-batch.ts'
import type { Deps } from '../deps.ts'
import { quantise, vectorFromBase64 } from './quantise.ts'
import { putEmbedding, removeFramesFrom } from './queries.ts'

/**
 * The statements that make `embeddings` all that their models know of a file: for the batch that
 * records what was found. The frames of a film come in the order of time. What is there already is
 * left alone, and what other models made too. Throws `VectorIndexError` (`bad_vector`).
 */
export function embeddingStatements(
  db: Db,
  stored: { fileId: FileId; spaceId: SpaceId; embeddings: EmbeddingFound[]; now: number },
): Statement[] {
  const { fileId, spaceId, now } = stored
  const byModel = Map.groupBy(stored.embeddings, ({ model }) => model)
  return [...byModel].flatMap(([model, embeddings]) => [
    removeFramesFrom(db, { fileId, model, frame: embeddings.length }),
    ...embeddings.map(({ values, atMs }, frame) => {
      const vector = quantise(vectorFromBase64(values))
      return putEmbedding(db, { fileId, model, frame, spaceId, atMs, createdAt: now, ...vector })
    }),
  ])
}

/**
 * Tells the index at once, after the batch has run. Never fails: a query asks D1 what it has missed,
 * and the sweep looks again.
 */
export async function followEmbeddings(
  deps: Pick<Deps, 'vectorIndex' | 'log'>,
  spaceId: SpaceId,
  embeddings: EmbeddingFound[],
): Promise<void> {
  for (const model of new Set(embeddings.map((embedding) => embedding.model))) {
    try {
      await deps.vectorIndex.follow({ spaceId, model })
    } catch (error) {
      deps.log.error('vectors.follow_failed', error, { spaceId, model })
    }
  }
}
