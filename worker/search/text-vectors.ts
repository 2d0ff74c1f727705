import { createHash } from 'node:crypto'
import { InferenceError } from '#contracts/inference'
import type { Deps } from '../deps.ts'
import { findTextVectors, putTextVectors } from './queries.ts'

/** Of every model; see `text_vectors`. */
const slots = 4_096
/** In the isolate; 2 KB each. */
const rememberedAtMost = 256
/** Words are there by then, and nobody waits for a home node that is slow or away. */
const patienceMs = 400

const remembered = new Map<string, Float32Array>()

export type TextVectors = Map<string, Float32Array>
/** Why there are no vectors: no model can make them, or the home node is away or slow. */
export type NoVectors = 'no_model' | 'home_away'

/**
 * The texts as vectors of a model, from what was asked before where it can be. Texts that are new go to
 * the home node if `mayAsk`, for a moment: an answer that comes too late is kept for the next time.
 */
export async function textVectors(
  deps: Pick<Deps, 'db' | 'inference' | 'defer'>,
  model: string,
  texts: string[],
  mayAsk: boolean,
): Promise<TextVectors | NoVectors> {
  const known = await knownVectors(deps, model, texts)
  const missing = texts.filter((text) => !known.has(text))
  if (missing.length === 0 || !mayAsk) return known
  const answer = await inTime(deps, embed(deps, model, missing))
  return typeof answer === 'string' ? answer : new Map([...known, ...answer])
}

/** What the home node answers, if it does so soon; if not, the work goes on after the response. */
export async function inTime<Answer>(
  deps: Pick<Deps, 'defer'>,
  work: Promise<Answer>,
): Promise<Answer | NoVectors> {
  const answer = work.catch((error: unknown): NoVectors => {
    if (!(error instanceof InferenceError)) throw error
    return error.code === 'capability_missing' ? 'no_model' : 'home_away'
  })
  deps.defer(answer)
  return await Promise.race([answer, late()])
}

async function late(): Promise<NoVectors> {
  await new Promise((resolve) => setTimeout(resolve, patienceMs))
  return 'home_away'
}

async function knownVectors(
  deps: Pick<Deps, 'db'>,
  model: string,
  texts: string[],
): Promise<TextVectors> {
  const known: TextVectors = new Map()
  for (const text of texts) {
    const vector = remembered.get(`${model} ${text}`)
    if (vector) known.set(text, vector)
  }
  const missing = new Map(
    texts.flatMap((text) => (known.has(text) ? [] : [[hashOf(text), text] as const])),
  )
  if (missing.size === 0) return known
  const rows = await findTextVectors(deps.db, model, [...missing.keys()].map(slotOf))
  for (const { textHash, vector } of rows) {
    const text = missing.get(textHash)
    if (text === undefined) continue
    known.set(text, vector)
    remember(model, text, vector)
  }
  return known
}

async function embed(
  deps: Pick<Deps, 'db' | 'inference'>,
  model: string,
  texts: string[],
): Promise<TextVectors> {
  const { vectors } = await deps.inference.embedText(texts, model)
  const pairs = texts.flatMap((text, index) => {
    const vector = vectors[index]
    return vector ? [[text, vector] as const] : []
  })
  for (const [text, vector] of pairs) remember(model, text, vector)
  await putTextVectors(
    deps.db,
    pairs.map(([text, vector]) => {
      const textHash = hashOf(text)
      return { model, slot: slotOf(textHash), textHash, vector }
    }),
  )
  return new Map(pairs)
}

function remember(model: string, text: string, vector: Float32Array) {
  remembered.set(`${model} ${text}`, vector)
  const [oldest] = remembered.keys()
  if (remembered.size > rememberedAtMost && oldest !== undefined) remembered.delete(oldest)
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

function slotOf(textHash: string): number {
  return Number.parseInt(textHash.slice(0, 8), 16) % slots
}
