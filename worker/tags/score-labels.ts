import type { FileTag } from '#contracts/file-tags'
import { type LabelGroup, labelGroups } from '#contracts/labels'

/** Labels and questions as a model sees them; vectors of length 1. */
export interface LabelVectors {
  neutral: Float32Array
  labels: { name: string; group: LabelGroup; vector: Float32Array }[]
  questions: { name: string; yes: Float32Array; no: Float32Array }[]
}

/**
 * By what the models of this family multiply cosines before the softmax; it was learned with them and
 * is the same for all CLIP models that are offered.
 */
const logitScale = 100

/**
 * From which probability on a label is said. These were chosen so that a label has to be a good part
 * of a group's whole, and not measured: that needs the model and many labelled pictures.
 */
const labelThreshold = 0.25
export const questionThreshold = 0.75
const labelsPerGroup = 3

/**
 * What is in a picture, by the vectors of its frames (one, of a picture; the best counts). Within each
 * group labels share a probability of 1 with "any picture" by softmax; a question shares it with its no.
 * The likeliest first.
 */
export function scoreLabels(
  { neutral, labels, questions }: LabelVectors,
  frames: Float32Array[],
  engine: string,
): FileTag[] {
  const best = new Map<string, number>()
  const say = (name: string, probability: number) =>
    best.set(name, Math.max(best.get(name) ?? 0, probability))
  for (const frame of frames) {
    for (const group of labelGroups) {
      const some = labels.filter((label) => label.group === group)
      const cosines = [neutral, ...some.map(({ vector }) => vector)].map((it) => dot(frame, it))
      const [, ...probabilities] = softmax(cosines)
      const likely = likelyLabels(
        some.map(({ name }, at) => ({ name, probability: probabilities[at] ?? 0 })),
      )
      for (const { name, probability } of likely) say(name, probability)
    }
    for (const { name, yes, no } of questions) {
      const [probability = 0] = softmax([dot(frame, yes), dot(frame, no)])
      if (probability >= questionThreshold) say(name, probability)
    }
  }
  return [...best]
    .map(([label, probability]) => ({ label, probability: round(probability), engine }))
    .toSorted((a, b) => b.probability - a.probability)
}

/** Of a group whose probabilities add up to 1 at most, those that are said, the likeliest first. */
export function likelyLabels<Named extends { probability: number }>(group: Named[]): Named[] {
  return group
    .filter(({ probability }) => probability >= labelThreshold)
    .toSorted((a, b) => b.probability - a.probability)
    .slice(0, labelsPerGroup)
}

function softmax(cosines: number[]): number[] {
  const largest = Math.max(...cosines)
  const parts = cosines.map((cosine) => Math.exp(logitScale * (cosine - largest)))
  const sum = parts.reduce((total, part) => total + part, 0)
  return parts.map((part) => part / sum)
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0
  for (let at = 0; at < a.length; at++) sum += (a[at] ?? 0) * (b[at] ?? 0)
  return sum
}

const round = (probability: number) => Math.round(probability * 1_000) / 1_000

/** The mean of vectors, of length 1. */
export function meanVector(vectors: Float32Array[]): Float32Array {
  const sum = new Float32Array(vectors[0]?.length ?? 0)
  for (const vector of vectors) {
    for (let at = 0; at < sum.length; at++) sum[at] = (sum[at] ?? 0) + (vector[at] ?? 0)
  }
  return toUnit(sum)
}

/** The same direction, with length 1. */
export function toUnit(vector: ArrayLike<number>): Float32Array {
  const values = Float32Array.from(vector)
  const length = Math.hypot(...values)
  return length === 0 ? values : values.map((value) => value / length)
}
