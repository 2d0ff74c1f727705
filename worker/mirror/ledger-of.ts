import type { OriginalId } from '#contracts/ids'
import type { Deps } from '../deps.ts'
import { copiesOf } from './queries.ts'

/** Every place that should hold an original, R2 first, with its row in the ledger if there is one. */
export async function ledgerOf(deps: Pick<Deps, 'db'>, originalId: OriginalId) {
  const { known, disks } = await copiesOf(deps.db, originalId)
  const places = [
    { place: 'r2', name: 'R2' },
    ...disks.map(({ id, name }) => ({ place: id, name })),
  ]
  return places.map((place) => ({
    ...place,
    copy: known.find((copy) => copy.place === place.place) ?? null,
  }))
}
