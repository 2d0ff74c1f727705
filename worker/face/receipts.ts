import type { SpaceId } from '#contracts/ids'
import { type Receipt, receiptSchema } from '#contracts/receipt'
import type { Deps } from '../deps.ts'
import { listErasures } from './erase-queries.ts'

/** The receipts of what was erased in an organization, the newest first. */
export async function receiptsOf(deps: Pick<Deps, 'db'>, spaceId: SpaceId): Promise<Receipt[]> {
  const rows = await listErasures(deps.db, spaceId)
  return rows.map(({ receipt }) => receiptSchema.parse(JSON.parse(receipt)))
}
