import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { parseEnv } from 'node:util'
import { z } from 'zod'
import {
  makeSecrets,
  readOrMakeSecrets,
  recipientFor,
  recoveryKeyPath,
  secretNames,
} from '../launch/secrets.ts'
import type { Account } from './part.ts'

const listSchema = z.array(z.object({ name: z.string() }))

export const secretsPath = (stateDir: string) => join(stateDir, 'secrets.env')

/** Names of the secrets that the Worker has; their values never leave Cloudflare again. */
export async function readRemoteSecrets(
  { api, path }: Account,
  worker: string,
): Promise<Set<string>> {
  const secrets = await api.find(`${path}/workers/scripts/${worker}/secrets`, listSchema)
  return new Set((secrets ?? []).map(({ name }) => name))
}

/** What was made for this deployment on this machine; empty on another one. */
export async function readLocalSecrets(stateDir: string): Promise<NodeJS.Dict<string>> {
  return parseEnv(await readFile(secretsPath(stateDir), 'utf8').catch(() => ''))
}

export function missingSecrets(remote: ReadonlySet<string>): string[] {
  return secretNames.filter((name) => !remote.has(name))
}

/**
 * Sees to it that the state folder has a value for each of these names, readable by its owner alone,
 * and writes those alone to a file for the upload; answers its path. A secret that the Worker has is
 * never sent again: another pepper, for instance, would make every password wrong.
 */
export async function writeSecretsToSend(stateDir: string, names: string[]): Promise<string> {
  await mkdir(stateDir, { recursive: true, mode: 0o700 })
  const path = secretsPath(stateDir)
  // A Worker that has some and a machine that has none: only what is new is made here, so that the
  // file never holds a value that the Worker does not have.
  const values: NodeJS.Dict<string> =
    names.length === secretNames.length
      ? await readOrMakeSecrets(path)
      : { ...makeSecrets(), ...(await readLocalSecrets(stateDir)) }
  if (names.includes('RECOVERY_RECIPIENT')) {
    values.RECOVERY_RECIPIENT ??= await recipientFor(recoveryKeyPath(path))
  }
  const lines = names.flatMap((name) => (values[name] ? [`${name}=${values[name]}\n`] : []))
  const known = await readLocalSecrets(stateDir)
  const added = lines.filter((line) => known[line.slice(0, line.indexOf('='))] === undefined)
  if (added.length > 0) {
    await writeFile(path, added.join(''), { mode: 0o600, flag: 'a' })
    await chmod(path, 0o600)
  }
  const sendPath = join(dirname(path), 'secrets-to-send.env')
  await writeFile(sendPath, lines.join(''), { mode: 0o600 })
  return sendPath
}
