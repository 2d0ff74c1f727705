import { faceDistance } from './face-similarity.ts'

/*
 * Who is who among the faces of a space, as they come. A person is the middle of the faces that are
 * good enough; a face joins the nearest, or is somebody new, and people who have grown together become
 * one. Whoever has a name is never made part of another, nor are two whom somebody told apart or whom
 * one picture shows: without that, a middle of several people draws in everybody.
 */

/** Distances between descriptors of length 1 of `face-api-128@1`, as measured: see faces.md. */
export const sortDistances = {
  /** A face nearer than this to somebody is theirs. */
  join: 0.33,
  /** The same for a face that is too poor to say how somebody looks. */
  joinPoor: 0.27,
  /** People nearer than this are one. */
  merge: 0.2,
  /** People nearer than this may be one: somebody is asked. */
  ask: 0.42,
} as const

export interface SortedPerson {
  id: string
  hasName: boolean
  /** The sum of the descriptors of `summed` faces. */
  sum: Float32Array
  summed: number
}

/** Whether two are not the same: somebody said so, or they stand in one picture. */
export type AreApart = (one: string, other: string) => boolean

/** A face is poor when it would move the middle of a person to where nobody is. */
export function isPoor(qualityPercent: number): boolean {
  return qualityPercent < 15
}

/** To whom a face belongs, of those who are not in the picture already; null: to nobody known. */
export function personOf(
  descriptor: Float32Array,
  people: readonly SortedPerson[],
  { isPoor: poor, taken }: { isPoor: boolean; taken: ReadonlySet<string> },
): SortedPerson | null {
  let nearest: SortedPerson | null = null
  let least: number = poor ? sortDistances.joinPoor : sortDistances.join
  for (const person of people) {
    if (person.summed === 0 || taken.has(person.id)) continue
    const distance = distanceTo(descriptor, person.sum)
    if (distance < least) {
      nearest = person
      least = distance
    }
  }
  return nearest
}

/**
 * People who have grown together with `person`: the first stays and takes the others' faces. The one
 * with a name stays, else the one with more faces; two with names stay two.
 */
export function grownTogether(
  person: SortedPerson,
  people: readonly SortedPerson[],
  areApart: AreApart,
): SortedPerson[] {
  const near = people.filter(
    (other) =>
      other.id !== person.id &&
      other.summed > 0 &&
      !(other.hasName && person.hasName) &&
      !areApart(other.id, person.id) &&
      personDistance(person, other) < sortDistances.merge,
  )
  const [nearest] = near.sort((a, b) => personDistance(person, a) - personDistance(person, b))
  if (nearest === undefined) return []
  const isFirst = person.hasName || (!nearest.hasName && person.summed >= nearest.summed)
  return isFirst ? [person, nearest] : [nearest, person]
}

/** How far the middles of two people are from each other. */
export function personDistance(one: SortedPerson, other: SortedPerson): number {
  return distanceTo(unit(one.sum), other.sum)
}

function distanceTo(descriptor: Float32Array, sum: Float32Array): number {
  let [product, squares] = [0, 0]
  for (const [at, value] of sum.entries()) {
    product += value * (descriptor[at] ?? 0)
    squares += value * value
  }
  return squares === 0 ? 2 : faceDistance(product / Math.sqrt(squares))
}

function unit(vector: Float32Array): Float32Array {
  const length = Math.hypot(...vector) || 1
  return vector.map((value) => value / length)
}

/** Adds a descriptor to a person's sum, or takes it out again. */
export function addToSum(person: SortedPerson, descriptor: Float32Array, sign: 1 | -1 = 1): void {
  if (person.sum.length === 0) person.sum = new Float32Array(descriptor.length)
  for (const [at, value] of descriptor.entries()) {
    person.sum[at] = (person.sum[at] ?? 0) + sign * value
  }
  person.summed += sign
}
