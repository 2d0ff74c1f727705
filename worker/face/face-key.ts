import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import type { SpaceId } from '#contracts/ids'
import type { Config } from '../env.ts'
import { unseal } from '../second-factor/sealed-text.ts'

/*
 * [Note: An organization's key]
 * Descriptors and crops are encrypted with a key that only the row of their organization holds, and
 * that is itself sealed by the vault's pepper. Erasing the row makes everything that copies still hold
 * unreadable, wherever it lies.
 */

export function sealPurposeOf(spaceId: SpaceId): string {
  return `faces ${spaceId}`
}

/** What encrypts the faces of one organization. */
export interface FaceKey {
  /** AES-256-GCM (NIST SP 800-38D), bound to `name`: nonce (12 bytes), ciphertext, tag (16 bytes). */
  seal(name: string, bytes: Uint8Array): Buffer
  /** The bytes behind what `seal` made for this name. Throws when they are not. */
  open(name: string, sealed: Uint8Array): Buffer
}

/** Throws when the pepper is another than the one that sealed the key. */
export function openFaceKey(
  config: Pick<Config, 'passwordPepper'>,
  organization: { spaceId: SpaceId; sealedKey: string },
): FaceKey {
  const text = unseal(config, sealPurposeOf(organization.spaceId), organization.sealedKey)
  if (text === null) throw new Error('the key of an organization does not open')
  const key = Buffer.from(text, 'base64url')
  return {
    seal(name, bytes) {
      const nonce = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', key, nonce)
      cipher.setAAD(Buffer.from(name))
      return Buffer.concat([nonce, cipher.update(bytes), cipher.final(), cipher.getAuthTag()])
    },
    open(name, sealed) {
      const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12))
      decipher.setAAD(Buffer.from(name))
      decipher.setAuthTag(sealed.subarray(-16))
      return Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()])
    },
  }
}
