import { signal } from '@preact/signals'
import type { FileId } from '#contracts/ids'
import { ApiError, sentenceOf } from '../api.ts'
import { loadEdit, revertEdit, saveEdit } from './edit-calls.ts'
import { type Edit, turnedOnce, untouched } from './edit-model.ts'
import { printEdit, readEdit } from './edit-query.ts'
import type { FilterName } from './filters.ts'

/** What is done to many pictures: each keeps what else was done to it, but by a whole edit. */
export type BatchChange =
  | { kind: 'filter'; filter: FilterName }
  | { kind: 'turn' }
  | { kind: 'paste'; edit: Edit }
  | { kind: 'revert' }

export interface BatchRun {
  total: number
  done: number
  failures: { id: FileId; sentence: string }[]
  /** What each picture was before, to go back to. */
  before: { id: FileId; query: string | null }[]
  isOver: boolean
}

export const batchRun = signal<BatchRun | null>(null)

const atOnce = 3
const maxWaits = 8
const waitMs = 8_000

/** Changes pictures one after the other, few at once; resolves when all were tried. */
export async function runBatch(ids: readonly FileId[], change: BatchChange): Promise<void> {
  await forEach(ids, (id) => editOne(id, change))
}

/** Takes a run back, picture by picture. */
export async function undoBatch({ before }: BatchRun): Promise<void> {
  const queries = new Map(before.map(({ id, query }) => [id, query]))
  await forEach([...queries.keys()], async (id) => {
    const query = queries.get(id) ?? null
    if (query === null) await revertEdit(id)
    else await saveEdit(id, query)
    return query
  })
}

async function forEach(
  ids: readonly FileId[],
  work: (id: FileId) => Promise<string | null>,
): Promise<void> {
  const run: BatchRun = { total: ids.length, done: 0, failures: [], before: [], isOver: false }
  const show = () => {
    batchRun.value = { ...run, failures: [...run.failures], before: [...run.before] }
  }
  show()
  const waiting = [...ids]
  const worker = async () => {
    for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
      try {
        run.before.push({ id, query: await patiently(id, work) })
      } catch (error) {
        run.failures.push({ id, sentence: sentenceOf(error) })
      }
      run.done++
      show()
    }
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  run.isOver = true
  show()
}

/** Too much in a minute is no failure: it goes on when it may. */
async function patiently(id: FileId, work: (id: FileId) => Promise<string | null>) {
  for (let waits = 0; ; waits++) {
    try {
      return await work(id)
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 429 || waits >= maxWaits) throw error
      await new Promise((resolve) => setTimeout(resolve, waitMs))
    }
  }
}

/** Resolves to what the picture's edit was before. */
async function editOne(id: FileId, change: BatchChange): Promise<string | null> {
  const { query: before, original } = await loadEdit(id)
  if (change.kind === 'revert') {
    await revertEdit(id)
    return before
  }
  const { width, height } = original
  if (width === null || height === null) {
    throw new ApiError(0, 'validation_failed', 'It has no preview yet, or is no picture.')
  }
  const known = before === null ? untouched : readEdit(before, { width, height })
  if (known === null && change.kind !== 'paste') {
    throw new ApiError(0, 'validation_failed', 'It was edited elsewhere, by other steps.')
  }
  const query = printEdit(changed(known ?? untouched, change), { width, height })
  if (query === '') await revertEdit(id)
  else if (query !== before) await saveEdit(id, query)
  return before
}

function changed(edit: Edit, change: Exclude<BatchChange, { kind: 'revert' }>): Edit {
  switch (change.kind) {
    case 'filter':
      return { ...edit, filter: change.filter }
    case 'turn':
      return turnedOnce(edit)
    case 'paste':
      return change.edit
  }
}
