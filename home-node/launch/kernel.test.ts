import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { buildKernel, kernelFile } from './kernel.ts'

it('the kernel of vector search is what its source says', async () => {
  const built = Buffer.from(await buildKernel())
  const kept = await readFile(kernelFile)
  expect(kept.equals(built), 'run: npm run vectors:build').toBe(true)
})
