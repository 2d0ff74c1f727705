import type { z } from 'zod'
import { fileListSchema } from '#contracts/files'
import { type FolderKind, folderListSchema, folderViewSchema } from '#contracts/folders'
import type { FolderId, Sha256, SpaceId } from '#contracts/ids'
import { RefusedError, type VaultSession } from './vault-session.ts'

/** A folder of the vault that an import writes into; `id` is null at the top of the space. */
export interface TargetFolder {
  id: FolderId | null
  /** Whether it was there before this import, so that there may be something in it. */
  isOld: boolean
}

/**
 * The folders of a space, made as they are needed and each once. Names are compared as the vault
 * does, without case.
 */
export async function openTargetFolders(session: VaultSession, spaceId: SpaceId) {
  const known = new Map<string, Promise<FolderId>>()
  const before = new Set<FolderId>()
  const keyOf = (kind: FolderKind, parentId: FolderId | null, name: string) =>
    `${kind} ${parentId} ${name.normalize('NFKC').toLowerCase()}`

  async function readAll(): Promise<void> {
    const { items } = await session.ask(folderListSchema, `/folders?space=${spaceId}`)
    for (const { id, kind, parentId, name } of items) {
      known.set(keyOf(kind, parentId, name), Promise.resolve(id))
      before.add(id)
    }
  }

  async function make(kind: FolderKind, parentId: FolderId | null, name: string) {
    const json = { name, kind, parentId, ...(parentId === null && { space: spaceId }) }
    try {
      return (await session.ask(folderViewSchema, '/folders', { method: 'POST', json })).id
    } catch (error) {
      if (!(error instanceof RefusedError) || error.code !== 'name_taken') throw error
      // Made by somebody else meanwhile, or by our own request whose answer was lost.
      known.delete(keyOf(kind, parentId, name))
      await readAll()
      const found = known.get(keyOf(kind, parentId, name))
      if (found === undefined) throw error
      return await found
    }
  }

  async function child(kind: FolderKind, parentId: FolderId | null, name: string) {
    const key = keyOf(kind, parentId, name)
    const found = known.get(key)
    if (found !== undefined) return await found
    const making = make(kind, parentId, name)
    known.set(key, making)
    return await making.catch((error: unknown) => {
      known.delete(key)
      throw error
    })
  }

  await readAll()
  return {
    /** The folder at this trail below another, made with all that is above it. Throws `RefusedError`. */
    async at(trail: string[], base: FolderId | null): Promise<TargetFolder> {
      let id = base
      for (const name of trail) id = await child('folder', id, folderName(name))
      return { id, isOld: id === null || before.has(id) }
    },
    album: async (name: string, parentId: FolderId | null) =>
      await child('album', parentId, folderName(name)),
  }
}

/** What lies in a folder of the vault already, by hash. */
export async function hashesIn(
  session: VaultSession,
  spaceId: SpaceId,
  folder: TargetFolder,
): Promise<Map<Sha256, z.infer<typeof fileListSchema>['items'][number]['id']>> {
  const found: Awaited<ReturnType<typeof hashesIn>> = new Map()
  if (!folder.isOld) return found
  let cursor: string | null = null
  do {
    const query = new URLSearchParams({ space: spaceId, folder: folder.id ?? 'top', limit: '200' })
    if (cursor !== null) query.set('cursor', cursor)
    const page: z.infer<typeof fileListSchema> = await session.ask(
      fileListSchema,
      `/files?${query}`,
    )
    for (const { sha256, id } of page.items) found.set(sha256, id)
    cursor = page.nextCursor
  } while (cursor !== null)
  return found
}

/** A name as a folder of the vault may have it. */
function folderName(name: string): string {
  const shown = name.normalize('NFC').replace(/[\p{Cc}\p{Cf}/\\]/gu, '_')
  return [...shown].slice(0, 200).join('').trim() || '_'
}
