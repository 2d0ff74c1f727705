import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { writeDurably } from '../durable-file.ts'
import {
  type Credentials,
  makeAuthority,
  makeServerCertificate,
  serverNames,
} from './certificates.ts'
import type { LanNames } from './lan-names.ts'

const credentialsSchema = z.object({
  format: z.literal(1),
  certificate: z.string().startsWith('-----BEGIN CERTIFICATE'),
  key: z.string().startsWith('-----BEGIN PRIVATE KEY'),
  names: z.array(z.string()),
  notAfter: z.number(),
})

const renewBeforeMs = 30 * 24 * 3_600_000

export interface HouseCredentials {
  authority: Credentials
  server: Credentials
  /** Of the authority's certificate alone, to be handed to devices. */
  authorityPath: string
}

/**
 * The authority and the server's certificate that `stateDir` keeps, readable by its owner alone; made
 * when they are missing or about to end, the server's also when `names` are others than before.
 */
export async function keepCredentials(
  stateDir: string,
  names: LanNames,
  now: number,
): Promise<HouseCredentials> {
  const folder = join(stateDir, 'lan')
  const authorityPath = join(folder, 'cloudvault-ca.crt')
  const isFresh = ({ notAfter }: Credentials) => notAfter > now + renewBeforeMs

  const keptAuthority = await read(join(folder, 'authority.json'))
  const isKept = keptAuthority !== null && isFresh(keptAuthority)
  const authority = isKept ? keptAuthority : await makeAuthority(names.hostnames, now)
  if (!isKept) await write(join(folder, 'authority.json'), authority)
  if ((await readFile(authorityPath, 'utf8').catch(() => null)) !== authority.certificate) {
    await writeDurably(authorityPath, authority.certificate, 0o644)
  }

  const kept = isKept ? await read(join(folder, 'server.json')) : null
  if (kept && isFresh(kept) && isSame(kept.names, serverNames(authority, names))) {
    return { authority, server: kept, authorityPath }
  }
  const server = await makeServerCertificate(authority, names, now)
  await write(join(folder, 'server.json'), server)
  return { authority, server, authorityPath }
}

function isSame(left: string[], right: string[]): boolean {
  return left.length === right.length && right.every((name) => left.includes(name))
}

async function read(path: string): Promise<Credentials | null> {
  const text = await readFile(path, 'utf8').catch(() => null)
  if (text === null) return null
  try {
    const { format: _, ...credentials } = credentialsSchema.parse(JSON.parse(text))
    return credentials
  } catch {
    return null
  }
}

async function write(path: string, credentials: Credentials): Promise<void> {
  await writeDurably(path, `${JSON.stringify({ format: 1, ...credentials }, null, 2)}\n`, 0o600)
}
