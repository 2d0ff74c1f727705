import type { ApiKeyView, MakeApiKey } from '#contracts/api-keys'
import type { ApiKeyId, SpaceId, UserId } from '#contracts/ids'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { newId } from '../ids.ts'
import { type Actor, actorIdOf, membershipIn } from '../spaces/access.ts'
import { forgetKey, scopesOf } from './authenticate-key.ts'
import { keyPrefix, makeKeyText } from './key-text.ts'
import { findKeyInSpace, insertKey, type KeyRow, listKeys, revokeKey } from './queries.ts'

type KeyDeps = Pick<Deps, 'db' | 'now' | 'audit'>

/** The keys of a space that are not revoked, for its admins. */
export async function keysOf(
  deps: Pick<Deps, 'db'>,
  actor: Actor,
  spaceId: SpaceId,
): Promise<ApiKeyView[]> {
  membershipIn(actor, spaceId, 'admin')
  return (await listKeys(deps.db, spaceId)).map(toKeyView)
}

/**
 * Makes a key for a space, which only its admins can. The key itself is told by this answer and never
 * again. `createdBy`: the member whose it is, if not the actor. Throws `conflict` when the space has too
 * many.
 */
export async function makeApiKey(
  deps: KeyDeps,
  actor: Actor,
  spaceId: SpaceId,
  wanted: MakeApiKey,
  createdBy: UserId = actor.userId,
): Promise<{ key: string; view: ApiKeyView }> {
  membershipIn(actor, spaceId, 'admin')
  const now = deps.now()
  const { key, ...named } = makeKeyText()
  const id = newId('apiKey', now)
  const scopes = [...new Set(wanted.scopes)].join(',')
  const expiresAt = wanted.expiresInDays === null ? null : now + wanted.expiresInDays * 86_400_000
  const { name } = wanted
  const row = { id, spaceId, name, ...named, scopes, createdBy, createdAt: now, expiresAt }
  if (!(await insertKey(deps.db, row))) {
    throw new AppError('conflict', 'This space has too many keys. Revoke some first.')
  }
  const actorId = actorIdOf(actor)
  deps.audit.record({
    ...{ chain: spaceId, action: 'api_key.made', actorId, subjectId: id },
    details: { scopes, expiresInDays: wanted.expiresInDays },
  })
  return { key, view: toKeyView(await keyOf(deps, spaceId, id)) }
}

/**
 * Ends a key for good: an admin of its space any, and every member those they made. Throws
 * `not_found` when there is no such key, or not any more.
 */
export async function revokeApiKey(
  deps: KeyDeps,
  actor: Actor,
  spaceId: SpaceId,
  id: ApiKeyId,
): Promise<void> {
  membershipIn(actor, spaceId, 'viewer')
  const { key } = await keyOf(deps, spaceId, id)
  if (key.createdBy !== actor.userId) membershipIn(actor, spaceId, 'admin')
  const isNews = await revokeKey(deps.db, id, deps.now())
  forgetKey(key.keyHash)
  if (!isNews) throw noSuchKey()
  const actorId = actorIdOf(actor)
  deps.audit.record({ chain: spaceId, action: 'api_key.revoked', actorId, subjectId: id })
}

async function keyOf(deps: Pick<Deps, 'db'>, spaceId: SpaceId, id: ApiKeyId): Promise<KeyRow> {
  const row = await findKeyInSpace(deps.db, spaceId, id)
  if (!row) throw noSuchKey()
  return row
}

function noSuchKey(): AppError {
  return new AppError('not_found', 'There is no such key.')
}

function toKeyView({ key, createdByUsername }: KeyRow): ApiKeyView {
  const iso = (timeMs: number | null) => (timeMs === null ? null : new Date(timeMs).toISOString())
  return {
    id: key.id,
    spaceId: key.spaceId,
    name: key.name,
    prefix: keyPrefix + key.handle,
    scopes: [...scopesOf(key.scopes)],
    createdBy: key.createdBy,
    createdByUsername,
    createdAt: new Date(key.createdAt).toISOString(),
    expiresAt: iso(key.expiresAt),
    lastUsedAt: iso(key.lastUsedAt),
    exposedAt: iso(key.exposedAt),
  }
}
