import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { chmod, readFile, writeFile } from 'node:fs/promises'
import { parseEnv } from 'node:util'
import { z } from 'zod'

const secretsSchema = z.object({
  PASSWORD_PEPPER: z.string().min(43),
  MEDIA_KEYS: z.string().min(43),
  JWT_KEYS: z.string().min(43),
  OPERATOR_TOKEN: z.string().min(43),
  LINK_PRIVATE_KEY: z.string().min(40),
  SETUP_TOKEN: z.string().min(43),
  HOME_JOIN_CODE: z.string().min(43),
})
export type Secrets = z.infer<typeof secretsSchema>

/**
 * The Worker's secrets, made on the first start and kept in a file that only its owner can read.
 * They are handed on by file, never on a command line.
 */
export async function readOrMakeSecrets(path: string): Promise<Secrets> {
  const existing = await readFile(path, 'utf8').catch(() => null)
  const kept = parseEnv(existing ?? '')
  const secrets = secretsSchema.parse({ ...makeSecrets(), ...kept })
  // A vault of an earlier version lacks what this one added; what it has stays as it is.
  const missing = Object.entries(secrets).filter(([name]) => kept[name] === undefined)
  if (missing.length > 0) {
    const text = missing.map(([name, value]) => `${name}=${value}\n`)
    await writeFile(path, text.join(''), { mode: 0o600, flag: existing === null ? 'wx' : 'a' })
    await chmod(path, 0o600)
  }
  return secrets
}

function makeSecrets(): Secrets {
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
