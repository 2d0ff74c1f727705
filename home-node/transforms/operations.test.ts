import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { operationsTable } from './operations.ts'

it('the table of operations in the design note says what the code does', async () => {
  const path = join(import.meta.dirname, '../../worker/design/transforms.md')
  expect(await readFile(path, 'utf8')).toContain(operationsTable())
})
