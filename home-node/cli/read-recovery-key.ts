import { readFile } from 'node:fs/promises'
import { CommandError } from './command.ts'

/** The secret line of a key file. Rejects with `CommandError`. */
export async function readRecoveryKey(path: string): Promise<string> {
  const text = await readFile(path, 'utf8').catch(() => null)
  if (text === null) throw new CommandError(`There is no recovery key at ${path}.`)
  const line = text.split('\n').find((each) => each.startsWith('AGE-SECRET-KEY-1'))
  if (line === undefined) throw new CommandError(`${path} holds no recovery key.`)
  return line.trim()
}
