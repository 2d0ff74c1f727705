import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ulid } from 'ulid'
import { z } from 'zod'
import { publicKeySchema } from '#contracts/home-node'
import { homeNodeIdSchema } from '#contracts/ids'
import { writeDurably } from '../durable-file.ts'

const identityFileSchema = z.strictObject({
  format: z.literal(1),
  homeNodeId: homeNodeIdSchema,
  publicKey: publicKeySchema,
  /** Raw Ed25519 private key, base64url: the `d` of its JWK. */
  privateKey: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
  /** null until enrolled. */
  workerPublicKey: publicKeySchema.nullable(),
})
type IdentityFile = z.infer<typeof identityFileSchema>

export interface Identity {
  homeNodeId: z.infer<typeof homeNodeIdSchema>
  /** Raw 32-byte public key, base64url. */
  publicKey: string
  privateKey: KeyObject
  /** null until enrolled. */
  workerKey: KeyObject | null
}

/** Turns a raw Ed25519 public key (base64url) into a key object. */
export function importPublicKey(raw: string): KeyObject {
  return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: raw }, format: 'jwk' })
}

const fileOf = (stateDir: string) => join(stateDir, 'identity.json')

function toIdentity(file: IdentityFile): Identity {
  return {
    homeNodeId: file.homeNodeId,
    publicKey: file.publicKey,
    privateKey: createPrivateKey({
      key: { kty: 'OKP', crv: 'Ed25519', x: file.publicKey, d: file.privateKey },
      format: 'jwk',
    }),
    workerKey: file.workerPublicKey === null ? null : importPublicKey(file.workerPublicKey),
  }
}

async function readIdentityFile(stateDir: string): Promise<IdentityFile | null> {
  let text: string
  try {
    text = await readFile(fileOf(stateDir), 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
  return identityFileSchema.parse(JSON.parse(text))
}

const writeIdentityFile = (stateDir: string, file: IdentityFile) =>
  writeDurably(fileOf(stateDir), `${JSON.stringify(file, null, 2)}\n`, 0o600)

/** The identity in this state folder, or null when none was ever made. Rejects on a damaged file. */
export async function readIdentity(stateDir: string): Promise<Identity | null> {
  const file = await readIdentityFile(stateDir)
  return file === null ? null : toIdentity(file)
}

/** As `readIdentity`, but makes one on first use. The file is readable by its owner only. */
export async function loadIdentity(stateDir: string): Promise<Identity> {
  const known = await readIdentityFile(stateDir)
  if (known !== null) return toIdentity(known)
  const { x, d } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' })
  const file = identityFileSchema.parse({
    format: 1,
    homeNodeId: `hno_${ulid()}`,
    publicKey: x,
    privateKey: d,
    workerPublicKey: null,
  })
  await writeIdentityFile(stateDir, file)
  return toIdentity(file)
}

/** Remembers the Worker's key, which is what being enrolled means on this side. */
export async function rememberWorkerKey(
  stateDir: string,
  workerPublicKey: string,
): Promise<Identity> {
  const known = await readIdentityFile(stateDir)
  if (known === null) throw new Error('there is no identity to enrol')
  const file = { ...known, workerPublicKey }
  await writeIdentityFile(stateDir, file)
  return toIdentity(file)
}
