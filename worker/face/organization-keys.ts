import type { ApiKeyView } from '#contracts/api-keys'
import type { ApiAuth } from '#contracts/face-api'
import { foldLogin } from '../accounts/username.ts'
import { keysOf, makeApiKey, revokeApiKey } from '../api-keys/change-keys.ts'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import type { Actor } from '../spaces/access.ts'
import { membersOf } from '../spaces/change-members.ts'
import type { OrganizationRow } from './organization-queries.ts'

type KeyDeps = Pick<Deps, 'db' | 'now' | 'audit'>

/** The face keys of an organization, for its admins. */
export async function organizationKeys(
  deps: KeyDeps,
  actor: Actor,
  { spaceId, name }: OrganizationRow,
) {
  const keys = await keysOf(deps, actor, spaceId)
  return keys.filter(({ scopes }) => scopes.includes('face')).map((key) => toView(name, key))
}

/**
 * Makes a key that registers and recognizes in one organization and can nothing else; it is `user`'s,
 * a member. Throws `not_found` when they are none, `conflict` when they have one of that name.
 */
export async function makeOrganizationKey(
  deps: KeyDeps,
  actor: Actor,
  organization: OrganizationRow,
  wanted: ApiAuth,
) {
  const { spaceId } = organization
  const members = await membersOf(deps, actor, spaceId)
  const owner = members.find(({ username }) => foldLogin(username) === foldLogin(wanted.user))
  if (!owner) {
    throw new AppError('not_found', 'No member of this organization has that name. Add them first.')
  }
  if (await keyNamed(deps, actor, organization, wanted)) {
    throw new AppError('conflict', 'This user has a key of that name. Revoke it first.')
  }
  const made = await makeApiKey(
    deps,
    actor,
    spaceId,
    { name: wanted.api_key_name, scopes: ['face'], expiresInDays: null },
    owner.userId,
  )
  return { ...toView(organization.name, made.view), api_key: made.key }
}

/** Ends a key at once, wherever it is remembered. Throws `not_found`. */
export async function revokeOrganizationKey(
  deps: KeyDeps,
  actor: Actor,
  organization: OrganizationRow,
  named: ApiAuth,
): Promise<void> {
  const key = await keyNamed(deps, actor, organization, named)
  if (!key) throw new AppError('not_found', 'There is no such key.')
  await revokeApiKey(deps, actor, organization.spaceId, key.id)
}

/** S1's `api_auth` says again whose key it is and what it is called; it has to be true. */
export function requireSameAuth(actor: Actor, auth: ApiAuth | undefined): void {
  if (auth === undefined) return
  const { credential } = actor
  const isName = credential.kind === 'session' || credential.name === auth.api_key_name
  if (isName && foldLogin(auth.user) === foldLogin(actor.username)) return
  throw new AppError('not_signed_in', 'api_auth names another key than the one that was sent.')
}

async function keyNamed(
  deps: KeyDeps,
  actor: Actor,
  { spaceId }: OrganizationRow,
  { user, api_key_name }: ApiAuth,
): Promise<ApiKeyView | undefined> {
  const keys = await keysOf(deps, actor, spaceId)
  return keys.find(
    ({ name, scopes, createdByUsername }) =>
      name === api_key_name &&
      scopes.includes('face') &&
      foldLogin(createdByUsername) === foldLogin(user),
  )
}

function toView(organization: string, key: ApiKeyView) {
  return {
    organization,
    user: key.createdByUsername,
    api_key_name: key.name,
    prefix: key.prefix,
    created_at: key.createdAt,
    expires_at: key.expiresAt,
    last_used_at: key.lastUsedAt,
  }
}
