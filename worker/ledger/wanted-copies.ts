import { type DiskId, diskIdSchema } from '#contracts/ids'
import { defaultPolicy, type Keeping, maxCopies, type WantedCopies } from '#contracts/policy'

/** What `originals.wants` says: `copies|cloud|disks`, 99 copies for one on each disk. */
export function readWants(text: string): WantedCopies {
  const [copies = '', cloud, disks = ''] = text.split('|')
  if (cloud === undefined) return defaultPolicy
  return {
    copies: Number(copies) > maxCopies ? null : Number(copies),
    isInCloud: cloud === '1',
    diskIds: disks === '' ? null : disks.split(',').map((id) => diskIdSchema.parse(id)),
  }
}

/** A disk, as far as it matters whether it can take another copy. */
export interface RoomOnDisk {
  id: DiskId
  state: string
  freeBytes: number
}

/** How many verified copies at home are enough. */
export function copiesWanted({ copies, diskIds }: WantedCopies, disks: RoomOnDisk[]): number {
  return copies ?? disks.filter(({ id }) => diskIds === null || diskIds.includes(id)).length
}

/**
 * How the verified copies of an original, at `places`, compare with what is wanted. `sizeBytes` is
 * that of the smallest original meant. With a byte budget for R2 a copy there is not missed.
 */
export function keepingOf(
  wants: WantedCopies,
  places: ReadonlySet<string>,
  { disks, sizeBytes, isTiered }: { disks: RoomOnDisk[]; sizeBytes: number; isTiered: boolean },
): Keeping {
  const allowed = disks.filter(({ id }) => wants.diskIds === null || wants.diskIds.includes(id))
  const there = allowed.filter(({ id }) => places.has(id)).length
  const isCloudShort = wants.isInCloud && !isTiered && !places.has('r2')
  const isHomeShort = there < copiesWanted(wants, disks)
  if (!isHomeShort) return isCloudShort || places.size === 0 ? 'short' : 'as_wanted'
  const rest = allowed.filter(({ id }) => !places.has(id))
  const hasRoom = rest.some(({ state, freeBytes }) => state === 'ok' && freeBytes >= sizeBytes)
  const isFull = rest.some(({ state, freeBytes }) => state === 'full' || freeBytes < sizeBytes)
  return hasRoom || !isFull ? 'short' : 'no_room'
}
