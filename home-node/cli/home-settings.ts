import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { writeDurably } from '../durable-file.ts'

/** Settings of a home node that starts by itself, apart from any `npm start`. No secret is in them. */
export type HomeSettings = Record<string, string>

const fileOf = (stateDir: string) => join(stateDir, 'settings.env')

export async function writeHomeSettings(stateDir: string, settings: HomeSettings): Promise<void> {
  await mkdir(stateDir, { recursive: true, mode: 0o700 })
  // Quoted: a folder may have a `#` or a space in its name.
  const lines = Object.entries(settings).map(([name, value]) => `${name}='${value}'\n`)
  await writeDurably(fileOf(stateDir), lines.join(''))
}

/** null where no home node was set up by `cloudvault home join`. */
export async function readHomeSettings(stateDir: string): Promise<HomeSettings | null> {
  const text = await readFile(fileOf(stateDir), 'utf8').catch(() => null)
  if (text === null) return null
  const settings: HomeSettings = {}
  for (const [name, value] of Object.entries(parseEnv(text))) if (value) settings[name] = value
  return settings
}
