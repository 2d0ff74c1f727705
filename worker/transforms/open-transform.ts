import { createHash } from 'node:crypto'
import { type FileId, type Sha256, type SpaceId, sha256Schema } from '#contracts/ids'
import { canonicalRecipe, type Recipe } from '#contracts/recipe'
import type { ExplainedTransform } from '#contracts/transforms'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { type FoundFile, filesByIds, readableFiles } from '../files/find-file.ts'
import { imageSourceOf } from '../images/image-source.ts'
import { transformKey } from '../originals/keys.ts'
import type { Actor } from '../spaces/access.ts'
import type { Draft, DraftStep } from './draft.ts'
import { stepsBefore } from './edits/parse-edit.ts'
import { hashLookup, makeTransform, type WantedTransform } from './make-transform.ts'
import { planCost } from './plan.ts'
import { printDraft } from './print-draft.ts'
import { deleteTransform, findTransform, type TransformRow } from './queries.ts'
import { resolveDraft } from './resolve-draft.ts'
import { tidySteps } from './tidy-steps.ts'
import type { TurnFailure } from './transform-turn.ts'

type OpenDeps = Parameters<typeof makeTransform>[0] & Pick<Deps, 'transformTurn'>

export interface OpenedTransform {
  row: TransformRow
  body: ReadableStream
  /** Whether it was there before this request. */
  cache: 'hit' | 'miss'
}

/**
 * What a draft means for a picture, on top of its edit, and a reader whose Accept header is given. The pictures of
 * watermarks have to be such as the reader may see, or for a space instead: such as lie in it. Throws `validation_failed`.
 */
export async function prepareTransform(
  deps: Pick<Deps, 'db'>,
  reader: Actor | SpaceId,
  file: FoundFile,
  draft: Draft,
  accept: string,
): Promise<WantedTransform & { cost: ExplainedTransform['cost'] }> {
  const before = await stepsBefore(deps, file, draft)
  const overlays = [
    ...(await overlaysFor(deps, reader, draft.steps)),
    ...(await overlaysFor(deps, file.spaceId, before)),
  ]
  const whole = { ...draft, steps: tidySteps([...before, ...draft.steps]) }
  const recipe = resolveDraft(whole, file, accept, hashLookup(overlays))
  const { width, height } = file
  const cost = planCost(recipe, width !== null && height !== null ? { width, height } : null)
  const hash = hashOf(recipe)
  const storageKey = transformKey(
    { spaceId: file.spaceId, fileId: file.id },
    hash,
    recipe.output.format,
  )
  return { file, overlays, recipe, hash, storageKey, cost }
}

async function overlaysFor(
  deps: Pick<Deps, 'db'>,
  reader: Actor | SpaceId,
  steps: readonly DraftStep[],
): Promise<FoundFile[]> {
  const isImage = (step: DraftStep) => step.op === 'watermark-image'
  const ids = steps.filter(isImage).map(({ image }) => image)
  if (ids.length === 0) return []
  const found = await findVisible(deps, reader, [...new Set(ids)])
  return found.filter(({ kind, trashedAt }) => kind === 'image' && trashedAt === null)
}

async function findVisible(deps: Pick<Deps, 'db'>, reader: Actor | SpaceId, ids: FileId[]) {
  if (typeof reader !== 'string') return await readableFiles(deps, reader, ids)
  return (await filesByIds(deps, ids)).filter(({ spaceId }) => spaceId === reader)
}

function hashOf(recipe: Recipe): Sha256 {
  return sha256Schema.parse(createHash('sha256').update(canonicalRecipe(recipe)).digest('hex'))
}

/**
 * The picture from storage, or made now. Of many who ask at once one makes it, after `beforeMaking`,
 * which may throw; the others wait. Throws as `makeTransform` does.
 */
export async function openTransform(
  deps: OpenDeps,
  wanted: WantedTransform,
  beforeMaking: () => Promise<void>,
): Promise<OpenedTransform> {
  const stored = await openStored(deps, wanted)
  if (stored) {
    deps.figures.count('asked', 'stored')
    return { ...stored, cache: 'hit' }
  }
  await beforeMaking()
  const turn = await deps.transformTurn(wanted.storageKey).take()
  if (turn.kind === 'over') {
    if (turn.failure) throw problemOf(turn.failure)
    const made = await openStored(deps, wanted)
    if (made) {
      deps.figures.count('asked', 'stored')
      return { ...made, cache: 'hit' }
    }
    throw new AppError('try_again', 'The picture is still being made.', { retryAfterSeconds: 5 })
  }
  return await makeInTurn(deps, wanted)
}

async function makeInTurn(deps: OpenDeps, wanted: WantedTransform): Promise<OpenedTransform> {
  const turn = deps.transformTurn(wanted.storageKey)
  try {
    // Somebody may have made it between the look and the turn.
    const stored = await openStored(deps, wanted)
    const made = stored ?? (await makeTransform(deps, wanted))
    deps.defer(turn.end(null))
    deps.figures.count('asked', stored ? 'stored' : 'made')
    return { ...made, cache: stored ? 'hit' : 'miss' }
  } catch (error) {
    const failure = failureOf(error)
    deps.figures.count('asked', 'failed')
    deps.figures.count('failure', failure.code)
    await turn.end(failure)
    throw error
  }
}

/** The others are told as much as the one who made it; what is ours alone stays in the log. */
function failureOf(error: unknown): TurnFailure {
  if (error instanceof AppError) {
    const { code, message: detail, retryAfterSeconds = null } = error
    return { code, detail, retryAfterSeconds }
  }
  return { code: 'internal', detail: 'Something went wrong.', retryAfterSeconds: null }
}

function problemOf({ code, detail, retryAfterSeconds }: TurnFailure): AppError {
  return new AppError(code, detail, retryAfterSeconds === null ? {} : { retryAfterSeconds })
}

async function openStored(
  deps: Pick<Deps, 'config' | 'db' | 'bucket'>,
  { file, hash }: WantedTransform,
): Promise<{ row: TransformRow; body: ReadableStream } | null> {
  const row = await findTransform(deps.db, file.id, hash)
  if (!row) return null
  const object = await deps.bucket.get(row.storageKey)
  if (object) return { row, body: object.body }
  const owner = { spaceId: file.spaceId, countBytes: deps.config.quotaCountsRenditions }
  await deleteTransform(deps.db, row, owner)
  return null
}

/** Whether a picture was made before. */
export async function isStored(
  deps: Pick<Deps, 'db'>,
  { file, hash }: Pick<WantedTransform, 'file' | 'hash'>,
): Promise<boolean> {
  return (await findTransform(deps.db, file.id, hash)) !== undefined
}

/** The picture's recipe in words, and what making it would take. */
export async function explainTransform(
  deps: Pick<Deps, 'db' | 'originals' | 'chooseMaker'>,
  wanted: Awaited<ReturnType<typeof prepareTransform>> & { draft: Draft },
): Promise<ExplainedTransform> {
  const { draft, file, recipe, hash, cost } = wanted
  const stored = await isStored(deps, { file, hash })
  const query = new URLSearchParams(printDraft(draft).map(([name, value]) => [name, value]))
  const { maker, why } = await deps.chooseMaker(recipe, imageSourceOf(deps, file))
  return {
    ...{ recipe, hash, query: query.toString(), stored, cost, file: file.id },
    ...{ engine: maker, why, transformations: maker === 'home' ? 0 : 1 },
  }
}
