import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { costOf, printCosts, usageOf } from './costs.ts'
import { root } from './testing/a-deployment.ts'

test('a month costs the plan and what is beyond it', () => {
  const nothing = costOf(usageOf(0, 0))
  expect(nothing.total).toBeCloseTo(5)
  const usage = usageOf(0, 0)
  expect(costOf({ ...usage, r2StoredGb: 110 }).total).toBeCloseTo(5 + 100 * 0.015)
  expect(costOf({ ...usage, r2Reads: 12e6 }).parts.r2Reads).toBeCloseTo(0.72)
})

test('what deploying.md says it costs is what is computed', async () => {
  const text = await readFile(join(root, 'worker/design/deploying.md'), 'utf8')
  expect(text).toContain(printCosts().join('\n'))
})
