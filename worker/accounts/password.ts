import { createHmac, randomBytes, scrypt, timingSafeEqual } from 'node:crypto'

const logN = 14
const blockSize = 8
const parallelism = 5
const keyBytes = 32

/** At most two scrypt runs at a time in an isolate: each takes 16 MiB, and an isolate has 128. */
let running = 0
const waiting: (() => void)[] = []

/**
 * Hashes a password to `$scrypt$ln=14,r=8,p=5$salt$hash` (base64url): scrypt (RFC 7914) over
 * HMAC-SHA256(pepper, NFKC(password)), with parameters that OWASP names as equal to N=2^17, r=8, p=1.
 */
export async function hashPassword(password: string, pepper: Uint8Array): Promise<string> {
  const salt = randomBytes(16)
  const key = await derive(password, pepper, salt, { logN, blockSize, parallelism })
  const parameters = `ln=${logN},r=${blockSize},p=${parallelism}`
  return `$scrypt$${parameters}$${salt.toString('base64url')}$${key.toString('base64url')}`
}

/** Whether `password` is the one behind `phc`. A malformed `phc` matches nothing. */
export async function verifyPassword(
  password: string,
  phc: string,
  pepper: Uint8Array,
): Promise<boolean> {
  const match = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([\w-]+)\$([\w-]+)$/.exec(phc)
  if (!match) return false
  const [, ln, r, p, salt = '', hash = ''] = match
  const key = await derive(password, pepper, Buffer.from(salt, 'base64url'), {
    logN: Number(ln),
    blockSize: Number(r),
    parallelism: Number(p),
  })
  const expected = Buffer.from(hash, 'base64url')
  return expected.length === key.length && timingSafeEqual(expected, key)
}

/** A hash of nothing anybody knows: unknown users cost the same time as known ones. */
export const dummyHash = `$scrypt$ln=${logN},r=${blockSize},p=${parallelism}$AAAAAAAAAAAAAAAAAAAAAA$${'A'.repeat(43)}`

async function derive(
  password: string,
  pepper: Uint8Array,
  salt: Uint8Array,
  cost: { logN: number; blockSize: number; parallelism: number },
): Promise<Buffer> {
  const secret = createHmac('sha256', pepper).update(password.normalize('NFKC')).digest()
  if (running >= 2) await new Promise<void>((resolve) => waiting.push(resolve))
  running++
  try {
    return await new Promise<Buffer>((resolve, reject) => {
      const options = { N: 2 ** cost.logN, r: cost.blockSize, p: cost.parallelism }
      scrypt(secret, salt, keyBytes, options, (error, key) =>
        error ? reject(error) : resolve(key),
      )
    })
  } finally {
    running--
    waiting.shift()?.()
  }
}
