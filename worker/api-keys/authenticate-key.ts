import { timingSafeEqual } from 'node:crypto'
import { type ApiKeyScope, apiKeyScopeSchema } from '#contracts/api-keys'
import type { ApiKeyId } from '#contracts/ids'
import type { Deps } from '../deps.ts'
import { type Actor, actorOf } from '../spaces/access.ts'
import { type KeyName, readKeyText } from './key-text.ts'
import { findKey, touchKey } from './queries.ts'

interface KnownKey {
  actor: Actor
  apiKeyId: ApiKeyId
  expiresAt: number | null
  lastUsedAt: number
  checkedAt: number
}

type KeyDeps = Pick<Deps, 'db' | 'now' | 'defer'>

// Two maps, so that no flood of made-up keys pushes out those that are in use. Both are by SHA-256.
const known = new Map<string, KnownKey>()
const unknown = new Map<string, number>()
const maxKnown = 2_000
const maxUnknown = 1_000
/** For how long a key that opens nothing is refused without asking again. */
const unknownMs = 5_000
const touchEveryMs = 60_000

/**
 * The actor of a key, or null when it opens nothing. What D1 says is believed for
 * `apiKeyCacheMs`; the key's own expiry holds to the millisecond.
 */
export async function authenticateKey(
  deps: KeyDeps & Pick<Deps, 'config'>,
  key: string,
): Promise<Actor | null> {
  const named = readKeyText(key)
  return named && (await authenticateNamedKey(deps, named, deps.config.apiKeyCacheMs))
}

/** The same for a key whose text nobody holds any more, believing D1 for as long as is said. */
export async function authenticateNamedKey(
  deps: KeyDeps,
  named: KeyName,
  cacheMs: number,
): Promise<Actor | null> {
  const now = deps.now()
  const { keyHash } = named
  let entry = known.get(keyHash)
  if (!entry || now - entry.checkedAt >= cacheMs) {
    const refusedAt = unknown.get(keyHash)
    if (refusedAt !== undefined && now - refusedAt < Math.min(unknownMs, cacheMs)) return null
    entry = await lookUp(deps, named.handle, keyHash, now)
    known.delete(keyHash)
    if (!entry) {
      remember(unknown, maxUnknown, keyHash, now)
      return null
    }
    remember(known, maxKnown, keyHash, entry)
  }
  if (entry.expiresAt !== null && entry.expiresAt <= now) return null
  if (now - entry.lastUsedAt >= touchEveryMs) {
    entry.lastUsedAt = now
    deps.defer(touchKey(deps.db, entry.apiKeyId, now, now - touchEveryMs + 1))
  }
  return entry.actor
}

/** Makes this isolate ask again; others may let the key in until their answer is too old. */
export function forgetKey(keyHash: string): void {
  known.delete(keyHash)
}

async function lookUp(
  deps: KeyDeps,
  handle: string,
  keyHash: string,
  now: number,
): Promise<KnownKey | undefined> {
  const row = await findKey(deps.db, handle, now)
  if (!row || !timingSafeEqual(Buffer.from(row.keyHash), Buffer.from(keyHash))) return undefined
  const { apiKeyId, expiresAt } = row
  const actor = actorOf([row], {
    ...{ kind: 'key', apiKeyId, name: row.keyName },
    scopes: scopesOf(row.scopes),
  })
  return actor
    ? { actor, apiKeyId, expiresAt, lastUsedAt: row.lastUsedAt ?? 0, checkedAt: now }
    : undefined
}

/** Scopes as they are kept. One that is not known any more opens nothing. */
export function scopesOf(kept: string): Set<ApiKeyScope> {
  const parsed = kept.split(',').map((scope) => apiKeyScopeSchema.safeParse(scope))
  return new Set(parsed.flatMap((scope) => (scope.success ? [scope.data] : [])))
}

/** Keeps the newest entries. */
function remember<Value>(map: Map<string, Value>, max: number, keyHash: string, value: Value) {
  map.delete(keyHash)
  map.set(keyHash, value)
  const [oldest] = map.keys()
  if (map.size > max && oldest !== undefined) map.delete(oldest)
}
