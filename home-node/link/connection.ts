import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { writeDurably } from '../durable-file.ts'

/** What the `cloudvault` command needs to find the Worker and the running home node. */
const connectionSchema = z.object({
  format: z.literal(1),
  workerUrl: z.url(),
  /** Loopback port that the home node last served on. */
  port: z.int().min(1).max(65_535),
})
export type Connection = z.infer<typeof connectionSchema>

const fileOf = (stateDir: string) => join(stateDir, 'connection.json')

export async function writeConnection(
  stateDir: string,
  connection: Omit<Connection, 'format'>,
): Promise<void> {
  const text = JSON.stringify({ format: 1, ...connection }, null, 2)
  await writeDurably(fileOf(stateDir), `${text}\n`)
}

/** null when no home node ever joined from this state folder, or the file is damaged. */
export async function readConnection(stateDir: string): Promise<Connection | null> {
  try {
    return connectionSchema.parse(JSON.parse(await readFile(fileOf(stateDir), 'utf8')))
  } catch {
    return null
  }
}
