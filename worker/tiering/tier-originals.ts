import type { Deps } from '../deps.ts'
import { HomeNodeOfflineError } from '../home-nodes/home-client.ts'
import { copiesWanted, readWants } from '../ledger/wanted-copies.ts'
import { originalKey } from '../originals/keys.ts'
import { replaceInR2, replaceMaxBytes } from '../originals/r2.ts'
import {
  coolDown,
  forgetOtherMarks,
  hotOriginals,
  leaveLedger,
  longestUnseen,
  markedBefore,
  markToLeave,
  noteCleared,
  objectsToClear,
  patternsOfVault,
  returnToLedger,
} from './queries.ts'

type TierDeps = Pick<
  Deps,
  'db' | 'now' | 'log' | 'config' | 'bucket' | 'homeOriginals' | 'originals'
>

const minuteMs = 60_000
/** Between the sighting that marks an original and the one that takes it away. */
const sightingMs = 2 * minuteMs
/** A home node that was not heard of for longer may have lost everything. */
const heardMs = 60 * minuteMs
/** Without a policy that asks for fewer, what leaves R2 lies on so many disks. */
const fewestCopies = 2
const atOnce = 50
const returnsAtOnce = 5
/** Downloads from home within a week that bring an original back to R2. */
const hotReads = 3

interface Leaving {
  id: Parameters<typeof leaveLedger>[1]
  sizeBytes: number
  seenAt: number
  wants: string
  copies: number
  allowed: string[]
}

/**
 * Keeps R2 within its byte budget, for the sweep that runs each minute: brings back what is read
 * often, marks the longest unseen originals that have enough copies at home, and takes away those
 * that were marked by an earlier sweep, each if it still may at that moment. What is wanted at home
 * alone leaves R2 whatever the budget. Previews stay.
 */
export async function tierOriginals(deps: TierDeps): Promise<void> {
  await clearObjects(deps)
  await returnHotOriginals(deps)
  const due = await whatMayLeave(deps)
  const ids = due.map(({ id }) => id)
  const marked = await markedBefore(deps.db, ids, deps.now() - sightingMs)
  await forgetOtherMarks(deps.db, ids)
  if (ids.length === 0) return
  await markToLeave(deps.db, ids, deps.now())
  const now = deps.now()
  let left = 0
  for (const { id, wants, copies, allowed } of due) {
    if (!marked.has(id)) continue
    const readSince = now - deps.config.tierVerifiedMs
    const rule = { wants, copies, allowed, readSince, heardSince: now - heardMs, now }
    if (await leaveLedger(deps.db, id, rule)) left += 1
  }
  if (left > 0) deps.log.info('tiering.left_r2', { originals: left })
  await clearObjects(deps)
}

/** The longest unseen first: as many as bring R2 back under its budget, and what is wanted at home alone. */
async function whatMayLeave({ db, config }: TierDeps): Promise<Leaving[]> {
  const { patterns, disks } = await patternsOfVault(db)
  const inR2 = patterns.filter(({ places }) => places.split(',').includes('r2'))
  const used = inR2.reduce((sum, { bytes }) => sum + bytes, 0)
  let over = config.r2BudgetBytes === null ? 0 : used - config.r2BudgetBytes
  const found: (Leaving & { isInCloud: boolean })[] = []
  for (const { places, wants } of inR2) {
    const { isInCloud, ...wish } = readWants(wants)
    if (isInCloud && over <= 0) continue
    const allowed = disks
      .map(({ id }) => id)
      .filter((id) => wish.diskIds === null || wish.diskIds.includes(id))
    const there = allowed.filter((id) => places.split(',').includes(id))
    const wanted = copiesWanted({ ...wish, isInCloud }, disks)
    const copies = wish.copies === null ? Math.max(fewestCopies, wanted) : wanted
    if (there.length < copies) continue
    for (const { id, sizeBytes, seenAt } of await longestUnseen(db, places, wants, atOnce)) {
      found.push({ id, sizeBytes, seenAt, wants, copies, allowed, isInCloud })
    }
  }
  const due: Leaving[] = []
  for (const { isInCloud, ...each } of found.sort((a, b) => a.seenAt - b.seenAt)) {
    if (due.length >= atOnce) break
    if (isInCloud && over <= 0) continue
    over -= each.sizeBytes
    due.push(each)
  }
  return due
}

/** The ledger came first: an object that nobody counts any more goes, however often that was tried. */
async function clearObjects({ db, bucket }: TierDeps): Promise<void> {
  const gone = await objectsToClear(db, 100)
  if (gone.length === 0) return
  await bucket.delete(gone.map(({ id, spaceId }) => originalKey(spaceId, id)))
  await noteCleared(
    db,
    gone.map(({ id }) => id),
  )
}

async function returnHotOriginals(deps: TierDeps): Promise<void> {
  for (const original of await hotOriginals(deps.db, hotReads, returnsAtOnce)) {
    const { id, spaceId, sha256, sizeBytes, wants } = original
    if (!readWants(wants).isInCloud || sizeBytes > replaceMaxBytes) {
      await coolDown(deps.db, id)
      continue
    }
    try {
      const opened = await deps.homeOriginals.open(sha256)
      if (opened === null) continue
      const key = originalKey(spaceId, id)
      await replaceInR2(deps.bucket, key, opened.body, { sizeBytes, sha256 })
      await returnToLedger(deps.db, id, deps.now())
      deps.log.info('tiering.back_in_r2', { originalId: id })
    } catch (error) {
      if (error instanceof HomeNodeOfflineError) return
      deps.log.error('tiering.return_failed', error, { originalId: id })
    }
  }
}
