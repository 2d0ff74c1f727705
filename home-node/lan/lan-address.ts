import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { writeDurably } from '../durable-file.ts'

/** By which address the other devices of the house reach a vault while it serves them. */
const lanAddressSchema = z.object({ format: z.literal(1), url: z.url() })

const fileOf = (stateDir: string) => join(stateDir, 'lan', 'address.json')

/** Notes the origin, for links that commands print. `stateDir` is the vault's. */
export async function writeLanAddress(stateDir: string, url: string): Promise<void> {
  await writeDurably(fileOf(stateDir), `${JSON.stringify({ format: 1, url }, null, 2)}\n`)
}

export async function removeLanAddress(stateDir: string): Promise<void> {
  await rm(fileOf(stateDir), { force: true })
}

/** null when the vault serves this machine alone. */
export async function readLanAddress(stateDir: string): Promise<string | null> {
  try {
    const { url } = lanAddressSchema.parse(JSON.parse(await readFile(fileOf(stateDir), 'utf8')))
    return new URL(url).origin
  } catch {
    return null
  }
}
