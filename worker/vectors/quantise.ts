import { VectorIndexError } from '#contracts/vectors'

/** A vector of length 1 as one byte a dimension: `values[i] * scale`, off by half a step at most. */
export interface QuantisedVector {
  values: Int8Array
  scale: number
}

export const dimensionsMax = 2_048

/**
 * Reads little-endian float32 in base64, as engines report them. Throws `VectorIndexError`
 * (`bad_vector`) when it holds anything but 1 to 2,048 finite numbers of length 1.
 */
export function vectorFromBase64(text: string): Float32Array {
  const bytes = Uint8Array.from(Buffer.from(text, 'base64'))
  if (bytes.length % 4 !== 0) {
    throw new VectorIndexError('bad_vector', 'An embedding is not a list of 32-bit numbers.')
  }
  const vector = new Float32Array(bytes.buffer)
  requireUnitVector(vector)
  return vector
}

/** Throws `VectorIndexError` (`bad_vector`). A hundredth is left for models that round. */
export function requireUnitVector(vector: Float32Array): void {
  if (vector.length === 0 || vector.length > dimensionsMax) {
    throw new VectorIndexError('bad_vector', `A vector has 1 to ${dimensionsMax} dimensions.`)
  }
  let squares = 0
  for (const value of vector) squares += value * value
  // NaN and infinities end here too: no comparison with them holds.
  if (!(Math.abs(Math.sqrt(squares) - 1) < 0.01)) {
    throw new VectorIndexError('bad_vector', 'A vector has to be finite and of length 1.')
  }
}

/** Scales by the largest value, so that each vector uses all of a byte. Takes a vector of length 1. */
export function quantise(vector: Float32Array): QuantisedVector {
  const scale = largestOf(vector) / 127
  return { values: Int8Array.from(vector, (value) => Math.round(value / scale)), scale }
}

/**
 * A query keeps 16 bits a dimension, so that what a search loses is what the stored bytes lost. By
 * Cauchy and Schwarz no product with stored bytes leaves 32 bits, whatever they are.
 */
export function quantiseQuery(vector: Float32Array): { values: Int16Array; scale: number } {
  const lengthMax = 0x7fff_ffff / (128 * Math.sqrt(vector.length))
  const length = Math.hypot(...vector)
  // A thousandth stays free for what rounding adds.
  const scale = Math.max(largestOf(vector) / 32_767, length / (lengthMax * 0.999))
  return { values: Int16Array.from(vector, (value) => Math.round(value / scale)), scale }
}

function largestOf(vector: Float32Array): number {
  let largest = 0
  for (const value of vector) largest = Math.max(largest, Math.abs(value))
  return largest
}
