/** A vector as text: its float32 values, little-endian, in base64. */
export function vectorToText(vector: Float32Array): string {
  const bytes = new Uint8Array(vector.length * 4)
  const view = new DataView(bytes.buffer)
  for (const [at, value] of vector.entries()) view.setFloat32(at * 4, value, true)
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return btoa(text)
}

/** The vector that `vectorToText` wrote; null when this is not base64 of whole, finite values. */
export function vectorFromText(text: string): Float32Array | null {
  let binary: string
  try {
    binary = atob(text)
  } catch {
    return null
  }
  if (binary.length === 0 || binary.length % 4 !== 0) return null
  const view = new DataView(Uint8Array.from(binary, (char) => char.charCodeAt(0)).buffer)
  const vector = new Float32Array(binary.length / 4)
  for (let at = 0; at < vector.length; at++) vector[at] = view.getFloat32(at * 4, true)
  return vector.every((value) => Number.isFinite(value)) ? vector : null
}
