import { access, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { identityToRecipient } from 'age-encryption'
import { startVault } from '../launch/vault.ts'

export interface RestoringVault {
  url: string
  operatorToken: string
  /** Lets a home node join; null: of a vault that runs elsewhere. */
  joinCode: string | null
  stop(): Promise<void>
}

/** A folder cannot become the vault that is restored; `message` is a sentence for people. */
export class PrepareError extends Error {
  override name = 'PrepareError'
}

/**
 * Starts a Worker without a home node whose state is this folder: a new one gets the pepper of the
 * snapshot, so that passwords hold, and goes on with the same recovery key. Rejects with `PrepareError`
 * when another vault is there.
 */
export async function startRestoringVault(
  stateDir: string,
  { passwordPepper, recoveryKey }: { passwordPepper: string; recoveryKey: string },
): Promise<RestoringVault> {
  const secretsPath = join(stateDir, 'secrets.env')
  const isThere = await access(secretsPath).then(
    () => true,
    () => false,
  )
  if (!isThere) {
    await mkdir(stateDir, { recursive: true, mode: 0o700 })
    const recipient = await identityToRecipient(recoveryKey)
    const text = `PASSWORD_PEPPER=${passwordPepper}\nRECOVERY_RECIPIENT=${recipient}\n`
    await writeFile(join(stateDir, 'recovery-key.txt'), `${recoveryKey}\n`, { mode: 0o600 })
    await writeFile(secretsPath, text, { mode: 0o600, flag: 'wx' })
  }
  const kept = parseEnv(await readFile(secretsPath, 'utf8'))
  if (kept.PASSWORD_PEPPER !== passwordPepper) {
    const detail = `There is another vault in ${stateDir}. Name an empty folder with --to.`
    throw new PrepareError(detail)
  }
  const vault = await startVault({ state: stateDir, isWorkerAlone: true })
  const made = parseEnv(await readFile(secretsPath, 'utf8'))
  return {
    url: vault.url,
    operatorToken: made.OPERATOR_TOKEN ?? '',
    joinCode: made.HOME_JOIN_CODE ?? null,
    stop: () => vault.stop(),
  }
}
