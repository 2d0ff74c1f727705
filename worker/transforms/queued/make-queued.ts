import { z } from 'zod'
import { fileIdSchema, type JobId } from '#contracts/ids'
import { recipeSchema } from '#contracts/recipe'
import type { Deps } from '../../deps.ts'
import { filesByIds, findFile } from '../../files/find-file.ts'
import { transformKey } from '../../originals/keys.ts'
import { openTransform } from '../open-transform.ts'
import { findQueued } from './queries.ts'

type QueuedDeps = Parameters<typeof openTransform>[0] & Pick<Deps, 'db'>

const overlaysSchema = z.array(fileIdSchema)

/**
 * Makes a picture that was queued, unless it is there or its file is gone. What it draws was checked
 * when it was asked for. Throws as `makeTransform` does.
 */
export async function makeQueued(deps: QueuedDeps, jobId: JobId): Promise<void> {
  const queued = await findQueued(deps.db, jobId)
  const file = queued && (await findFile(deps, queued.fileId))
  if (!file) return
  const overlays = await filesByIds(deps, overlaysSchema.parse(JSON.parse(queued.overlays)))
  const recipe = recipeSchema.parse(JSON.parse(queued.recipe))
  const owner = { spaceId: file.spaceId, fileId: file.id }
  const storageKey = transformKey(owner, queued.hash, recipe.output.format)
  const wanted = { file, overlays, recipe, hash: queued.hash, storageKey }
  const { body } = await openTransform(deps, wanted, async () => undefined)
  await body.cancel()
}
