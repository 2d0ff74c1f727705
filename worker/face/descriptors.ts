/** A descriptor as it is kept: little-endian float32. */
export function descriptorToBytes(descriptor: Float32Array): Uint8Array {
  return new Uint8Array(descriptor.buffer, descriptor.byteOffset, descriptor.byteLength)
}

/** What `descriptorToBytes` made. */
export function descriptorFromBytes(bytes: Uint8Array): Float32Array {
  return new Float32Array(Uint8Array.from(bytes).buffer)
}
