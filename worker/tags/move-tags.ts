import type { Deps } from '../deps.ts'
import {
  endMove,
  filesToMove,
  moveChunk,
  type TagOfSpace,
  unfinishedMoves,
} from './change-queries.ts'

type MoveDeps = Pick<Deps, 'db' | 'now' | 'announce'>

/** One batch; as many as one live event may name. */
const chunkSize = 500

/** How many files follow in one run of the sweep. */
const filesPerSweep = 20_000

/**
 * Lets files follow tags that were renamed, merged or deleted, at most about `budget` of them. What is
 * left is left for the sweep. Several runs at once get in each other's way no more than that a file
 * is told of twice.
 */
export async function moveTags(deps: MoveDeps, moves: TagOfSpace[], budget: number): Promise<void> {
  let left = budget
  for (const move of moves) {
    for (;;) {
      const ids = await filesToMove(deps.db, move, chunkSize)
      if (ids.length > 0 && left <= 0) return
      await moveChunk(deps.db, move, ids, deps.now())
      left -= ids.length
      if (ids.length > 0) await deps.announce(move.spaceId, { type: 'files.changed', fileIds: ids })
      if (ids.length < chunkSize) break
    }
    await endMove(deps.db, move, deps.now())
  }
}

/** For the sweep: goes on where requests left off. */
export async function goOnMovingTags(deps: MoveDeps): Promise<void> {
  await moveTags(deps, await unfinishedMoves(deps.db, 100), filesPerSweep)
}
