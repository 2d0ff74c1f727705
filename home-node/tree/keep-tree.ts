import { mkdir, readdir, rm } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { z } from 'zod'
import { type FileId, fileIdSchema } from '#contracts/ids'
import type { LibraryFile } from '#contracts/library'
import { boundedBytes } from '../bounded-bytes.ts'
import { toDiskError } from '../disks/disk-error.ts'
import type { DiskSet, MountedDisk } from '../disks/disk-set.ts'
import { objectPath } from '../disks/layout.ts'
import { writeDurably } from '../durable-file.ts'
import { WorkerAwayError, type WorkerClient, WorkerRefusedError } from '../link/worker-client.ts'
import { type Log, messageOf } from '../log.ts'
import { namesBelow } from '../restore/names-below.ts'
import { makeSignal } from '../signal.ts'
import { readStateFile } from '../state-file.ts'
import { linkFile } from './link-file.ts'
import {
  expiredManifests,
  type ManifestFile,
  manifestLine,
  manifestName,
  packManifest,
} from './manifest.ts'
import { filePath, manifestDir, thumbnailPath, usersDir } from './tree-paths.ts'

const dayMs = 86_400_000
const pollMs = 5_000
const feedPage = 500
const previewsAtOnce = 50
const previewMaxBytes = 20_000_000

const stateSchema = z.object({
  cursor: z.int().nonnegative(),
  /** When the whole tree was gone through last; 0: it is to be now. */
  renewedMs: z.number(),
})
const stateFile = (stateDir: string) => join(stateDir, 'tree.json')

export interface TreeOptions {
  client: Pick<WorkerClient, 'changes' | 'library' | 'libraryOf' | 'openRenditions'>
  disks: DiskSet
  stateDir: string
  log: Log
  signal: AbortSignal
}

/** Asks the running home node to go through the whole tree of each disk now. */
export async function wishTree(stateDir: string): Promise<void> {
  await writeDurably(join(stateDir, 'tree-wish.json'), '{}\n')
}

/**
 * Keeps on every disk what shows the library without CloudVault: `users/{user}/files` and `thumbnails`
 * as links into the content store, and a manifest a day. It follows the change feed, goes through
 * everything once a day, and so repairs what it missed. Never rejects.
 */
