import type { SpaceId } from '#contracts/ids'
import { distanceBetween, isTelling, type Look } from '#contracts/likeness'
import type { Deps } from '../deps.ts'
import { newId } from '../ids.ts'
import {
  claimSpace,
  type Grouping,
  groupsNear,
  nextWaitingSpace,
  releaseSpace,
  saveGrouping,
  type WaitingFile,
  waitingFiles,
} from './group-queries.ts'

const batchSize = 50
/** Of one space in one run: 1,000 files, some seconds. */
const batchesMax = 20
/** A run that died holds its space no longer than this. */
const claimMs = 60_000

/** Puts files whose perceptual hash came or changed into groups of pictures that look alike. */
export async function groupWaitingFiles(deps: Pick<Deps, 'db' | 'now' | 'log'>): Promise<void> {
  let spaceId = await nextWaitingSpace(deps.db, '')
  while (spaceId !== null) {
    await groupSpace(deps, spaceId)
    spaceId = await nextWaitingSpace(deps.db, spaceId)
  }
}

async function groupSpace(deps: Pick<Deps, 'db' | 'now' | 'log'>, spaceId: SpaceId) {
  const { db, now } = deps
  if (!(await claimSpace(db, spaceId, now(), now() + claimMs))) return
  try {
    for (let batch = 0; batch < batchesMax; batch++) {
      const waiting = await waitingFiles(db, spaceId, batchSize)
      if (waiting.length === 0) break
      const hashes = waiting.flatMap(({ perceptualHash }) => perceptualHash ?? [])
      const near = await groupsNear(db, spaceId, hashes)
      const grouping = groupBatch(waiting, near, now())
      await saveGrouping(db, spaceId, grouping, now())
      deps.log.info('duplicates.grouped', { spaceId, files: waiting.length })
    }
  } finally {
    await releaseSpace(db, spaceId)
  }
}

/**
 * Each file joins the group that it is nearest to, or founds one. A group stays what its founder was
 * like (the leader algorithm: Hartigan, "Clustering Algorithms", 1975, chapter 3), so members are at
 * most twice the distance apart, however many there are; a chain of small steps ends after one.
 */
function groupBatch(waiting: WaitingFile[], near: Map<string, Look>, now: number): Grouping {
  const grouping: Grouping = { founded: [], joined: [], done: waiting.map(({ id }) => id) }
  for (const { id: fileId, kind, perceptualHash, thumbhash, width, height } of waiting) {
    if (perceptualHash === null || !isTelling(perceptualHash)) continue
    const look: Look = { kind, perceptualHash, thumbhash, aspect: (width ?? 1) / (height ?? 1) }
    let nearest: { groupId: string; distance: number } | null = null
    for (const [groupId, group] of near) {
      const distance = distanceBetween(look, group)
      if (distance === null || (nearest !== null && nearest.distance <= distance)) continue
      nearest = { groupId, distance }
    }
    if (nearest === null) {
      const id = newId('duplicateGroup', now)
      grouping.founded.push({ id, ...look })
      near.set(id, look)
      nearest = { groupId: id, distance: 0 }
    }
    grouping.joined.push({ fileId, ...nearest })
  }
  return grouping
}
