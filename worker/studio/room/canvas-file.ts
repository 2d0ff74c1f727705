import { type CanvasFile, canvasFileSchema, type Tile } from '#contracts/canvas'
import { type Canvas, emptyCanvas } from '#contracts/canvas-fold'
import type { CanvasId, GenerationId, SpaceId, TileId } from '#contracts/ids'
import type { Deps } from '../../deps.ts'
import { AppError } from '../../errors.ts'
import { newId } from '../../ids.ts'
import type { Actor } from '../../spaces/access.ts'
import { makeCanvas } from '../canvases/change-canvas.ts'
import { requireLivingCanvas } from '../canvases/find-canvas.ts'
import { generationsById } from '../generations/list-generations.ts'
import { wayBack } from './way-back.ts'

/** Bytes of a file that is taken; a full canvas of words in any script is shorter. */
export const canvasFileMaxBytes = 30_000_000
/** What a room takes, in characters of JSON. */
const maxTilesLength = 7_500_000
const generationsAtOnce = 200

/** A canvas with the records of what it shows. Throws `not_found`, `forbidden` and `gone`. */
export async function exportCanvas(
  deps: Pick<Deps, 'db' | 'now' | 'config' | 'canvasRoom'>,
  actor: Actor,
  id: CanvasId,
): Promise<CanvasFile> {
  const { name } = await requireLivingCanvas(deps, actor, id, 'viewer')
  const { tiles } = await deps.canvasRoom(id).tiles()
  const shown = [...new Set(tiles.flatMap((tile) => generationOf(tile) ?? []))]
  const records: unknown[] = []
  for (let at = 0; at < shown.length; at += generationsAtOnce) {
    const { items } = await generationsById(deps, actor, shown.slice(at, at + generationsAtOnce))
    // Addresses end within the hour, and favourites are whoever's exported it.
    records.push(...items.map(({ url: _, isFavorite: __, ...record }) => record))
  }
  return { format: 'cloudvault-canvas', version: 1, name, tiles, generations: records }
}

/**
 * Makes a new canvas of a file, in a space or one's own; its tiles get ids of their own. Pictures that
 * the reader of a canvas may not see stay unseen, whatever the file names. Throws `validation_failed`
 * for what is no such file, `too_large`, and as making a canvas does.
 */
export async function importCanvas(
  deps: Pick<Deps, 'db' | 'now' | 'log' | 'canvasRoom'>,
  actor: Actor,
  { text, spaceId, requestId }: { text: string; spaceId: SpaceId | null; requestId: string },
) {
  const file = canvasFileSchema.safeParse(parsed(text)).data
  if (!file) throw new AppError('validation_failed', 'This file is no canvas of CloudVault.')
  if (JSON.stringify(file.tiles).length > maxTilesLength) {
    throw new AppError('too_large', 'There are too many words and masks in this file.')
  }
  const made = await makeCanvas(deps, actor, { name: file.name, spaceId })
  const now = deps.now()
  const room = deps.canvasRoom(made.id)
  const about = { canvas: made.id, space: made.spaceId }
  for (const operation of wayBack(emptyCanvas, anew(file.tiles, now), () =>
    newId('operation', now),
  )) {
    await room.send({ about, by: actor.userId, operations: [operation], requestId })
  }
  return made
}

/** The same tiles under other ids, with their groups and parents, as far as these are among them. */
function anew(tiles: readonly Tile[], now: number): Canvas {
  const ids = new Map<TileId, TileId>()
  // In their order, for among equals the later id lies on top.
  const inOrder = tiles.toSorted((a, b) => (a.id < b.id ? -1 : 1))
  inOrder.forEach(({ id }, at) => {
    ids.set(id, newId('tile', now + at))
  })
  // A group is no tile: it has an id of a tile, and gets another one.
  const groups = new Map<TileId, TileId>()
  const groupOf = (group: TileId) => {
    const known = ids.get(group) ?? groups.get(group) ?? newId('tile', now)
    groups.set(group, known)
    return known
  }
  return new Map(
    inOrder.map((tile): [TileId, Tile] => {
      const id = ids.get(tile.id) ?? tile.id
      const group = tile.group === null ? null : groupOf(tile.group)
      if (tile.kind !== 'prompt') return [id, { ...tile, id, group }]
      const parent = tile.parent === null ? null : (ids.get(tile.parent) ?? null)
      return [id, { ...tile, id, group, parent }]
    }),
  )
}

function generationOf(tile: Tile): GenerationId | null {
  return tile.kind === 'prompt' ? tile.shown : null
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
