import { readFile } from 'node:fs/promises'
import { tagLabelSchema } from '#contracts/metadata'
import { readSidecar } from '../sidecars/read-sidecar.ts'
import type { Beside } from './plan.ts'
import type { FoundFile } from './walk-tree.ts'

/**
 * Finds the XMP sidecars of one folder's files: `IMG_1.jpg.xmp` is that of `IMG_1.jpg` alone,
 * `IMG_1.xmp` that of every `IMG_1.*` that has none of its own.
 */
export function learnXmpNames(files: FoundFile[]): (file: FoundFile) => FoundFile | null {
  const sidecars = new Map(
    files.flatMap((file) => {
      const name = file.name.toLowerCase()
      return name.endsWith('.xmp') ? [[name.slice(0, -'.xmp'.length), file] as const] : []
    }),
  )
  return ({ name }) => {
    const folded = name.toLowerCase()
    if (folded.endsWith('.xmp')) return null
    return sidecars.get(folded) ?? sidecars.get(folded.replace(/\.[^.]+$/, '')) ?? null
  }
}

/**
 * What a sidecar says. Description and rating were written by a person later than the picture, and
 * count before it; its time and place only where the picture has none.
 */
export async function readXmpBeside(path: string): Promise<Beside> {
  const read = await readSidecar(await readFile(path))
  const { takenAt, takenZone, latitude, longitude, description, rating } = read
  return {
    says: { ...(description !== null && { description }), ...(rating !== null && { rating }) },
    fills: {
      ...(takenAt !== null && { takenAt, ...(takenZone !== null && { takenZone }) }),
      ...(latitude !== null && longitude !== null && { latitude, longitude }),
    },
    tags: read.keywords.flatMap((word) => tagLabelSchema.safeParse(word).data ?? []),
    ...{ isFavorite: false, isArchived: false, isTrashed: false },
  }
}

/** Two readings of what stands beside one file, the first before the second. */
export function bothBeside(first: Beside, second: Beside): Beside {
  return {
    says: { ...second.says, ...first.says },
    fills: { ...second.fills, ...first.fills },
    tags: [...new Set([...first.tags, ...second.tags])],
    isFavorite: first.isFavorite || second.isFavorite,
    isArchived: first.isArchived || second.isArchived,
    isTrashed: first.isTrashed || second.isTrashed,
  }
}
