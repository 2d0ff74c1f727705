import type { OriginalId } from '#contracts/ids'
import type { Deps } from '../deps.ts'
import { copiesWanted, keepingOf, readWants } from '../ledger/wanted-copies.ts'
import { copiesOf } from './queries.ts'

/**
 * Every place that could hold an original, R2 first, with its row in the ledger if there is one and
 * whether a copy is wanted there; and how all of them compare with what is wanted.
 */
export async function ledgerOf(deps: Pick<Deps, 'db' | 'config'>, originalId: OriginalId) {
  const { known, disks, original } = await copiesOf(deps.db, originalId)
  const wants = readWants(original?.wants ?? '')
  const verified = new Set(
    known.filter(({ state }) => state === 'verified').map(({ place }) => place),
  )
  const isTiered = deps.config.r2BudgetBytes !== null
  const sizeBytes = original?.sizeBytes ?? 0
  const isAllowed = (id: (typeof disks)[number]['id']) => wants.diskIds?.includes(id) ?? true
  const atHome = disks.filter(({ id }) => isAllowed(id) && verified.has(id)).length
  const isHomeDone = atHome >= copiesWanted(wants, disks)
  const places = [
    { place: 'r2', name: 'R2', isWanted: wants.isInCloud && !(isTiered && isHomeDone) },
    ...disks.map(({ id, name }) => ({
      ...{ place: id, name },
      isWanted: isAllowed(id) && !(wants.copies !== null && isHomeDone),
    })),
  ]
  return {
    keeping: keepingOf(wants, verified, { disks, sizeBytes, isTiered }),
    places: places.map((place) => ({
      ...place,
      copy: known.find((copy) => copy.place === place.place) ?? null,
    })),
  }
}
