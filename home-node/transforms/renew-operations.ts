import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { operationsTable, tableEnd, tableStart } from './operations.ts'

/* `npx node home-node/transforms/renew-operations.ts`: writes the table of operations anew. */
const path = join(import.meta.dirname, '../../worker/design/transforms.md')
const page = await readFile(path, 'utf8')
const [before, rest = ''] = page.split(tableStart)
const [, after] = rest.split(tableEnd)
if (after === undefined) throw new Error('transforms.md has no place for the table')
await writeFile(path, `${before}${tableStart}\n\n${operationsTable()}\n\n${tableEnd}${after}`)
