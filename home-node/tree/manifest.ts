import { createReadStream } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { createGunzip, gzipSync } from 'node:zlib'
import { z } from 'zod'
import { diskIdSchema } from '#contracts/ids'
import { type LibraryFile, libraryFileSchema } from '#contracts/library'
import { manifestDir } from './tree-paths.ts'

const keptManifests = 7
const pattern = /^\d{4}-\d\d-\d\d\.jsonl\.gz$/

/** First line of a manifest; then a line for each file, then the last. */
const headSchema = z.object({
  kind: z.literal('cloudvault-manifest'),
  format: z.literal(1),
  disk: z.string(),
  diskId: diskIdSchema,
  at: z.iso.datetime(),
})
export type ManifestHead = z.infer<typeof headSchema>

const fileLineSchema = libraryFileSchema.extend({
  /** Below the root of the disk; null: this disk does not hold its original. */
  path: z.string().nullable(),
  thumbnail: z.string().nullable(),
})
export type ManifestFile = z.infer<typeof fileLineSchema>

const lastLineSchema = z.object({ end: z.literal(true), files: z.int().nonnegative() })

export const manifestName = (atMs: number) =>
  `${new Date(atMs).toISOString().slice(0, 10)}.jsonl.gz`

/** The whole manifest as it is written. */
export function packManifest(head: ManifestHead, files: ManifestFile[]): Buffer {
  const lines = [head, ...files, { end: true, files: files.length }]
  return gzipSync(lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
}

/** Those that have had their time. */
export function expiredManifests(names: string[]): string[] {
  return names
    .filter((name) => pattern.test(name))
    .sort()
    .reverse()
    .slice(keptManifests)
}

export interface Manifest {
  head: ManifestHead
  files: ManifestFile[]
}

/** The newest manifest of a disk that is whole; null when there is none. */
export async function newestManifest(root: string): Promise<Manifest | null> {
  const names = await readdir(manifestDir(root)).catch((): string[] => [])
  for (const name of names
    .filter((each) => pattern.test(each))
    .sort()
    .reverse()) {
    const found = await readManifest(join(manifestDir(root), name)).catch(() => null)
    if (found !== null) return found
  }
  return null
}

/** Rejects when it cannot be read; null when it was not finished. */
async function readManifest(path: string): Promise<Manifest | null> {
  const lines = createInterface({ input: createReadStream(path).pipe(createGunzip()) })
  let head: ManifestHead | null = null
  const files: ManifestFile[] = []
  for await (const line of lines) {
    const value: unknown = JSON.parse(line)
    if (head === null) {
      head = headSchema.parse(value)
      continue
    }
    const last = lastLineSchema.safeParse(value)
    if (last.success) return last.data.files === files.length ? { head, files } : null
    files.push(fileLineSchema.parse(value))
  }
  return null
}

export function manifestLine(file: LibraryFile, paths: Pick<ManifestFile, 'path' | 'thumbnail'>) {
  return { ...file, ...paths }
}