export function keepTree({ client, disks, stateDir, log, signal }: TreeOptions) {
  const wake = makeSignal()
  /** Files whose original a disk did not have when they were to be shown. */
  const waiting = new Set<FileId>()

  async function followFeed(cursor: number): Promise<number> {
    for (let after = cursor; ; ) {
      const { changes, lastSeq } = await client.changes(after, feedPage)
      if (lastSeq < after) return 0
      const last = changes.at(-1)
      if (last === undefined || signal.aborted) return after
      const ids = changes.flatMap(({ kind, fileId }) =>
        kind.startsWith('file.') && fileId !== null ? [fileId] : [],
      )
      await showAgain([...new Set(ids)])
      after = last.seq
    }
  }

  async function showAgain(ids: FileId[]): Promise<void> {
    if (ids.length === 0) return
    const files = await client.libraryOf(ids)
    const living = new Set(files.map(({ fileId }) => fileId))
    const gone = new Set(ids.filter((id) => !living.has(id)))
    for (const disk of disks.writable()) {
      await onDisk(disk, async () => {
        if (gone.size > 0) await hide(disk, (id) => gone.has(id))
        for (const file of files) if (!(await show(disk, file))) waiting.add(file.fileId)
        await addThumbnails(disk, files)
      })
    }
    for (const id of gone) waiting.delete(id)
  }

  async function show({ store }: MountedDisk, file: LibraryFile): Promise<boolean> {
    const { root } = store
    return await linkFile(root, objectPath(root, file.sha256), filePath(root, file))
  }

  /** Takes away what is shown of files that are in trash or gone. */
  async function hide({ store }: MountedDisk, isGone: (id: FileId) => boolean): Promise<void> {
    for await (const path of namesBelow(usersDir(store.root))) {
      const id = /(fil_[0-9A-Z]{26})\.[a-z0-9]+$/.exec(path)?.[1]
      const fileId = fileIdSchema.safeParse(id)
      if (fileId.success && isGone(fileId.data)) await rm(path, { force: true })
    }
  }

  async function addThumbnails({ store }: MountedDisk, files: LibraryFile[]): Promise<void> {
    const { root } = store
    const shown = new Set<string>()
    for (const userId of new Set(files.map((file) => file.userId))) {
      const folder = join(usersDir(root), userId, 'thumbnails')
      for (const name of await readdir(folder).catch(() => [])) shown.add(name.slice(0, -5))
    }
    const lacking = files.filter(({ hasPreview, fileId }) => hasPreview && !shown.has(fileId))
    for (let from = 0; from < lacking.length; from += previewsAtOnce) {
      const some = new Map(
        lacking.slice(from, from + previewsAtOnce).map((file) => [file.fileId, file]),
      )
      for await (const { head, body } of client.openRenditions([...some.keys()])) {
        const file = some.get(head.fileId)
        if (!file) continue
        const path = thumbnailPath(root, file)
        await mkdir(join(path, '..'), { recursive: true })
        await writeDurably(path, await boundedBytes(body, previewMaxBytes), 0o644)
      }
    }
  }

  async function onDisk(disk: MountedDisk, work: () => Promise<void>): Promise<void> {
    try {
      await disk.store.checkMarker()
      await work()
    } catch (error) {
      if (error instanceof WorkerAwayError || error instanceof WorkerRefusedError) throw error
      disks.blame(disk.id, toDiskError(error))
    }
  }

  async function renewAll(): Promise<void> {
    const files: LibraryFile[] = []
    for (let after: FileId | null = null; ; ) {
      const page: LibraryFile[] = await client.library(after)
      const last = page.at(-1)
      if (last === undefined || signal.aborted) break
      files.push(...page)
      after = last.fileId
    }
    if (signal.aborted) return
    const living = new Set(files.map(({ fileId }) => fileId))
    for (const disk of disks.writable()) {
      await onDisk(disk, async () => {
        await hide(disk, (id) => !living.has(id))
        const lines: ManifestFile[] = []
        await addThumbnails(disk, files)
        for (const file of files) lines.push(await lineOf(disk, file))
        await writeManifest(disk, lines)
      })
    }
  }

  async function lineOf(disk: MountedDisk, file: LibraryFile): Promise<ManifestFile> {
    const { root } = disk.store
    const isHere = await show(disk, file)
    const thumbnail = file.hasPreview ? relative(root, thumbnailPath(root, file)) : null
    return manifestLine(file, {
      path: isHere ? relative(root, filePath(root, file)) : null,
      thumbnail,
    })
  }

  async function loop(): Promise<void> {
    let state = (await readStateFile(stateFile(stateDir), stateSchema).catch(() => null)) ?? {
      ...{ cursor: 0, renewedMs: 0 },
    }
    while (!signal.aborted) {
      try {
        await showAgain([...waiting].slice(0, feedPage).filter((id) => waiting.delete(id)))
        const cursor = await followFeed(state.cursor)
        const wish = join(stateDir, 'tree-wish.json')
        const isWished = (await readStateFile(wish, z.object({})).catch(() => null)) !== null
        if (isWished || Date.now() - state.renewedMs > dayMs) {
          await renewAll()
          await rm(wish, { force: true })
          state = { ...state, renewedMs: Date.now() }
        }
        if (signal.aborted) return
        if (cursor !== state.cursor || isWished || state.renewedMs > Date.now() - pollMs) {
          state = { ...state, cursor }
          await writeDurably(stateFile(stateDir), `${JSON.stringify(state)}\n`)
        }
      } catch (error) {
        const isAway = error instanceof WorkerAwayError || error instanceof WorkerRefusedError
        if (!isAway && !signal.aborted) log.error('tree.failed', { message: messageOf(error) })
      }
      await wake.wait(pollMs, signal)
    }
  }

  return { wake: () => wake.wake(), done: loop() }
}

async function writeManifest(
  { id, name, store }: MountedDisk,
  files: ManifestFile[],
): Promise<void> {
  const now = Date.now()
  const folder = manifestDir(store.root)
  await mkdir(folder, { recursive: true })
  const head = {
    ...{ kind: 'cloudvault-manifest' as const, format: 1 as const, disk: name, diskId: id },
    at: new Date(now).toISOString(),
  }
  await writeDurably(join(folder, manifestName(now)), packManifest(head, files), 0o644)
  for (const old of expiredManifests(await readdir(folder))) await rm(join(folder, old))
}
