import { createHash, randomBytes } from 'node:crypto'
import { crc32 } from 'node:zlib'

// [Note: The text of a key]
//
//   vlt_{handle: 8}_{secret: 43}_{CRC-32 of everything before it: 6}, all in base 62
//
// The handle finds the row and may be shown; the secret (256 bits) is nowhere kept, only SHA-256 of
// the whole. The checksum lets a mistyped or made-up key be refused without a database, and lets
// scanners of source code recognise a real one.

const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const pattern = /^(vlt_([0-9A-Za-z]{8})_[0-9A-Za-z]{43})_([0-9A-Za-z]{6})$/

export const keyPrefix = 'vlt_'

/** What a key is kept and found by. */
export interface KeyName {
  handle: string
  /** SHA-256 of the whole key, hex. */
  keyHash: string
}

/** A new key, to be told once, and what is kept of it. */
export function makeKeyText(): KeyName & { key: string } {
  const handle = randomDigits(8)
  const named = `${keyPrefix}${handle}_${randomDigits(43)}`
  const key = `${named}_${checksumOf(named)}`
  return { key, handle, keyHash: hashOf(key) }
}

/** What to look a key up by, or null when its form or its checksum says that it never was one. */
export function readKeyText(text: string): KeyName | null {
  const [, named, handle, checksum] = pattern.exec(text) ?? []
  if (named === undefined || handle === undefined || checksumOf(named) !== checksum) return null
  return { handle, keyHash: hashOf(text) }
}

function hashOf(key: string): string {
  return createHash('sha256').update(key).digest('hex')
}

function checksumOf(named: string): string {
  let rest = crc32(named)
  let text = ''
  for (let index = 0; index < 6; index++) {
    text = digits[rest % 62] + text
    rest = Math.floor(rest / 62)
  }
  return text
}

function randomDigits(count: number): string {
  let text = ''
  while (text.length < count) {
    for (const byte of randomBytes(count)) {
      // 248 is 4 times 62: what is above would make the first digits likelier than the others.
      if (byte < 248 && text.length < count) text += digits[byte % 62]
    }
  }
  return text
}
