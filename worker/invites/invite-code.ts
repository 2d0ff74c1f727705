import { createHash, createHmac } from 'node:crypto'
import type { InviteId } from '#contracts/ids'
import type { Config } from '../env.ts'

/** Crockford base 32: no I, L, O or U, so that nothing is misread. */
const digits = '0123456789abcdefghjkmnpqrstvwxyz'
const length = 26

/**
 * The code of an invite, `cv-` and 26 characters in dashed groups: 130 bits of
 * HMAC-SHA256(key, invite id). The key comes from the pepper, which is not in the database, so a
 * list can show the code again while the table, with the code's hash alone, cannot. A new pepper
 * ends all invites, as it ends all passwords.
 */
export function inviteCode(config: Pick<Config, 'passwordPepper'>, id: InviteId): string {
  const key = createHmac('sha256', config.passwordPepper).update('invite-code').digest()
  const bytes = createHmac('sha256', key).update(id).digest()
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  const text = Array.from({ length }, (_, index) =>
    digits.charAt(Number.parseInt(bits.slice(index * 5, index * 5 + 5), 2)),
  ).join('')
  return `cv-${text.slice(0, 6)}-${text.slice(6).match(/.{5}/g)?.join('-')}`
}

/** What the table keeps of a code, however somebody wrote it: SHA-256 (hex) of its one form. */
export function hashInviteCode(code: string): string {
  return createHash('sha256').update(normaliseCode(code)).digest('hex')
}

/** One form for all ways to write a code: case, dashes and spaces do not matter, nor O for 0, I and L for 1. */
export function normaliseCode(code: string): string {
  const plain = code
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
  const bare = plain.length === length + 2 && plain.startsWith('cv') ? plain.slice(2) : plain
  return bare.replaceAll('o', '0').replace(/[il]/g, '1')
}
