import type { FileId, SpaceId } from '#contracts/ids'
import { storedRenditionNames } from '#contracts/renditions'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { renditionKey } from '../originals/keys.ts'
import { type Actor, actorIdOf, membershipIn } from '../spaces/access.ts'
import { editKeysOf } from '../transforms/edits/render-edit.ts'
import { transformKeysOf } from '../transforms/transform-keys.ts'
import { requireFile } from './find-file.ts'
import {
  countTrash,
  type PurgeCandidate,
  type PurgeRule,
  purgeBatchSize,
  purgeFiles,
  trashOf,
} from './purge-queries.ts'
import { findFile } from './queries.ts'

/** Files that one request purges at most; who has more asks again. */
const purgedPerRequest = 10 * purgeBatchSize

/** As many as R2 takes at once. */
const keysPerDelete = 1_000

type PurgeDeps = Pick<
  Deps,
  'db' | 'now' | 'log' | 'audit' | 'announce' | 'defer' | 'bucket' | 'config'
>

/**
 * Ends a file in trash for good. Throws `not_found`, `forbidden` below admin, `conflict` when the
 * file is not in trash. Its original goes with it unless another file has the same one.
 */
export async function purgeFile(deps: PurgeDeps, actor: Actor, id: FileId): Promise<void> {
  const file = await requireFile(deps, actor, id, 'admin')
  const notInTrash = () => new AppError('conflict', 'Only what is in trash can be purged.')
  if (file.trashedAt === null) throw notInTrash()
  const rule = { trashedUntil: file.trashedAt }
  const { purged } = await purgeBatch(deps, actorIdOf(actor), file.spaceId, [file], rule)
  // Somebody was faster: with purging it, which is as well, or with taking it out.
  if (purged === 0 && (await findFile(deps.db, id))) throw notInTrash()
}

/** Purges what is in a space's trash now, up to a bound; `left` says how many files still are. */
export async function emptyTrash(
  deps: PurgeDeps,
  actor: Actor,
  spaceId: SpaceId,
): Promise<{ purged: number; freedBytes: number; left: number }> {
  membershipIn(actor, spaceId, 'admin')
  const rule = { trashedUntil: deps.now() }
  const candidates = await trashOf(deps.db, spaceId, rule.trashedUntil, purgedPerRequest)
  const result = await purgeAll(deps, actorIdOf(actor), spaceId, candidates, rule)
  return { ...result, left: await countTrash(deps.db, spaceId) }
}

/** Purges files of one space that the rule still allows, batch after batch. */
export async function purgeAll(
  deps: PurgeDeps,
  actorId: string,
  spaceId: SpaceId,
  candidates: PurgeCandidate[],
  rule: PurgeRule,
): Promise<{ purged: number; freedBytes: number }> {
  const total = { purged: 0, freedBytes: 0 }
  for (let start = 0; start < candidates.length; start += purgeBatchSize) {
    const batch = candidates.slice(start, start + purgeBatchSize)
    const { purged, freedBytes } = await purgeBatch(deps, actorId, spaceId, batch, rule)
    total.purged += purged
    total.freedBytes += freedBytes
  }
  return total
}

async function purgeBatch(
  deps: PurgeDeps,
  actorId: string,
  spaceId: SpaceId,
  candidates: PurgeCandidate[],
  rule: PurgeRule,
) {
  // Pictures first: once the rows are gone nobody knows their names, while a picture that is missing
  // is made again. And once more after, for one that was just being made.
  const candidateIds = candidates.map(({ id }) => id)
  const editKeys = await editKeysOf(deps, candidateIds)
  const madeKeys = [...editKeys, ...(await transformKeysOf(deps, candidateIds))]
  await removePictures(deps, spaceId, candidateIds, madeKeys)
  const { purged, transformKeys, removed, freedBytes } = await purgeFiles(deps.db, {
    ...{ spaceId, candidates, rule, now: deps.now() },
    countRenditions: deps.config.quotaCountsRenditions,
  })
  if (purged.length > 0) {
    await removePictures(deps, spaceId, purged, [...editKeys, ...transformKeys])
    deps.audit.record(
      ...purged.map((fileId) => {
        return { chain: spaceId, action: 'file.purged' as const, actorId, subjectId: fileId }
      }),
    )
    const counts = { files: purged.length, originals: removed.length, freedBytes }
    deps.log.info('files.purged', { spaceId, ...counts })
    deps.defer(deps.announce(spaceId, { type: 'files.changed', fileIds: purged }))
  }
  return { purged: purged.length, freedBytes }
}

async function removePictures(
  deps: Pick<Deps, 'bucket'>,
  spaceId: SpaceId,
  fileIds: FileId[],
  transformKeys: string[],
) {
  const keys = fileIds.flatMap((id) =>
    storedRenditionNames.map((name) => renditionKey(spaceId, id, name)),
  )
  keys.push(...transformKeys)
  for (let start = 0; start < keys.length; start += keysPerDelete) {
    await deps.bucket.delete(keys.slice(start, start + keysPerDelete))
  }
}
