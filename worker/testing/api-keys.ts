import { env } from 'cloudflare:workers'
import { type ApiKeyScope, type ApiKeyView, apiKeyMadeSchema } from '#contracts/api-keys'
import type { SpaceId } from '#contracts/ids'
import type { Env } from '../env.ts'
import { origin, request, type TestUser } from './harness.ts'

export interface TestKey {
  key: string
  view: ApiKeyView
  /** A request with the key as a bearer and nothing else. */
  fetch(path: string, init?: RequestInit, bindings?: Env): Promise<Response>
}

/** The environment of a Worker that believes nothing it has asked before about keys. */
export const withoutKeyCache: Env = { ...env, API_KEY_CACHE_SECONDS: '0' }

/** A key that a user made for a space, theirs unless another is named. */
export async function aKey(
  user: TestUser,
  scopes: ApiKeyScope[],
  options: { spaceId?: SpaceId; expiresInDays?: number | null; bindings?: Env } = {},
): Promise<TestKey> {
  const { spaceId = user.spaceId, expiresInDays = null } = options
  const init = {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Cookie: user.cookie, Origin: origin },
    body: JSON.stringify({ name: 'A program', scopes, expiresInDays }),
  }
  const made = await request(`/api/spaces/${spaceId}/keys`, init, options.bindings)
  const { key, view } = apiKeyMadeSchema.parse(await made.json())
  return {
    key,
    view,
    fetch(path, init = {}, bindings = env) {
      const headers = new Headers(init.headers)
      headers.set('Authorization', `Bearer ${key}`)
      return request(path, { ...init, headers }, bindings)
    },
  }
}
