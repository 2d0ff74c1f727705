import { maxEditSteps } from '#contracts/edits'
import { maxSteps } from '#contracts/recipe'
import type { Deps } from '../../deps.ts'
import { AppError } from '../../errors.ts'
import type { FoundFile } from '../../files/find-file.ts'
import type { Draft, DraftStep } from '../draft.ts'
import { parseDraft } from '../parse-draft.ts'
import { findEdit } from './queries.ts'

/** The steps of an edit. Throws `validation_failed` for what is none, or says how to encode. */
export function parseEdit(query: string): Draft {
  const draft = parseDraft([...new URLSearchParams(query)])
  if (Object.keys(draft.output).length > 0) {
    const detail = 'An edit says what the picture looks like, not how it is encoded.'
    throw new AppError('validation_failed', detail)
  }
  const { length } = draft.steps
  if (length > 0 && length <= maxEditSteps) return draft
  throw new AppError(
    'validation_failed',
    length === 0
      ? 'These steps change nothing. To have the original back, revert the edit.'
      : `An edit takes at most ${maxEditSteps} steps; these are ${length}.`,
  )
}

/** The steps of one of a file's edits; none when it is not remembered any more. */
export async function stepsOfEdit(
  deps: Pick<Deps, 'db'>,
  fileId: FoundFile['id'],
  number: number,
): Promise<DraftStep[] | null> {
  const edit = await findEdit(deps.db, fileId, number)
  return edit ? parseEdit(edit.query).steps : null
}

/**
 * What comes before the steps of a draft: those of the picture's edit, unless it asks for the
 * original. Throws `validation_failed` where both together are more than a recipe takes.
 */
export async function stepsBefore(
  deps: Pick<Deps, 'db'>,
  file: Pick<FoundFile, 'id' | 'editNumber'>,
  draft: Draft,
): Promise<DraftStep[]> {
  if (file.editNumber === 0 || draft.output.ofOriginal) return []
  const steps = (await stepsOfEdit(deps, file.id, file.editNumber)) ?? []
  if (steps.length + draft.steps.length <= maxSteps) return steps
  const left = maxSteps - steps.length
  const detail = `This picture is edited: ${left} more steps can be made of it, or say original=true.`
  throw new AppError('validation_failed', detail)
}
