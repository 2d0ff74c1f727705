import type { z } from 'zod'
import type { makeCanvasSchema } from '#contracts/canvas'
import type { CanvasId } from '#contracts/ids'
import type { Deps } from '../../deps.ts'
import { AppError } from '../../errors.ts'
import { newId } from '../../ids.ts'
import { type Actor, membershipIn } from '../../spaces/access.ts'
import { noSuchCanvas, requireCanvas, requireLivingCanvas } from './find-canvas.ts'
import {
  type CanvasRow,
  findCanvas,
  insertCanvas,
  maxCanvasesPerSpace,
  renameCanvas,
  setCanvasTrashed,
} from './queries.ts'

/** Makes an empty canvas. Throws `not_found`, `forbidden`, and `conflict` where a space has too many. */
export async function makeCanvas(
  deps: Pick<Deps, 'db' | 'now' | 'log'>,
  actor: Actor,
  { name, spaceId }: z.infer<typeof makeCanvasSchema>,
): Promise<CanvasRow> {
  const space = membershipIn(actor, spaceId ?? actor.homeSpaceId, 'editor')
  const now = deps.now()
  const id = newId('canvas', now)
  const row = { id, spaceId: space.spaceId, name, createdBy: actor.userId, createdAt: now }
  if (!(await insertCanvas(deps.db, row))) {
    const detail = `A space has at most ${maxCanvasesPerSpace} canvases, those in trash among them.`
    throw new AppError('conflict', detail)
  }
  deps.log.info('canvas.made', { canvasId: id })
  const made = await findCanvas(deps.db, id)
  if (!made) throw noSuchCanvas()
  return made
}

/** Throws `not_found`, `forbidden`, and `gone` for one in trash. */
export async function nameCanvas(
  deps: Pick<Deps, 'db' | 'now'>,
  actor: Actor,
  id: CanvasId,
  name: string,
): Promise<CanvasRow> {
  const canvas = await requireLivingCanvas(deps, actor, id, 'editor')
  if (canvas.name === name) return canvas
  const renamed = await renameCanvas(deps.db, id, name, deps.now())
  if (!renamed) throw noSuchCanvas()
  return renamed
}

/** Puts it in trash, where it stays for 30 days; whoever looks at it is told to come again. */
export async function moveCanvasToTrash(
  deps: Pick<Deps, 'db' | 'now' | 'log' | 'canvasRoom'>,
  actor: Actor,
  id: CanvasId,
): Promise<CanvasRow> {
  const canvas = await requireCanvas(deps, actor, id, 'editor')
  if (canvas.trashedAt !== null) return canvas
  const trashed = await setCanvasTrashed(deps.db, id, deps.now())
  if (!trashed) throw noSuchCanvas()
  await deps.canvasRoom(id).end(null)
  deps.log.info('canvas.trashed', { canvasId: id })
  return trashed
}

/** Takes it out of trash. Throws `not_found` and `forbidden`. */
export async function takeCanvasFromTrash(
  deps: Pick<Deps, 'db' | 'log'>,
  actor: Actor,
  id: CanvasId,
): Promise<CanvasRow> {
  const canvas = await requireCanvas(deps, actor, id, 'editor')
  if (canvas.trashedAt === null) return canvas
  const restored = await setCanvasTrashed(deps.db, id, null)
  if (!restored) throw noSuchCanvas()
  deps.log.info('canvas.restored', { canvasId: id })
  return restored
}
