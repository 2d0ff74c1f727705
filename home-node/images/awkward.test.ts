import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ingestResultSchema } from '#contracts/jobs'
import { ingestPicture } from './ingest.ts'

/*
 * Pictures that lie, break or explode stand beside the repository, not in it. Each row of
 * expect.csv names a file and what the vault answers: `201` (shown), `201 no preview`,
 * `201 opaque…` (kept, never shown) or `400` (refused before it gets here).
 */
const folder = join(import.meta.dirname, '../../../shared/photos/awkward')
const table = join(folder, 'expect.csv')
const isThere = existsSync(table)

const rows = isThere
  ? (await readFile(table, 'utf8'))
      .split('\n')
      .slice(1)
      .map((line) => /^([^,]+),"?([^",]*)/.exec(line))
      .flatMap((row) => (row?.[1] && row[2] ? [{ file: row[1], vault: row[2] }] : []))
      .filter(({ vault }) => !vault.startsWith('400'))
  : []

/** Far below what any of the bombs would unfold to. */
const memoryMaxBytes = 400_000_000

describe('awkward files from ../shared/photos', () => {
  if (!isThere) {
    it('are absent here: only the generated ones in the other tests were tried', () => {
      expect(rows).toEqual([])
    })
    return
  }
  it.each(rows)('$file is answered by: $vault', async ({ file, vault }) => {
    const bytes = await readFile(join(folder, file))
    const before = process.memoryUsage().rss
    const { result } = await ingestPicture(bytes, { mimeType: 'application/octet-stream' })
    expect(result.preview).toBe(vault === '201' ? 'ready' : 'none')
    expect(ingestResultSchema.parse(result)).toEqual(result)
    if (result.preview === 'none') expect(result.previewNote).toMatch(/\w.*\.$/)
    expect(process.memoryUsage().rss - before).toBeLessThan(memoryMaxBytes)
  })
})
