import { randomBytes } from 'node:crypto'
import type { MakeOrganization, OrganizationView } from '#contracts/face-api'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { seal } from '../second-factor/sealed-text.ts'
import { type Actor, actorIdOf } from '../spaces/access.ts'
import { makeSpace, moveSpaceToTrash } from '../spaces/change-space.ts'
import { recordConsent } from './consent.ts'
import { sealPurposeOf } from './face-key.ts'
import {
  countFaces,
  findOrganization,
  insertOrganization,
  listOrganizations,
  type OrganizationRow,
  setRetention,
} from './organization-queries.ts'

type OrganizationDeps = Pick<Deps, 'db' | 'now' | 'audit' | 'config' | 'spaceRoom' | 'defer'>

/** The organizations of the actor. */
export async function organizationsOf(deps: Pick<Deps, 'db'>, actor: Actor) {
  const rows = await listOrganizations(deps.db, actor.readableSpaceIds)
  return await Promise.all(rows.map((row) => organizationView(deps, actor, row)))
}

/**
 * Makes an organization: a space of that kind, which the actor owns, with a key of its own for all
 * that will be known of its faces. Throws `name_taken`, and `conflict` for too many spaces.
 */
export async function makeOrganization(
  deps: OrganizationDeps,
  actor: Actor,
  wanted: MakeOrganization,
): Promise<OrganizationView> {
  const { organization: name, consent } = wanted
  if (await findOrganization(deps.db, name)) throw nameTaken()
  const space =
    emptySpaceOf(actor, name) ?? (await makeSpace(deps, actor, { kind: 'organization', name }))
  const key = randomBytes(32).toString('base64url')
  const sealedKey = seal(deps.config, sealPurposeOf(space.id), key)
  const row = { spaceId: space.id, name, sealedKey, createdAt: deps.now() }
  if (!(await insertOrganization(deps.db, row))) {
    await moveSpaceToTrash(deps, actor, space.id)
    throw nameTaken()
  }
  const actorId = actorIdOf(actor)
  const subjectId = space.id
  deps.audit.record({ chain: space.id, action: 'organization.made', actorId, subjectId })
  const owner = withSpace(actor, { ...row, kind: 'organization' })
  if (consent !== undefined) await recordConsent(deps, owner, space.id, { text: consent })
  const made = await findOrganization(deps.db, space.id)
  if (!made) throw new AppError('not_found', 'There is no such organization.')
  return await organizationView(deps, owner, made)
}

/** Sets for how many days examples are kept. */
export async function changeOrganization(
  deps: OrganizationDeps,
  actor: Actor,
  organization: OrganizationRow,
  { retentionDays }: { retentionDays: number | null },
): Promise<OrganizationView> {
  const { spaceId } = organization
  await setRetention(deps.db, spaceId, retentionDays)
  deps.audit.record({
    ...{ chain: spaceId, action: 'organization.changed', actorId: actorIdOf(actor) },
    ...{ subjectId: spaceId, details: { retentionDays } },
  })
  return await organizationView(deps, actor, { ...organization, retentionDays })
}

export async function organizationView(
  deps: Pick<Deps, 'db'>,
  actor: Actor,
  row: OrganizationRow,
): Promise<OrganizationView> {
  const { spaceId, name, isConsented, retentionDays } = row
  return {
    ...{ id: spaceId, organization: name, isConsented, retentionDays },
    role: actor.memberships.get(spaceId)?.role ?? 'viewer',
    ...(await countFaces(deps.db, spaceId)),
    createdAt: new Date(row.createdAt).toISOString(),
  }
}

/** The actor as they are once the space is theirs: their memberships were read before. */
function withSpace(
  actor: Actor,
  space: Pick<OrganizationRow, 'spaceId' | 'name'> & { kind: 'organization' },
): Actor {
  const { spaceId, name, kind } = space
  const membership = { spaceId, name, kind, role: 'admin' as const, ownerId: actor.userId }
  return { ...actor, memberships: new Map([...actor.memberships, [spaceId, membership]]) }
}

/** A space of that kind and name that the actor administers, made by another page or brought back. */
function emptySpaceOf({ memberships }: Actor, name: string) {
  const found = [...memberships.values()].find(
    (space) =>
      space.kind === 'organization' &&
      space.role === 'admin' &&
      space.name.toLowerCase() === name.toLowerCase(),
  )
  return found && { id: found.spaceId }
}

function nameTaken(): AppError {
  return new AppError('name_taken', 'There is an organization of this name already.')
}
