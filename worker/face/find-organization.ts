import type { MiddlewareHandler } from 'hono'
import { organizationRefSchema } from '#contracts/face-api'
import type { Role } from '#contracts/spaces'
import { bearerOf, requireUser } from '../accounts/require-user.ts'
import { authenticateNamedKey, forgetKey } from '../api-keys/authenticate-key.ts'
import { type KeyName, readKeyText } from '../api-keys/key-text.ts'
import type { AppEnv } from '../app-env.ts'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { withFact } from '../http/route-facts.ts'
import { requireLimit } from '../limits/limit.ts'
import { idSubject } from '../limits/subjects.ts'
import { type Actor, membershipIn } from '../spaces/access.ts'
import { findOrganization, type OrganizationRow } from './organization-queries.ts'

type KeyDeps = Pick<Deps, 'db' | 'config' | 'now' | 'defer'>

export function noSuchOrganization(): AppError {
  return new AppError('not_found', 'There is no such organization.')
}

// At which generation of its organization a key was last asked about in D1, by hash of the key.
const askedAt = new Map<string, number>()
const askedMax = 2_000

/**
 * The actor of a key in its organization, or null when it opens nothing there. What D1 said of the
 * key is believed for `faceKeyCacheMs`, but only as long as no key or member of the organization has
 * ended since: the row that every call reads tells.
 */
export async function authenticateFaceKey(
  deps: KeyDeps,
  named: KeyName,
  organization: OrganizationRow,
): Promise<Actor | null> {
  const { keyHash } = named
  if (askedAt.get(keyHash) !== organization.keyGeneration) forgetKey(keyHash)
  const actor = await authenticateNamedKey(deps, named, deps.config.faceKeyCacheMs)
  askedAt.delete(keyHash)
  if (!actor) return null
  askedAt.set(keyHash, organization.keyGeneration)
  const [oldest] = askedAt.keys()
  if (askedAt.size > askedMax && oldest !== undefined) askedAt.delete(oldest)
  return actor
}

/**
 * The organization of the address as `c.var.organization`, for members whose role there is at least
 * `role`, and for its keys: one with the scope `face` may what an editor may, with `admin` too what
 * an admin may. For everybody else it is not there. Counts each call of a key or user.
 */
export const requireOrganization = (role: Role): MiddlewareHandler<AppEnv> =>
  withFact(
    async function requireFaceCaller(c, next) {
      const { deps } = c.var
      const key = c.req.header('X-API-Key') ?? bearerOf(c)
      const enterAndGoOn = async (actor: Actor, organization: OrganizationRow | undefined) => {
        if (!organization || !actor.memberships.has(organization.spaceId))
          throw noSuchOrganization()
        requireFaceRole(actor, organization, role)
        c.set('actor', actor)
        c.set('organization', organization)
        await requireLimit(c, 'face-api', idSubject(callerIdOf(actor)))
        await next()
      }
      if (key?.startsWith('vlt_')) {
        const { actor, organization } = await enterByKey(deps, key, c.req.param('organization'))
        return await enterAndGoOn(actor, organization)
      }
      return await requireUser(c, async () => {
        const organization = await organizationOf(deps, c.req.param('organization'))
        await enterAndGoOn(c.var.actor, organization)
      })
    },
    { kind: 'caller', caller: 'key', scope: 'face' },
  )

/** The organization that a caller names, if there is one. */
export async function organizationOf(deps: Pick<Deps, 'db'>, name: string | undefined) {
  const ref = organizationRefSchema.safeParse(name)
  return ref.success ? await findOrganization(deps.db, ref.data) : undefined
}

/** Whoever a key is of, and the organization that they name. Throws `not_signed_in`. */
export async function enterByKey(deps: KeyDeps, key: string, organizationName: string | undefined) {
  const named = readKeyText(key)
  if (named === null) throw badKey()
  const organization = await organizationOf(deps, organizationName)
  const actor = organization
    ? await authenticateFaceKey(deps, named, organization)
    : await authenticateNamedKey(deps, named, deps.config.apiKeyCacheMs)
  if (!actor) throw badKey()
  return { actor, organization, named }
}

/** Throws `forbidden` for a member or key of the organization that may not do this. */
export function requireFaceRole(actor: Actor, { spaceId }: OrganizationRow, role: Role): void {
  const { credential } = actor
  if (credential.kind === 'session') {
    membershipIn(actor, spaceId, role)
    return
  }
  const wanted = role === 'admin' ? (['face', 'admin'] as const) : (['face'] as const)
  for (const scope of wanted) {
    if (!credential.scopes.has(scope)) {
      throw new AppError('forbidden', `This key lacks the scope "${scope}".`)
    }
  }
}

/** Whom limits count. */
export function callerIdOf({ credential, userId }: Actor): string {
  return credential.kind === 'key' ? credential.apiKeyId : userId
}

function badKey(): AppError {
  return new AppError('not_signed_in', 'This key is not valid, or not any more.')
}
