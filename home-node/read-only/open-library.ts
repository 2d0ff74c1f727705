import type { FileId } from '#contracts/ids'
import { type ManifestFile, newestManifest } from '../tree/manifest.ts'

/** A library as a disk alone shows it: what its newest manifest says. */
export interface DiskLibrary {
  disk: string
  /** When the manifest was written. */
  at: string
  files: ReadonlyMap<FileId, ManifestFile>
  /** Newest first. */
  timeline: readonly ManifestFile[]
  /** Folders by their path, `space/folder/folder`, with what lies directly in them. */
  folders: ReadonlyMap<string, { folders: string[]; files: ManifestFile[] }>
  /** Files whose name, description or folder has all of these words; newest first. */
  search(words: string): ManifestFile[]
}

/** Null when the disk has no manifest that is whole. */
export async function openLibrary(root: string): Promise<DiskLibrary | null> {
  const manifest = await newestManifest(root)
  if (manifest === null) return null
  const timeline = manifest.files.toSorted((one, two) => two.shownAt - one.shownAt)
  const folders = new Map<string, { folders: string[]; files: ManifestFile[] }>()
  const folderAt = (path: string) => {
    const known = folders.get(path)
    if (known) return known
    const made = { folders: [], files: [] }
    folders.set(path, made)
    const cut = path.lastIndexOf('/')
    if (path !== '') folderAt(cut === -1 ? '' : path.slice(0, cut)).folders.push(path)
    return made
  }
  folderAt('')
  for (const file of timeline) folderAt(folderOf(file)).files.push(file)
  for (const folder of folders.values()) folder.folders.sort((one, two) => one.localeCompare(two))
  return {
    disk: manifest.head.disk,
    at: manifest.head.at,
    files: new Map(timeline.map((file) => [file.fileId, file])),
    ...{ timeline, folders },
    search(words) {
      const wanted = fold(words)
        .split(/\s+/)
        .filter((word) => word !== '')
      if (wanted.length === 0) return []
      return timeline.filter((file) => {
        const text = fold(`${file.name} ${file.description ?? ''} ${file.folder.join(' ')}`)
        return wanted.every((word) => text.includes(word))
      })
    },
  }
}

/** The space, which several people may call alike, and the folders in it; no name has a slash in it. */
function folderOf({ space, username, folder }: ManifestFile): string {
  const clean = (name: string) => name.replaceAll('/', '∕')
  return [`${clean(username)}: ${clean(space)}`, ...folder.map(clean)].join('/')
}

const fold = (text: string) => text.normalize('NFKC').toLowerCase()
