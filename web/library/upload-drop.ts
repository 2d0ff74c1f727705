/** A file with the folders that it lay in when a whole folder was dropped, the topmost first. */
export interface DroppedFile {
  file: File
  folders: string[]
}

/**
 * The files of a drop, those in dropped folders too. Has to be called while the drop is handled:
 * afterwards the browser gives nothing out. `onFound` tells how many there are so far.
 */
export async function filesOfDrop(
  transfer: DataTransfer,
  onFound: (count: number) => void,
): Promise<DroppedFile[]> {
  const entries = [...transfer.items].flatMap((item) => item.webkitGetAsEntry() ?? [])
  // Browsers that know no entries give the files only.
  if (entries.length === 0) return [...transfer.files].map((file) => ({ file, folders: [] }))
  const found: DroppedFile[] = []
  const walk = async (entry: FileSystemEntry, folders: string[]): Promise<void> => {
    if (isFile(entry)) {
      const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject))
      if (!isLitter(file.name)) found.push({ file, folders })
      onFound(found.length)
    } else if (isDirectory(entry)) {
      for (const inside of await entriesIn(entry)) await walk(inside, [...folders, entry.name])
    }
  }
  for (const entry of entries) await walk(entry, [])
  return found
}

// By their own word: not every browser has these classes.
function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile
}

function isDirectory(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory
}

/** A reader gives at most a hundred at a time, and an empty list at the end. */
async function entriesIn(directory: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = directory.createReader()
  const all: FileSystemEntry[] = []
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    )
    if (some.length === 0) return all
    all.push(...some)
  }
}

/** What file managers leave in folders, and nobody means to keep. */
export function isLitter(name: string): boolean {
  return /^(\.DS_Store|Thumbs\.db|desktop\.ini|\._.*)$/i.test(name)
}
