import type { Canvas } from '#contracts/canvas-fold'
import type { CanvasId } from '#contracts/ids'
import type { Reference } from '#contracts/prompt'
import type { Db } from '../../db/client.ts'
import { noteCanvas } from './queries.ts'

const coversMax = 4

/** Writes what lists say of a canvas: how many tiles, and the last pictures that were put on it. */
export async function writeNote(deps: { db: Db }, id: CanvasId, canvas: Canvas, changedAt: number) {
  await noteCanvas(deps.db, id, { tileCount: canvas.size, covers: coversOf(canvas), changedAt })
}

/** Ids of tiles rise with time. */
function coversOf(canvas: Canvas): Reference[] {
  const covers: Reference[] = []
  const latestFirst = [...canvas.keys()].sort().reverse()
  for (const id of latestFirst) {
    const tile = canvas.get(id)
    if (tile?.kind === 'file') covers.push({ kind: 'file', file: tile.file })
    if (tile?.kind === 'prompt' && tile.shown !== null) {
      covers.push({ kind: 'generation', generation: tile.shown })
    }
    if (covers.length === coversMax) break
  }
  return covers
}
