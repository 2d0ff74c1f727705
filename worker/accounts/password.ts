import { createHmac, randomBytes, scryptSync, timingSafeEqual } from 'node:crypto'
import { verifyImportedHash } from './imported-hash.ts'

const logN = 14
const blockSize = 8
const parallelism = 5
const keyBytes = 32

/**
 * Hashes a password to `$scrypt$ln=14,r=8,p=5$salt$hash` (base64url): scrypt (RFC 7914) over
 * HMAC-SHA256(pepper, NFKC(password)), with parameters that OWASP names as equal to N=2^17, r=8, p=1.
 */
export function hashPassword(password: string, pepper: Uint8Array): string {
  const salt = randomBytes(16)
  const key = derive(password, pepper, salt, { logN, blockSize, parallelism })
  const parameters = `ln=${logN},r=${blockSize},p=${parallelism}`
  return `$scrypt$${parameters}$${salt.toString('base64url')}$${key.toString('base64url')}`
}

/** Whether `password` is the one behind `phc`. An imported hash is one too; a malformed one matches nothing. */
export function verifyPassword(password: string, phc: string, pepper: Uint8Array): boolean {
  const match = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([\w-]+)\$([\w-]+)$/.exec(phc)
  if (!match) return verifyImportedHash(password, phc)
  const [, ln, r, p, salt = '', hash = ''] = match
  const key = derive(password, pepper, Buffer.from(salt, 'base64url'), {
    logN: Number(ln),
    blockSize: Number(r),
    parallelism: Number(p),
  })
  const expected = Buffer.from(hash, 'base64url')
  return expected.length === key.length && timingSafeEqual(expected, key)
}

/** Whether a hash was made in another way than today's, and is to be made anew at the next login. */
export function needsRehash(phc: string): boolean {
  return !phc.startsWith(`$scrypt$ln=${logN},r=${blockSize},p=${parallelism}$`)
}

/** A hash of nothing anybody knows: unknown users cost the same time as known ones. */
export const dummyHash = `$scrypt$ln=${logN},r=${blockSize},p=${parallelism}$AAAAAAAAAAAAAAAAAAAAAA$${'A'.repeat(43)}`

/**
 * One scrypt at a time in an isolate, of 16 MiB: it is synchronous. workerd's `scrypt` with a
 * callback is that too, and a queue of requests would lose places when clients go away.
 */
function derive(
  password: string,
  pepper: Uint8Array,
  salt: Uint8Array,
  cost: { logN: number; blockSize: number; parallelism: number },
): Buffer {
  const secret = createHmac('sha256', pepper).update(password.normalize('NFKC')).digest()
  const options = { N: 2 ** cost.logN, r: cost.blockSize, p: cost.parallelism }
  return scryptSync(secret, salt, keyBytes, options)
}
