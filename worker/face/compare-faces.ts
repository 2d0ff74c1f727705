import type { Candidate } from '#contracts/face-api'
import { faceDistance, faceSimilarity } from '#contracts/face-similarity'
import { vectorFromText } from '#contracts/vector-text'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { consentRequired } from './consent.ts'
import { namesOfSubjects, type OrganizationRow } from './organization-queries.ts'
import { embedderNamed } from './see-faces.ts'

export type CompareDeps = Pick<Deps, 'db' | 'faceSpace' | 'inference' | 'now'>

/** Throws `consent_required`, and so does everything that finds, keeps or compares faces. */
export function requireConsent({ isConsented }: OrganizationRow): void {
  if (!isConsented) throw consentRequired()
}

/** A descriptor as engines and callers write it. Throws `validation_failed`. */
export function descriptorOf(text: string | null): Float32Array {
  const descriptor = text === null ? null : vectorFromText(text)
  if (!descriptor) throw new AppError('validation_failed', 'This is no descriptor of length 1.')
  return descriptor
}

/**
 * For each descriptor, whom of an organization it resembles most. An index may know what is gone by
 * now: D1 names whoever is told.
 */
export async function candidatesOf(
  deps: CompareDeps,
  organization: OrganizationRow,
  embedder: string,
  descriptors: Float32Array[],
  limit: number,
): Promise<Candidate[][]> {
  if (descriptors.length === 0) return []
  const { spaceId, sealedKey, changes, removals } = organization
  const at = { spaceId, sealedKey, changes, removals }
  const [{ curve }, found] = await Promise.all([
    embedderNamed(deps, embedder),
    deps.faceSpace(spaceId).nearest(at, embedder, descriptors, limit),
  ])
  const ids = [...new Set(found.flat().map(({ subjectId }) => subjectId))]
  const rows = ids.length === 0 ? [] : await namesOfSubjects(deps.db, spaceId, ids)
  const names = new Map(rows.map(({ id, name }) => [id, name]))
  return found.map((hits) =>
    hits.flatMap(({ subjectId, exampleId, product }) => {
      const name = names.get(subjectId)
      if (name === undefined) return []
      const similarity = rounded(faceSimilarity(faceDistance(product), curve))
      return [{ subjectId, name, similarity, exampleId }]
    }),
  )
}

/** How alike two faces are by one embedder, 0 to 1. */
export async function similarityOf(
  deps: CompareDeps,
  embedder: string,
  [one, two]: [Float32Array, Float32Array],
): Promise<{ similarity: number; threshold: number }> {
  const { curve, threshold } = await embedderNamed(deps, embedder)
  return {
    similarity: rounded(faceSimilarity(faceDistance(productOf(one, two)), curve)),
    threshold,
  }
}

export function productOf(one: Float32Array, two: Float32Array): number {
  let sum = 0
  for (const [index, value] of one.entries()) sum += value * (two[index] ?? 0)
  return sum
}

/** Four digits are more than the models know. */
function rounded(similarity: number): number {
  return Math.round(similarity * 10_000) / 10_000
}
