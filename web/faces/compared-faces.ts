import type { Candidate } from '#contracts/face-api'
import { type FaceCurve, faceDistance, faceSimilarity } from '#contracts/face-similarity'
import type { FaceSeen } from '#contracts/faces'
import { vectorFromText } from '#contracts/vector-text'
import type { GivenPicture } from './given-picture.ts'

/** A face of one of the chosen pictures. */
export interface FoundFace {
  /** A1 is the first face of the first picture. */
  label: string
  picture: GivenPicture
  face: FaceSeen
  known: Candidate | null
}

export interface Likeness {
  one: FoundFace
  two: FoundFace
  similarity: number
}

/** What the faces of the pictures are called: a letter for the picture, a number for the face. */
export function faceLabel(picture: number, face: number): string {
  return `${String.fromCharCode(65 + (picture % 26))}${face + 1}`
}

/** Each pair of faces with how alike they are, the most alike first. */
export function likenessesOf(faces: readonly FoundFace[], curve: FaceCurve): Likeness[] {
  const vectors = faces.map(({ face }) =>
    face.descriptor === null ? null : vectorFromText(face.descriptor),
  )
  const pairs = faces.flatMap((one, index) =>
    faces.slice(index + 1).flatMap((two, after) => {
      const [a, b] = [vectors[index], vectors[index + 1 + after]]
      if (!a || !b || a.length !== b.length) return []
      const product = a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0)
      return [{ one, two, similarity: faceSimilarity(faceDistance(product), curve) }]
    }),
  )
  return pairs.sort((one, two) => two.similarity - one.similarity)
}
