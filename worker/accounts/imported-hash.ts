import { timingSafeEqual } from 'node:crypto'
import { pbkdf2 } from '@noble/hashes/pbkdf2.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { compareSync } from 'bcryptjs'

// Hashes that other programs made: they are verified as they are, without our pepper, and made anew
// at the next login. Nothing here makes one.

const pbkdf2Pattern = /^\$?pbkdf2[-_]sha256\$(?:i=)?(\d{4,7})\$([^$]{8,200})\$([^$]{20,200})$/
const bcryptPattern = /^\$2[aby]\$(\d\d)\$[./A-Za-z0-9]{53}$/

/** Whether a text is a hash that can be imported: PBKDF2-SHA256, or bcrypt of cost 4 to 14. */
export function isImportableHash(hash: string): boolean {
  const pbkdf2 = readPbkdf2(hash)
  if (pbkdf2) return pbkdf2.rounds <= 1_000_000
  const cost = Number(bcryptPattern.exec(hash)?.[1] ?? 0)
  return cost >= 4 && cost <= 14
}

/** Whether `password` is the one behind an imported hash. Anything else matches nothing. */
export function verifyImportedHash(password: string, hash: string): boolean {
  if (!isImportableHash(hash)) return false
  const known = readPbkdf2(hash)
  if (!known) return compareSync(password, hash)
  // The runtime's own PBKDF2 takes at most 100,000 rounds in production: this one has no such limit.
  const made = pbkdf2(sha256, new TextEncoder().encode(password), known.salt, {
    c: known.rounds,
    dkLen: known.key.length,
  })
  return timingSafeEqual(made, known.key)
}

/** `pbkdf2-sha256$390000$salt$key`, salt and key in hex or in any base64. */
function readPbkdf2(hash: string) {
  const match = pbkdf2Pattern.exec(hash)
  if (!match) return null
  const [, rounds, salt = '', key = ''] = match
  const decode = (text: string) =>
    Uint8Array.from(
      /^([0-9a-f]{2})+$/i.test(text)
        ? Buffer.from(text, 'hex')
        : Buffer.from(text.replaceAll('.', '+'), 'base64'),
    )
  const decoded = { rounds: Number(rounds), salt: decode(salt), key: decode(key) }
  return decoded.key.length >= 16 && decoded.key.length <= 64 ? decoded : null
}
