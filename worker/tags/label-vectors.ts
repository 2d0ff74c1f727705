import type { SpaceId } from '#contracts/ids'
import type { LabelChanges } from '#contracts/labels'
import type { Deps } from '../deps.ts'
import { quantise } from '../vectors/quantise.ts'
import { findLabelVectors, putLabelVectors } from './label-queries.ts'
import { labelsInUse } from './label-set.ts'
import { neutralTexts, textsOfLabel, textsOfQuestion } from './label-texts.ts'
import { type LabelVectors, meanVector, toUnit } from './score-labels.ts'

type VectorDeps = Pick<Deps, 'db' | 'inference'>

/** As many as one call of the home node takes. */
const textsPerCall = 64
/** At most so many calls in one run, for each owner of texts: the rest follows in the next. */
const callsMax = 6

/** Texts whose mean stands for something; the texts themselves are its name in the database. */
const keyOf = (texts: string[]) => texts.join('\n')

/**
 * What a space looks for, as a model sees it. What is missing is embedded, and kept; null when that
 * takes longer than one run. Throws `InferenceError`.
 */
export async function labelVectorsOf(
  deps: VectorDeps,
  { spaceId, model }: { spaceId: SpaceId; model: string },
  changes: LabelChanges,
): Promise<LabelVectors | null> {
  const { common, own } = labelsInUse(changes)
  const questions = changes.questions.map((question) => ({
    ...{ name: question.name, ...textsOfQuestion(question) },
  }))
  const commonVectors = await vectorsOf(deps, '', model, [
    neutralTexts,
    ...common.map(textsOfLabel),
  ])
  const ownVectors = await vectorsOf(deps, spaceId, model, [
    ...own.map(textsOfLabel),
    ...questions.flatMap(({ yes, no }) => (no === neutralTexts ? [yes] : [yes, no])),
  ])
  if (commonVectors === null || ownVectors === null) return null
  const vectors = new Map([...commonVectors, ...ownVectors])
  const vectorOf = (texts: string[]) => {
    const vector = vectors.get(keyOf(texts))
    if (vector === undefined) throw new Error('a label without its vector')
    return vector
  }
  return {
    neutral: vectorOf(neutralTexts),
    labels: [...common, ...own].map((label) => ({
      ...{ ...label, vector: vectorOf(textsOfLabel(label)) },
    })),
    questions: questions.map(({ name, yes, no }) => ({
      ...{ name, yes: vectorOf(yes), no: vectorOf(no) },
    })),
  }
}

async function vectorsOf(
  deps: VectorDeps,
  owner: SpaceId | '',
  model: string,
  wanted: string[][],
): Promise<Map<string, Float32Array> | null> {
  if (wanted.length === 0) return new Map()
  const known = new Map(
    (await findLabelVectors(deps.db, owner, model)).map(({ text, vector }) => [
      text,
      vectorOfHex(vector),
    ]),
  )
  const missing = wanted.filter((texts) => !known.has(keyOf(texts)))
  for (const some of callsOf(missing).slice(0, callsMax)) {
    const { vectors } = await deps.inference.embedText(some.flat(), model)
    let from = 0
    const means = some.map((texts) => {
      const mean = meanVector(vectors.slice(from, from + texts.length))
      from += texts.length
      return { text: keyOf(texts), mean }
    })
    const rows = means.map(({ text, mean }) => ({ text, values: quantise(mean).values }))
    await putLabelVectors(deps.db, owner, model, rows)
    for (const { text, mean } of means) known.set(text, mean)
  }
  return wanted.every((texts) => known.has(keyOf(texts))) ? known : null
}

/** Cuts what is to be embedded into calls; texts that belong together stay together. */
function callsOf(wanted: string[][]): string[][][] {
  const calls: string[][][] = []
  let room = 0
  for (const texts of wanted) {
    if (texts.length > room) {
      calls.push([])
      room = textsPerCall
    }
    calls.at(-1)?.push(texts)
    room -= texts.length
  }
  return calls
}

/** Bytes of any scale, for only their direction counts. */
export function vectorOfHex(hex: string): Float32Array {
  const bytes = Buffer.from(hex, 'hex')
  return toUnit(new Int8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength))
}
