/** The first bytes of a JPEG, then whatever makes this one different from all others. */
export function jpegLike(text: string): Uint8Array {
  return Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, ...new TextEncoder().encode(`JFIF ${text}`)])
}

/** The container of a WebP picture, enough to be told by its magic bytes. */
export function webpLike(text: string): Uint8Array {
  const bytes = Uint8Array.from(new TextEncoder().encode(`RIFF    WEBPVP8 ${text}`))
  new DataView(bytes.buffer).setUint32(4, bytes.length - 8, true)
  return bytes
}
