import { z } from 'zod'
import { folderIdSchema, spaceIdSchema, type UserId, userIdSchema } from '#contracts/ids'

// Unfinished uploads as the browser keeps them, so that they go on after the page was loaded anew.

/** Files are kept themselves as long as all of them together have no more. */
const keptMaxBytes = 500_000_000

const entrySchema = z.object({
  id: z.string(),
  /** Whose page wrote it: while that page is open, no other takes it over. */
  pageId: z.string(),
  userId: userIdSchema,
  name: z.string(),
  size: z.number(),
  spaceId: spaceIdSchema,
  folderId: folderIdSchema.nullable(),
  folders: z.array(z.string()),
  into: z.object({ name: z.string(), albumId: folderIdSchema.nullable() }).nullable().default(null),
  url: z.string().nullable(),
  file: z.instanceof(File).nullable(),
})
export type Remembered = z.infer<typeof entrySchema>

export const pageId = `${Date.now()}-${Math.random().toString(36).slice(2)}`
const lockOf = (page: string) => `cloudvault.uploads.${page}`
let keptBytes = 0
let isHeld = false

/** Whether there is room to keep a file itself; if so, it counts as kept until it is released. */
export function keepsFile(size: number): boolean {
  if (keptBytes + size > keptMaxBytes) return false
  keptBytes += size
  return true
}

export function releaseFile(size: number) {
  keptBytes -= size
}

let database: Promise<IDBDatabase> | null = null

function openDatabase(): Promise<IDBDatabase> {
  database ??= new Promise((resolve, reject) => {
    const request = indexedDB.open('cloudvault-uploads', 1)
    request.onupgradeneeded = () => request.result.createObjectStore('uploads', { keyPath: 'id' })
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
  return database
}

/** Runs one transaction. What cannot be remembered is sent all the same: failures are silent. */
async function change(work: (store: IDBObjectStore) => void): Promise<void> {
  try {
    const transaction = (await openDatabase()).transaction('uploads', 'readwrite')
    work(transaction.objectStore('uploads'))
    await new Promise((resolve, reject) => {
      transaction.oncomplete = resolve
      transaction.onerror = reject
      transaction.onabort = reject
    })
  } catch {
    // A private window, or no room.
  }
}

export async function remember(entries: readonly Remembered[]): Promise<void> {
  if (entries.length === 0) return
  await change((store) => {
    for (const entry of entries) store.put(entry)
  })
}

export async function forget(ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await change((store) => {
    for (const id of ids) store.delete(id)
  })
}

/** Forgets all of them: somebody signed out, and who comes next is not to find their files. */
export async function forgetRemembered(): Promise<void> {
  await change((store) => store.clear())
}

/**
 * The uploads of that user that pages left behind which are closed by now; they are this page's from
 * then on. What other users left is forgotten.
 */
export async function takeOver(userId: UserId): Promise<Remembered[]> {
  try {
    const store = (await openDatabase()).transaction('uploads').objectStore('uploads')
    const rows = await new Promise<unknown[]>((resolve, reject) => {
      const request = store.getAll()
      request.onsuccess = () => resolve(request.result)
      request.onerror = () => reject(request.error)
    })
    const held = new Set((await navigator.locks?.query())?.held?.map(({ name }) => name) ?? [])
    const entries = rows.flatMap((row) => entrySchema.safeParse(row).data ?? [])
    await forget(entries.filter((entry) => entry.userId !== userId).map(({ id }) => id))
    const left = entries.filter(
      (entry) =>
        entry.userId === userId && !held.has(lockOf(entry.pageId)) && entry.pageId !== pageId,
    )
    const mine = left.map((entry) => ({ ...entry, pageId }))
    for (const { file } of mine) if (file) keptBytes += file.size
    await remember(mine)
    return mine
  } catch {
    return []
  }
}

/** Says to other pages, as long as this one is open, that its uploads are its own. */
export function holdPageLock() {
  if (isHeld) return
  isHeld = true
  // Not there without a secure page; then a second page takes over what a first one still sends.
  void navigator.locks?.request(lockOf(pageId), () => new Promise(() => {}))
}
