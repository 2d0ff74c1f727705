import type { Sharp } from 'sharp'
import { faceQuestionSchema } from '#contracts/faces'
import { addToSum, grownTogether, isPoor, personOf, type SortedPerson } from '#contracts/sort-faces'
import { vectorFromText } from '#contracts/vector-text'
import { randomOf } from '../cli/demo-random.ts'
import type { FaceFinder } from '../models/face-finder.ts'
import { type sampleFaces, sampleFacesRaster } from '../models/face-samples.ts'

/** A face of which it is known whose it is. */
export interface LabelledFace {
  label: string
  /** Of faces of one set it is known whether they are one person's; of two sets nobody said so. */
  set: string
  /** Faces of one picture are never one person. */
  picture: string
  descriptor: Float32Array
  qualityPercent: number
}

/** Sorts faces as they come, as the Worker does, and answers for each to whom it was given at last. */
export function sortInOrder(faces: LabelledFace[]): (string | null)[] {
  let people: SortedPerson[] = []
  const givenTo: (string | null)[] = []
  const taken = new Map<string, Set<string>>()
  const areTogether = (one: string, other: string) =>
    [...taken.values()].some((ids) => ids.has(one) && ids.has(other))
  for (const [at, { picture, descriptor, qualityPercent }] of faces.entries()) {
    const poor = isPoor(qualityPercent)
    const inPicture = taken.get(picture) ?? new Set<string>()
    taken.set(picture, inPicture)
    let person = personOf(descriptor, people, { isPoor: poor, taken: inPicture })
    if (!person && !poor) {
      person = { id: `person ${at}`, hasName: false, sum: new Float32Array(), summed: 0 }
      people.push(person)
    }
    givenTo.push(person?.id ?? null)
    if (!person) continue
    inPicture.add(person.id)
    if (!poor) addToSum(person, descriptor)
    const [kept, gone] = grownTogether(person, people, areTogether)
    if (!kept || !gone) continue
    kept.sum = kept.sum.map((value, index) => value + (gone.sum[index] ?? 0))
    kept.summed += gone.summed
    people = people.filter(({ id }) => id !== gone.id)
    for (const [index, id] of givenTo.entries()) if (id === gone.id) givenTo[index] = kept.id
    for (const ids of taken.values()) if (ids.delete(gone.id)) ids.add(kept.id)
  }
  return givenTo
}

/**
 * BCubed F1 of a grouping (Bagga and Baldwin, "Entity-based cross-document coreferencing using the
 * vector space model", ACL 1998): for each face how pure its group is and how much of its person is
 * in it, among those of which it is known. A face that was given to nobody is a group of its own.
 */
export function bCubed(faces: LabelledFace[], givenTo: (string | null)[]): number {
  let [precision, recall] = [0, 0]
  for (const [at, face] of faces.entries()) {
    const group = givenTo[at] ?? null
    const isInGroup = (index: number) =>
      index === at || (group !== null && givenTo[index] === group)
    const known = faces.flatMap((other, index) =>
      other.set === face.set ? [{ other, index }] : [],
    )
    const inGroup = known.filter(({ index }) => isInGroup(index))
    const same = known.filter(({ other }) => other.label === face.label)
    const both = inGroup.filter(({ other }) => other.label === face.label)
    precision += both.length / inGroup.length
    recall += both.length / same.length
  }
  return (2 * precision * recall) / (precision + recall) / faces.length
}

const views = [
  { isMirrored: false, change: (picture: Sharp) => picture },
  {
    isMirrored: true,
    change: (picture: Sharp) =>
      picture.flop().resize({ width: 1_200 }).modulate({ brightness: 0.7 }),
  },
  {
    isMirrored: false,
    change: (picture: Sharp) => picture.resize({ width: 900 }).modulate({ saturation: 0.4 }),
  },
]

/**
 * The faces of the pictures that ship with face-api, each seen three times: as it is, and worse.
 * Whether somebody is in several of the pictures nobody said: each is a set of its own.
 */
export async function facesSeenThrice(
  finder: FaceFinder,
  numbers: readonly (keyof typeof sampleFaces)[],
): Promise<LabelledFace[]> {
  const faces: LabelledFace[] = []
  for (const number of numbers) {
    const known: { label: string; x: number }[] = []
    for (const [view, { isMirrored, change }] of views.entries()) {
      const raster = await sampleFacesRaster(number, change)
      const seen = await finder.find(raster, faceQuestionSchema.parse({}))
      for (const { box, descriptor, quality } of seen.faces) {
        const across = box.left + box.width / 2
        const x = isMirrored ? 1 - across : across
        const same = known.find((one) => Math.abs(one.x - x) < 0.04)
        const label = same?.label ?? `${number} at ${x.toFixed(2)}`
        if (!same) known.push({ label, x })
        const vector = vectorFromText(descriptor ?? '')
        if (vector === null) continue
        const picture = `${number} view ${view}`
        const qualityPercent = quality.score * 100
        faces.push({ label, set: `${number}`, picture, descriptor: vector, qualityPercent })
      }
    }
  }
  return faces
}

/** The least BCubed F1 of three orders of arrival: as they are, backwards, and shuffled. */
export function leastOfThreeOrders(faces: LabelledFace[]): number {
  const random = randomOf(7)
  const shuffled = faces
    .map((face) => ({ face, at: random() }))
    .sort((one, other) => one.at - other.at)
    .map(({ face }) => face)
  const orders = [faces, [...faces].reverse(), shuffled]
  return Math.min(...orders.map((order) => bCubed(order, sortInOrder(order))))
}
