import { createHash } from 'node:crypto'
import { type FileId, fileIdSchema } from '#contracts/ids'
import type { VectorHit, VectorIndex, VectorNamespace, VectorQuery } from '#contracts/vectors'
import type { Db } from '../db/client.ts'
import { requireDimensions, requireUsableQuery } from './check-query.ts'
import { orUnavailable } from './or-unavailable.ts'
import { findVectorSpace, markFollowed, unfollow } from './queries.ts'
import { type ChangedFile, freshVectors, vectorChanges } from './vector-changes.ts'
import type { IndexedFile } from './vector-table.ts'

/** What is used of Vectorize, and what a fake of it has to do. */
export type VectorizeStore = Pick<Vectorize, 'query' | 'upsert' | 'deleteByIds'>

/** Vectorize's own limits. */
const upsertsMax = 1_000
const topKMax = 100
/** A filter has at most 2,048 bytes: so many folder ids fit with everything around them. */
const folderIdsPerFilter = 50
/** No limit is documented for deletions; this has room below any. */
const deletionsMax = 500
/** What was written shows after seconds, or up to two minutes. */
const delayMsMax = 5 * 60_000
/** Frames that a file may have: of one that is gone all of them are deleted, whichever there were. */
const framesMax = 8
/** So many pages one call follows; the sweep goes on. */
const pagesPerFollow = 3

/**
 * Vectorize, told of D1's changes page by page. What it may not show yet, or show still, is read from
 * D1 and put over its answer, so that what was written before is found. `otherwise` answers for models
 * of other dimensions than Vectorize's index has.
 */
export function makeVectorizeIndex(options: {
  db: Db
  store: VectorizeStore
  dimensions: number
  otherwise: VectorIndex
  now: () => number
}): VectorIndex {
  const { db, store, otherwise, now } = options
  const findSpace = async (namespace: VectorNamespace) => {
    const space = await findVectorSpace(db, namespace)
    if (space === null) return null
    const followed = space.follower === 'vectorize' ? space.followed : 0
    return { ...space, followed, isElsewhere: space.dimensions !== options.dimensions }
  }
  return {
    kind: 'vectorize',
    follow: (namespace) =>
      orUnavailable(async () => {
        const space = await findSpace(namespace)
        if (space === null) return 0
        if (space.isElsewhere) return await otherwise.follow(namespace)
        let { followed } = space
        for (let pages = 0; pages < pagesPerFollow && followed < space.changes; pages++) {
          const page = await vectorChanges(db, namespace, followed)
          await tell(store, namespace, page.files)
          await markFollowed(db, namespace, 'vectorize', page.upTo)
          followed = page.upTo
        }
        return followed
      }),
    query: (namespace, query) =>
      orUnavailable(async () => {
        requireUsableQuery(query)
        const space = await findSpace(namespace)
        if (space === null) return []
        requireDimensions(query, space.dimensions)
        if (space.isElsewhere) return await otherwise.query(namespace, query)
        const { followed } = space
        const [fresh, stored] = await Promise.all([
          freshVectors(db, namespace, { followed, sinceMs: now() - delayMsMax }),
          ask(store, namespace, query),
        ])
        return putOver(stored, fresh, query)
      }),
    drop: (namespace) =>
      orUnavailable(async () => {
        const space = await findSpace(namespace)
        if (space === null) return
        if (space.isElsewhere) return await otherwise.drop(namespace)
        for (let after = 0, isLast = false; !isLast; ) {
          const page = await vectorChanges(db, namespace, after)
          const ids = page.files.flatMap(({ fileId }) => idsFrom(namespace, fileId, 0))
          for (const batch of batches(ids, deletionsMax)) await store.deleteByIds(batch)
          after = page.upTo
          isLast = page.isLast
        }
        await unfollow(db, namespace)
      }),
  }
}

