/** SHA-256 and MD5 of a stream as it passes, in the runtime's own streaming digest. */
export function makeDigests() {
  const sha256 = new crypto.DigestStream('SHA-256')
  const md5 = new crypto.DigestStream('MD5')
  const sha256Writer = sha256.getWriter()
  const md5Writer = md5.getWriter()
  return {
    async write(chunk: Uint8Array) {
      await Promise.all([sha256Writer.write(chunk), md5Writer.write(chunk)])
    },
    /** Lower-case hex of both. */
    async finish() {
      await Promise.all([sha256Writer.close(), md5Writer.close()])
      return { sha256: toHex(await sha256.digest), md5: toHex(await md5.digest) }
    },
    async abandon() {
      // The digests reject with the same reason; nobody waits for them any more.
      sha256.digest.catch(() => {})
      md5.digest.catch(() => {})
      await Promise.allSettled([sha256Writer.abort(), md5Writer.abort()])
    },
  }
}

export function toHex(bytes: ArrayBuffer | Uint8Array): string {
  return Buffer.from(bytes instanceof Uint8Array ? bytes : new Uint8Array(bytes)).toString('hex')
}
