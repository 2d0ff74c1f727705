import type { GenerationId } from '#contracts/ids'
import type { Role } from '#contracts/spaces'
import type { Deps } from '../../deps.ts'
import { AppError } from '../../errors.ts'
import { type Actor, requireRoleAt } from '../../spaces/access.ts'
import { findGeneration, type ViewedRow } from './queries.ts'

/** A generation in a space where the actor's role is at least `role`. Throws `not_found`, `forbidden`. */
export async function requireGeneration(
  deps: Pick<Deps, 'db'>,
  actor: Actor,
  id: GenerationId,
  role: Role,
): Promise<ViewedRow> {
  const found = await findGeneration(deps.db, id, actor.userId)
  if (!found) throw noSuchGeneration()
  const place = { spaceId: found.spaceId, folderPath: null }
  await requireRoleAt(deps, actor, place, role, noSuchGeneration)
  return found
}

function noSuchGeneration(): AppError {
  return new AppError('not_found', 'There is no such picture.')
}
