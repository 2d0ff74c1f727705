import type { Operations } from '#contracts/operations'

type MeterView = Operations['meters'][number]
type Plan = NonNullable<Operations['plan']>
type Limit = Pick<MeterView, 'limit' | 'per'>

const day = (limit: number | null): Limit => ({ limit, per: 'day' })
const month = (limit: number | null): Limit => ({ limit, per: 'month' })
const always = (limit: number | null): Limit => ({ limit, per: 'always' })

/**
 * What each plan includes, from developers.cloudflare.com (Workers, R2, Images and Vectorize: Pricing
 * and Limits; read in October 2026). What is used beyond is billed on the paid plan and refused on the
 * free one; R2 bills on both. Calls of Workers AI are limited by EDGE_CALLS_PER_DAY instead: neurons
 * differ from model to model and are not told.
 */
const limits: Record<Plan, Record<Exclude<MeterView['name'], 'edge-calls'>, Limit>> = {
  free: {
    requests: day(100_000),
    'r2-class-a': month(1_000_000),
    'r2-class-b': month(10_000_000),
    'edge-transforms': month(5_000),
    'storage-bytes': always(10_000_000_000),
    'vector-dimensions': always(5_000_000),
  },
  paid: {
    requests: month(10_000_000),
    'r2-class-a': month(1_000_000),
    'r2-class-b': month(10_000_000),
    'edge-transforms': month(5_000),
    'storage-bytes': always(10_000_000_000),
    'vector-dimensions': always(10_000_000),
  },
}

/** How much of something a plan includes; without a plan nothing is limited. */
export function limitOf(plan: Plan | null, name: MeterView['name'], edgeCallsPerDay: number) {
  if (name === 'edge-calls') return day(edgeCallsPerDay)
  const known = limits[plan ?? 'paid'][name]
  return plan === null ? { limit: null, per: known.per } : known
}
