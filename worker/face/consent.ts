import type { ConsentView, RecordConsent } from '#contracts/consent'
import type { SpaceId } from '#contracts/ids'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { newId } from '../ids.ts'
import { type Actor, actorIdOf, membershipIn } from '../spaces/access.ts'
import {
  type ConsentRow,
  consentInForce,
  insertConsent,
  listConsents,
  withdrawConsents,
} from './consent-queries.ts'

type ConsentDeps = Pick<Deps, 'db' | 'now' | 'audit'>

/**
 * Whether faces may be looked for in a space: since an admin recorded consent, until it is withdrawn.
 * Whoever has a job that finds, compares or keeps faces asks this first, each time.
 */
export async function areFacesOn(deps: Pick<Deps, 'db'>, spaceId: SpaceId): Promise<boolean> {
  return (await consentInForce(deps.db, spaceId)) !== null
}

/** All that was ever agreed to in a space, for its members. */
export async function consentsOf(deps: Pick<Deps, 'db'>, actor: Actor, spaceId: SpaceId) {
  membershipIn(actor, spaceId, 'viewer')
  const rows = await listConsents(deps.db, spaceId)
  return { isOn: rows.some((row) => row.withdrawnAt === null), items: rows.map(toConsentView) }
}

/** Turns faces on in a space, which its admins can. Where they are on, the older text stands. */
export async function recordConsent(
  deps: ConsentDeps,
  actor: Actor,
  spaceId: SpaceId,
  { text }: RecordConsent,
) {
  membershipIn(actor, spaceId, 'admin')
  const now = deps.now()
  const id = newId('consent', now)
  const row = { id, spaceId, recordedBy: actor.userId, recordedAt: now, text }
  if (await insertConsent(deps.db, row)) {
    const actorId = actorIdOf(actor)
    deps.audit.record({ chain: spaceId, action: 'consent.recorded', actorId, subjectId: id })
  }
  return await consentsOf(deps, actor, spaceId)
}

/** From now on nothing looks for faces in the space. What is known stays until it is erased. */
export async function withdrawConsent(deps: ConsentDeps, actor: Actor, spaceId: SpaceId) {
  membershipIn(actor, spaceId, 'admin')
  const ended = await withdrawConsents(deps.db, spaceId, actor.userId, deps.now())
  for (const { id } of ended) {
    const actorId = actorIdOf(actor)
    deps.audit.record({ chain: spaceId, action: 'consent.withdrawn', actorId, subjectId: id })
  }
  return await consentsOf(deps, actor, spaceId)
}

function toConsentView(row: ConsentRow): ConsentView {
  const { id, spaceId, recordedBy, text, withdrawnBy } = row
  return {
    ...{ id, spaceId, recordedBy, text, withdrawnBy },
    recordedAt: new Date(row.recordedAt).toISOString(),
    withdrawnAt: row.withdrawnAt === null ? null : new Date(row.withdrawnAt).toISOString(),
  }
}

export function consentRequired(): AppError {
  const detail =
    'Faces are off here. An admin turns them on by recording what was agreed to: PUT /api/spaces/{id}/face-consent with {"text": …}.'
  return new AppError('consent_required', detail)
}