async function tell(
  store: VectorizeStore,
  namespace: VectorNamespace,
  files: ChangedFile[],
): Promise<void> {
  const gone = files.flatMap(({ fileId, indexed }) => {
    // A picture has one frame and never had more; a film may have been cut.
    if (indexed && indexed.kind !== 'video') return []
    return idsFrom(namespace, fileId, indexed?.frames.length ?? 0)
  })
  const vectors = files.flatMap(({ indexed }) => (indexed ? toVectors(namespace, indexed) : []))
  for (const batch of batches(gone, deletionsMax)) await store.deleteByIds(batch)
  for (const batch of batches(vectors, upsertsMax)) await store.upsert(batch)
}

function toVectors(namespace: VectorNamespace, file: IndexedFile): VectorizeVector[] {
  const { fileId, kind, folderId, frames } = file
  return frames.map(({ values, scale }, frame) => ({
    id: idOf(namespace, fileId, frame),
    namespace: nameOf(namespace),
    values: Array.from(values, (value) => value * scale),
    metadata: { kind, ...(folderId && { folder: folderId }) },
  }))
}

/** The best of each file that Vectorize finds, at most its own 100. */
async function ask(
  store: VectorizeStore,
  namespace: VectorNamespace,
  { vector, kind, folderIds }: VectorQuery,
): Promise<VectorHit[]> {
  const folders = folderIds === undefined ? [undefined] : batches(folderIds, folderIdsPerFilter)
  const answers = await Promise.all(
    folders.map((some) =>
      store.query(vector, {
        topK: topKMax,
        namespace: nameOf(namespace),
        filter: { ...(kind && { kind }), ...(some && { folder: { $in: some } }) },
      }),
    ),
  )
  return answers.flatMap(({ matches }) =>
    matches.map(({ id, score }) => {
      return { fileId: fileIdSchema.parse(id.slice(0, id.indexOf(':'))), similarity: score }
    }),
  )
}

/** What D1 says of fresh files stands, whatever Vectorize answered about them. */
function putOver(stored: VectorHit[], fresh: ChangedFile[], query: VectorQuery): VectorHit[] {
  const best = new Map<FileId, number>()
  for (const { fileId, similarity } of stored) {
    best.set(fileId, Math.max(similarity, best.get(fileId) ?? -1))
  }
  for (const { fileId } of fresh) best.delete(fileId)
  for (const { fileId, indexed } of fresh) {
    if (indexed && isWanted(indexed, query)) best.set(fileId, similarityOf(indexed, query.vector))
  }
  return [...best]
    .map(([fileId, similarity]) => ({ fileId, similarity }))
    .sort((one, two) => two.similarity - one.similarity)
    .slice(0, query.topK)
}

function isWanted(file: IndexedFile, { kind, folderIds }: VectorQuery): boolean {
  if (kind !== undefined && file.kind !== kind) return false
  return folderIds === undefined || (file.folderId !== null && folderIds.includes(file.folderId))
}

function similarityOf({ frames }: IndexedFile, vector: Float32Array): number {
  const similarities = frames.map(({ values, scale }) => {
    let sum = 0
    for (const [index, value] of values.entries()) sum += value * (vector[index] ?? 0)
    return sum * scale
  })
  return Math.max(-1, Math.min(1, Math.max(...similarities)))
}

/** 47 bytes of the 64 that a namespace may have: a model's name alone could be 44. */
function nameOf({ spaceId, model }: VectorNamespace): string {
  return `${spaceId}:${shortHash(model)}`
}

/** Unique in the whole index, not in its namespace: 49 of 64 bytes. */
function idOf({ model }: VectorNamespace, fileId: FileId, frame: number): string {
  return `${fileId}:${shortHash(model)}:${frame}`
}

function idsFrom(namespace: VectorNamespace, fileId: FileId, firstFrame: number): string[] {
  const ids: string[] = []
  for (let frame = firstFrame; frame < framesMax; frame++) {
    ids.push(idOf(namespace, fileId, frame))
  }
  return ids
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16)
}

function batches<Value>(values: Value[], size: number): Value[][] {
  const found: Value[][] = []
  for (let start = 0; start < values.length; start += size) {
    found.push(values.slice(start, start + size))
  }
  return found
}
