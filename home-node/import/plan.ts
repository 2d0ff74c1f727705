import type { EditFile } from '#contracts/metadata'
import { type FoundFile, type OnSkipped, walkTree } from './walk-tree.ts'
import { learnXmpNames, readXmpBeside } from './xmp-beside.ts'

/** What stands about a file beside it: in an XMP sidecar, or in the JSON of an export. */
export interface Beside {
  /** Said by a person's program, and so newer than what the file itself says. */
  says: Words
  /** Counts only where the file itself says nothing. */
  fills: Words
  tags: string[]
  isFavorite: boolean
  isArchived: boolean
  /** Was thrown away where it came from. */
  isTrashed: boolean
}

export type Words = Pick<
  EditFile,
  'takenAt' | 'takenZone' | 'latitude' | 'longitude' | 'description' | 'rating'
>

export interface PlannedFile {
  file: FoundFile
  /** Null: nothing stands beside it. */
  readBeside: (() => Promise<Beside>) | null
}

/** One folder to bring in; an album shows files that lie elsewhere. */
export interface PlannedFolder {
  kind: 'folder' | 'album'
  trail: string[]
  files: PlannedFile[]
}

/** What comes in, folder by folder; can be asked again, to count. All folders come before albums. */
export type Plan = (onSkipped: OnSkipped) => AsyncGenerator<PlannedFolder>

/** A tree as it lies there. XMP sidecars are read, and come in as the files that they are. */
export function planTree(roots: string[]): Plan {
  return async function* plan(onSkipped) {
    for await (const { trail, files } of walkTree(roots, onSkipped)) {
      const sidecarOf = learnXmpNames(files)
      const planned = files.map((file) => ({ file, readBeside: readerOf(sidecarOf(file)) }))
      yield { kind: 'folder', trail, files: planned }
    }
  }
}

function readerOf(sidecar: FoundFile | null) {
  return sidecar === null ? null : async () => await readXmpBeside(sidecar.path)
}
