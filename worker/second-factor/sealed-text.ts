import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import type { Config } from '../env.ts'

/**
 * Encrypts a short text with AES-256-GCM (NIST SP 800-38D), with a key that HKDF makes from the
 * pepper, so that the database alone does not tell it. `purpose` is bound in: what was sealed for one
 * purpose opens for no other. Answers base64url of nonce (12 bytes), ciphertext and tag (16 bytes).
 */
export function seal(
  config: Pick<Config, 'passwordPepper'>,
  purpose: string,
  text: string,
): string {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', keyOf(config), nonce)
  cipher.setAAD(Buffer.from(purpose))
  const bytes = Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([bytes, cipher.getAuthTag()]).toString('base64url')
}

/** The text behind `sealed`, or null when it was changed, or sealed for another purpose. */
export function unseal(
  config: Pick<Config, 'passwordPepper'>,
  purpose: string,
  sealed: string,
): string | null {
  const bytes = Buffer.from(sealed, 'base64url')
  if (bytes.length < 28) return null
  const decipher = createDecipheriv('aes-256-gcm', keyOf(config), bytes.subarray(0, 12))
  decipher.setAAD(Buffer.from(purpose))
  decipher.setAuthTag(bytes.subarray(-16))
  try {
    const text = Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()])
    return text.toString('utf8')
  } catch {
    return null
  }
}

function keyOf({ passwordPepper }: Pick<Config, 'passwordPepper'>): Buffer {
  return Buffer.from(hkdfSync('sha256', passwordPepper, '', 'second-factor', 32))
}
