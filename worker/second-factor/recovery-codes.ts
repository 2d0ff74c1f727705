import { createHmac, randomBytes } from 'node:crypto'
import type { UserId } from '#contracts/ids'
import type { Config } from '../env.ts'

/** Crockford base 32: no I, L, O or U, so that nothing is misread. */
const letters = '0123456789abcdefghjkmnpqrstvwxyz'

/** Ten codes of 60 bits, `xxxx-xxxx-xxxx`: enough against guessing under the limits of signing in. */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: 10 }, () => {
    const text = [...randomBytes(12)].map((byte) => letters.charAt(byte & 31)).join('')
    return text.replace(/(.{4})(?=.)/g, '$1-')
  })
}

/** What the table keeps of a code: HMAC-SHA256 (hex) with the pepper, so that it cannot be tried offline. */
export function hashRecoveryCode(
  { passwordPepper }: Pick<Config, 'passwordPepper'>,
  userId: UserId,
  code: string,
): string {
  const plain = code.toLowerCase().replace(/[^a-z0-9]/g, '')
  const forgiven = plain.replaceAll('o', '0').replace(/[il]/g, '1')
  return createHmac('sha256', passwordPepper)
    .update(`recovery-code\n${userId}\n${forgiven}`)
    .digest('hex')
}
