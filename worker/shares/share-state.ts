import { createHash } from 'node:crypto'
import { z } from 'zod'
import { folderIdSchema, type ShareId, shareIdSchema, spaceIdSchema } from '#contracts/ids'
import { largestSideSchema, type Slug, shareDownloadsSchema, slugSchema } from '#contracts/shares'
import type { Deps } from '../deps.ts'
import { findOpen, type OpenRow } from './visitor-queries.ts'

// [Note: What visitors wait for]
// A visitor never waits for D1 where somebody was here within the minute. What a link allows is kept
// by each isolate and by the cache of its place, both from the moment at which D1 was asked: for a
// minute it holds, and from half of it on the next visitor has it read again behind their answer. So
// what is revoked or changed is that everywhere after a minute at most, however many keep it.

const holdsMs = 60_000
const refreshMs = 30_000
const maxEntries = 2_000

/** What a link allows, without its secrets: a digest stands for its password. */
const stateSchema = z.object({
  id: shareIdSchema,
  slug: slugSchema,
  spaceId: spaceIdSchema,
  kind: z.enum(['files', 'folder', 'search']),
  folder: z
    .object({ id: folderIdSchema, name: z.string(), path: z.string(), isAlbum: z.boolean() })
    .nullable(),
  query: z.string().nullable(),
  title: z.string(),
  message: z.string().nullable(),
  sharedBy: z.string(),
  expiresAt: z.number().nullable(),
  /** Changes with the password: who unlocked with another one has to do it again. Null: no password. */
  lock: z.string().nullable(),
  countsViews: z.boolean(),
  countsDownloads: z.boolean(),
  largestSide: largestSideSchema,
  downloads: shareDownloadsSchema,
  stripsMetadata: z.boolean(),
  watermark: z.string().nullable(),
  allowsZip: z.boolean(),
  isEmbeddable: z.boolean(),
  generation: z.number(),
})
export type ShareState = z.infer<typeof stateSchema>

const keptSchema = z.object({ state: stateSchema, readAt: z.number() })
type Kept = z.infer<typeof keptSchema>

type StateDeps = Pick<Deps, 'db' | 'now' | 'defer'>
type By = { slug: Slug } | { id: ShareId }

const remembered = new Map<string, Kept>()

/** What a link allows, as it was within the last minute; null for none, and for what is revoked. */
export async function shareState(
  deps: StateDeps,
  origin: string,
  by: By,
): Promise<ShareState | null> {
  const key = keyOf(by)
  const known = remembered.get(key) ?? (await fromCache(origin, key))
  const age = known ? deps.now() - known.readAt : Number.POSITIVE_INFINITY
  if (!known || age >= holdsMs) return await readState(deps, origin, by)
  remember(key, known)
  if (age >= refreshMs) {
    // One visitor's answer is enough to read it again.
    remember(key, { ...known, readAt: known.readAt - refreshMs / 2 })
    deps.defer(readState(deps, origin, by))
  }
  return known.state
}

/** Forgets a link here, so that who just changed it sees so. Other places hear of it within the minute. */
export async function forgetShare(origin: string, share: { id: ShareId; slug: Slug }) {
  for (const key of [keyOf({ id: share.id }), keyOf({ slug: share.slug })]) {
    remembered.delete(key)
    await caches.default.delete(cacheKey(origin, key))
  }
}

async function readState(deps: StateDeps, origin: string, by: By): Promise<ShareState | null> {
  const readAt = deps.now()
  const row = await findOpen(deps.db, by)
  if (!row) {
    remembered.delete(keyOf(by))
    return null
  }
  const kept = { state: toState(row), readAt }
  const { id, slug } = kept.state
  for (const key of [keyOf({ id }), keyOf({ slug })]) {
    remember(key, kept)
    const headers = { 'Cache-Control': `max-age=${holdsMs / 1_000}` }
    deps.defer(caches.default.put(cacheKey(origin, key), Response.json(kept, { headers })))
  }
  return kept.state
}

async function fromCache(origin: string, key: string): Promise<Kept | undefined> {
  const hit = await caches.default.match(cacheKey(origin, key))
  return hit && keptSchema.safeParse(await hit.json()).data
}

function remember(key: string, kept: Kept) {
  if (remembered.size >= maxEntries) remembered.clear()
  remembered.set(key, kept)
}

function keyOf(by: By): string {
  return 'slug' in by ? `slug/${by.slug}` : `id/${by.id}`
}

function cacheKey(origin: string, key: string): Request {
  return new Request(new URL(`/s/cached/state/${key}`, origin))
}

function toState({ share, sharedBy, folderName, folderPath, folderKind }: OpenRow): ShareState {
  const { folderId, passwordHash } = share
  const folder =
    folderId !== null && folderName !== null && folderPath !== null
      ? { id: folderId, name: folderName, path: folderPath, isAlbum: folderKind === 'album' }
      : null
  const digest = (text: string) => createHash('sha256').update(text).digest('base64url')
  return stateSchema.parse({
    ...share,
    ...{ sharedBy, folder },
    lock: passwordHash === null ? null : digest(passwordHash).slice(0, 16),
    countsViews: share.viewsLeft !== null,
    countsDownloads: share.downloadsLeft !== null,
  })
}
