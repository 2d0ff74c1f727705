import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { chmod, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { parseEnv } from 'node:util'
import { generateX25519Identity, identityToRecipient } from 'age-encryption'
import { z } from 'zod'

const secretsSchema = z.object({
  PASSWORD_PEPPER: z.string().min(43),
  MEDIA_KEYS: z.string().min(43),
  JWT_KEYS: z.string().min(43),
  OPERATOR_TOKEN: z.string().min(43),
  LINK_PRIVATE_KEY: z.string().min(40),
  SETUP_TOKEN: z.string().min(43),
  HOME_JOIN_CODE: z.string().min(43),
  RECOVERY_RECIPIENT: z.string().startsWith('age1'),
})
export type Secrets = z.infer<typeof secretsSchema>

/** The names of all secrets that a start makes. */
export const secretNames: string[] = Object.keys(secretsSchema.shape)

/**
 * The Worker's secrets, made on the first start and kept in a file that only its owner can read.
 * They are handed on by file, never on a command line.
 */
export async function readOrMakeSecrets(path: string): Promise<Secrets> {
  const existing = await readFile(path, 'utf8').catch(() => null)
  const kept = parseEnv(existing ?? '')
  const made = { ...makeSecrets(), ...kept }
  const RECOVERY_RECIPIENT = kept.RECOVERY_RECIPIENT ?? (await recipientFor(recoveryKeyPath(path)))
  const secrets = secretsSchema.parse({ ...made, RECOVERY_RECIPIENT })
  // A vault of an earlier version lacks what this one added; what it has stays as it is.
  const missing = Object.entries(secrets).filter(([name]) => kept[name] === undefined)
  if (missing.length > 0) {
    const text = missing.map(([name, value]) => `${name}=${value}\n`)
    await writeFile(path, text.join(''), { mode: 0o600, flag: existing === null ? 'wx' : 'a' })
    await chmod(path, 0o600)
  }
  return secrets
}

/** New random values for all of them but the recovery key's, which lies in a file of its own. */
export function makeSecrets(): Omit<Secrets, 'RECOVERY_RECIPIENT'> {
  const token = () => randomBytes(32).toString('base64url')
  const { privateKey } = generateKeyPairSync('ed25519')
  return {
    PASSWORD_PEPPER: token(),
    MEDIA_KEYS: `k1:${token()}`,
    JWT_KEYS: `j1:${token()}`,
    OPERATOR_TOKEN: token(),
    LINK_PRIVATE_KEY: privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64url'),
    SETUP_TOKEN: token(),
    HOME_JOIN_CODE: token(),
  }
}

/** Where the secret half of the recovery key is put for people to take it elsewhere. */
export function recoveryKeyPath(secretsPath: string): string {
  return join(dirname(secretsPath), 'recovery-key.txt')
}

/** The public half of the key in this file, which is made if it is not there. */
export async function recipientFor(path: string): Promise<string> {
  const existing = await readFile(path, 'utf8').catch(() => null)
  const known = existing?.split('\n').find((line) => line.startsWith('AGE-SECRET-KEY-1'))
  if (known !== undefined) return await identityToRecipient(known.trim())
  const identity = await generateX25519Identity()
  const recipient = await identityToRecipient(identity)
  const text = [
    '# The recovery key of this CloudVault. The snapshots on your disks open with it and with nothing',
    '# else: keep a copy where neither fire nor theft takes it along with the disks.',
    `# public key: ${recipient}`,
    identity,
  ]
  await writeFile(path, `${text.join('\n')}\n`, { mode: 0o600, flag: 'wx' })
  return recipient
}
