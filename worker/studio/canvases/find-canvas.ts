import type { CanvasId } from '#contracts/ids'
import type { Role } from '#contracts/spaces'
import type { Deps } from '../../deps.ts'
import { AppError } from '../../errors.ts'
import { type Actor, requireRoleAt } from '../../spaces/access.ts'
import { type CanvasRow, findCanvas } from './queries.ts'

/**
 * A canvas in a space where the actor's role is at least `role`, in trash or not. Throws `not_found`
 * for strangers as for what is not there, and `forbidden`.
 */
export async function requireCanvas(
  deps: Pick<Deps, 'db'>,
  actor: Actor,
  id: CanvasId,
  role: Role,
): Promise<CanvasRow> {
  const canvas = await findCanvas(deps.db, id)
  if (!canvas) throw noSuchCanvas()
  const place = { spaceId: canvas.spaceId, folderPath: null }
  await requireRoleAt(deps, actor, place, role, noSuchCanvas)
  return canvas
}

/** A canvas that is not in trash. Throws as `requireCanvas`, and `gone`. */
export async function requireLivingCanvas(
  deps: Pick<Deps, 'db'>,
  actor: Actor,
  id: CanvasId,
  role: Role,
): Promise<CanvasRow> {
  const canvas = await requireCanvas(deps, actor, id, role)
  if (canvas.trashedAt === null) return canvas
  throw new AppError('gone', 'This canvas is in trash. Take it out first.')
}

export function noSuchCanvas(): AppError {
  return new AppError('not_found', 'There is no such canvas.')
}
