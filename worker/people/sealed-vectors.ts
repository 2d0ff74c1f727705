import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import type { SpaceId } from '#contracts/ids'
import type { Config } from '../env.ts'
import { seal, unseal } from '../second-factor/sealed-text.ts'

type Sealing = Pick<Config, 'passwordPepper'>

/** A new key for the descriptors of a space, as it is stored. */
export function newPeopleKey(config: Sealing, spaceId: SpaceId): string {
  return seal(config, purposeOf(spaceId), randomBytes(32).toString('base64url'))
}

/** The key of a space. Throws when it was changed, or the pepper was. */
export function openPeopleKey(config: Sealing, spaceId: SpaceId, sealedKey: string): Buffer {
  const key = unseal(config, purposeOf(spaceId), sealedKey)
  if (key === null) throw new Error(`the key for the faces of ${spaceId} does not open`)
  return Buffer.from(key, 'base64url')
}

/** A vector under AES-256-GCM, bound to the row whose it is: nonce, ciphertext, tag. */
export function sealVector(key: Buffer, rowId: string, vector: Float32Array): Buffer {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  cipher.setAAD(Buffer.from(rowId))
  const bytes = Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength)
  return Buffer.concat([nonce, cipher.update(bytes), cipher.final(), cipher.getAuthTag()])
}

/** The vector that `sealVector` sealed; throws when it was changed or belongs to another row. */
export function openVector(key: Buffer, rowId: string, sealed: Uint8Array): Float32Array {
  const bytes = Buffer.from(sealed)
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12))
  decipher.setAAD(Buffer.from(rowId))
  decipher.setAuthTag(bytes.subarray(-16))
  const opened = Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()])
  return new Float32Array(new Uint8Array(opened).buffer)
}

function purposeOf(spaceId: SpaceId): string {
  return `people ${spaceId}`
}
