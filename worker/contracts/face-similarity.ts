import { z } from 'zod'

/**
 * How the distance of two descriptors of length 1 (0 to 2) becomes a similarity of 0 to 1:
 * `1 / (1 + exp((distance - middle) / width))`. It falls with the distance; 0.5 is at `middle`, the
 * distance at which the embedder's measured errors are balanced, and each `width` more divides the
 * odds by e. How both were measured stands in worker/design/faces.md.
 */
export const faceCurveSchema = z.strictObject({
  middle: z.number().positive(),
  width: z.number().positive(),
})
export type FaceCurve = z.infer<typeof faceCurveSchema>

/** The Euclidean distance of two descriptors of length 1, by their scalar product. */
export function faceDistance(scalarProduct: number): number {
  return Math.sqrt(Math.max(0, 2 - 2 * scalarProduct))
}

export function faceSimilarity(distance: number, { middle, width }: FaceCurve): number {
  return 1 / (1 + Math.exp((distance - middle) / width))
}

/** The distance at which two faces have a similarity of more than 0 and less than 1. */
export function distanceOfSimilarity(similarity: number, { middle, width }: FaceCurve): number {
  return middle + width * Math.log(1 / similarity - 1)
}
