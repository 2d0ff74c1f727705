import { parse } from 'smol-toml'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { edgeLimitClasses } from '#contracts/limits'
import wranglerToml from '../../wrangler.toml?raw'
import { edgeClasses, edgePeriodSeconds } from './classes.ts'

const partSchema = z.object({
  ratelimits: z.array(
    z.object({
      name: z.string(),
      namespace_id: z.string(),
      simple: z.object({ limit: z.int(), period: z.int() }),
    }),
  ),
})
const { env, ...local } = partSchema
  .extend({ env: z.object({ production: partSchema }) })
  .parse(parse(wranglerToml))

it('every generous class has its own binding, with the period that refusals tell of', () => {
  expect(local.ratelimits.map(({ name }) => name)).toEqual(
    edgeLimitClasses.map((limitClass) => edgeClasses[limitClass].binding),
  )
  expect(new Set(local.ratelimits.map(({ namespace_id }) => namespace_id)).size).toBe(4)
  for (const { simple } of local.ratelimits) expect(simple.period).toBe(edgePeriodSeconds)
})

it('production has the same generous limits as one machine', () => {
  expect(env.production.ratelimits).toEqual(local.ratelimits)
})

it.each(['media', 'upload', 'api'] as const)(
  '%s has room for 100,000 requests a minute',
  (name) => {
    const { binding, requestsPerTicket } = edgeClasses[name]
    const tickets = local.ratelimits.find((bound) => bound.name === binding)?.simple.limit ?? 0
    expect(tickets * requestsPerTicket).toBeGreaterThanOrEqual(100_000)
  },
)
