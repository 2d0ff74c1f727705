import type { HomeWaits } from '#contracts/home-waits'
import type { FileId } from '#contracts/ids'
import type { Deps } from '../deps.ts'
import { requireFile } from '../files/find-file.ts'
import { HomeNodeOfflineError } from '../home-nodes/home-client.ts'
import { originalKey } from '../originals/keys.ts'
import type { Actor } from '../spaces/access.ts'
import { deleteWait, filesWaitedFor, insertWait, noteReady, waitsOf } from './wait-queries.ts'

/** Tells this person when the original of a file can be had again. Throws `not_found`. */
export async function waitForHome(
  deps: Pick<Deps, 'db' | 'now' | 'config'>,
  actor: Actor,
  fileId: FileId,
): Promise<void> {
  await requireFile(deps, actor, fileId, 'viewer')
  await insertWait(deps.db, { fileId, userId: actor.userId, now: deps.now() })
}

/** They do not wait any more, or have read the notice. */
export async function endWait(deps: Pick<Deps, 'db'>, actor: Actor, fileId: FileId): Promise<void> {
  await deleteWait(deps.db, fileId, actor.userId)
}

/** What this person waits for, and what is there again. */
export async function ownWaits({ db }: Pick<Deps, 'db'>, actor: Actor): Promise<HomeWaits> {
  const rows = await waitsOf(db, actor.userId, actor.readableSpaceIds)
  const items = rows.map(({ fileId, spaceId, name, createdAt, readyAt }) => ({
    ...{ fileId, spaceId, name, since: new Date(createdAt).toISOString() },
    readyAt: readyAt === null ? null : new Date(readyAt).toISOString(),
  }))
  return { items }
}

/**
 * For the sweep: asks for what is waited for, and says so where it can be had. A home node that is
 * still away ends it for now.
 */
export async function answerHomeWaits(
  deps: Pick<Deps, 'db' | 'now' | 'log' | 'originals' | 'homeOriginals' | 'announce'>,
): Promise<void> {
  for (const { fileId, spaceId, originalId, sha256 } of await filesWaitedFor(deps.db, 20)) {
    try {
      const found =
        (await deps.originals.stat(originalKey(spaceId, originalId))) ??
        (await deps.homeOriginals.stat(sha256))
      if (found === null) continue
    } catch (error) {
      if (error instanceof HomeNodeOfflineError) return
      throw error
    }
    await noteReady(deps.db, { fileId, spaceId, now: deps.now() })
    deps.log.info('original.available', { fileId })
    await deps.announce(spaceId, { type: 'files.changed', fileIds: [fileId] })
  }
}
