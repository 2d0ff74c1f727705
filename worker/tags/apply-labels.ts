import type { FileId, SpaceId } from '#contracts/ids'
import { InferenceError } from '#contracts/inference'
import { runBatch } from '../db/run-batch.ts'
import type { Deps } from '../deps.ts'
import {
  endRun,
  filesToLabel,
  findLabelChanges,
  framesOf,
  leaveQueue,
  modelsOfSpace,
  queueRun,
  spacesToLabel,
} from './label-queries.ts'
import { neutralTexts } from './label-texts.ts'
import { labelVectorsOf, vectorOfHex } from './label-vectors.ts'
import { manyMachineTags } from './machine-tags.ts'
import { type LabelVectors, scoreLabels } from './score-labels.ts'

type LabelDeps = Pick<Deps, 'db' | 'now' | 'log' | 'inference' | 'announce'>

const spacesPerRun = 20
const filesPerBatch = 200
const batchesPerSpace = 10

/** The engine of tags that a model gives by the labels of a space. */
export const labelEngine = (model: string) => `${model}/labels`

/**
 * Puts labels to files whose embedding is new, and to all of a space whose labels changed: a bounded
 * part of it, and the next run goes on. Only by the model that is chosen; where none can embed texts,
 * or the home node is away, everything waits.
 */
export async function applyLabels(deps: LabelDeps): Promise<void> {
  const spaceIds = await spacesToLabel(deps.db, spacesPerRun)
  if (spaceIds.length === 0) return
  try {
    const { model } = await deps.inference.embedText(neutralTexts)
    for (const spaceId of spaceIds) await applyInSpace(deps, spaceId, model)
  } catch (error) {
    const isAway = error instanceof InferenceError && error.code !== 'undecodable'
    if (!isAway) throw error
    deps.log.info('labels.wait', { code: error.code })
  }
}

async function applyInSpace(deps: LabelDeps, spaceId: SpaceId, model: string): Promise<void> {
  const models = await modelsOfSpace(deps.db, spaceId)
  if (models.includes(model)) {
    await queueRun(deps.db, spaceId, model, filesPerBatch * batchesPerSpace)
  } else {
    await endRun(deps.db, spaceId)
  }
  const changes = await findLabelChanges(deps.db, spaceId)
  const vectors = await labelVectorsOf(deps, { spaceId, model }, changes)
  if (vectors === null) return
  for (let batch = 0; batch < batchesPerSpace; batch++) {
    const ids = await filesToLabel(deps.db, spaceId, filesPerBatch)
    if (ids.length === 0) return
    await labelFiles(deps, { spaceId, model, models }, ids, vectors)
    if (ids.length < filesPerBatch) return
  }
}

async function labelFiles(
  deps: LabelDeps,
  { spaceId, model, models }: { spaceId: SpaceId; model: string; models: string[] },
  ids: FileId[],
  vectors: LabelVectors,
): Promise<void> {
  const frames = Map.groupBy(await framesOf(deps.db, ids, model), ({ file_id: id }) => id)
  const engine = labelEngine(model)
  // Files that only another model has seen keep what they have until this one has looked.
  const files = [...frames].map(([fileId, rows]) => {
    const seen = rows.map(({ vector }) => vectorOfHex(vector))
    return { fileId, tags: scoreLabels(vectors, seen, engine) }
  })
  const engines = [...new Set([engine, ...models.map(labelEngine)])]
  await runBatch(deps.db, [
    ...manyMachineTags(deps.db, { engines, files }),
    leaveQueue(deps.db, ids),
  ])
  deps.log.info('labels.applied', { spaceId, files: files.length })
  if (files.length > 0) {
    await deps.announce(spaceId, {
      ...{ type: 'files.changed', fileIds: files.map(({ fileId }) => fileId) },
    })
  }
}
