import { createHash } from 'node:crypto'
import { z } from 'zod'
import { appVersion } from '#contracts/version'
import { fingerprint } from '../launch/fingerprint.ts'
import type { Wanted } from './wanted.ts'

/** What a deployment says of itself in Cloudflare's list of versions. */
export interface BuildMark {
  version: string
  /** The newest migration that it knows, `0029_people_counts.sql`. */
  migration: string
  /** Hash over its sources and configuration: the same hash is the same deployment. */
  build: string
}

export async function markBuild(
  root: string,
  { config }: Wanted,
  migrations: string[],
): Promise<BuildMark> {
  const sources = await fingerprint(root, ['worker', 'web', 'package-lock.json'])
  const build = createHash('sha256').update(sources).update(JSON.stringify(config)).digest('hex')
  return { version: appVersion, migration: migrations.at(-1) ?? 'none', build: build.slice(0, 16) }
}

export function writeMark({ version, migration, build }: BuildMark): string {
  return `cloudvault ${version}; database ${migration}; build ${build}`
}

const markSchema = z
  .string()
  .transform((text) => /^cloudvault (\S+); database (\S+); build ([0-9a-f]{16})$/.exec(text))
  .transform((match): BuildMark | null =>
    match?.[1] && match[2] && match[3]
      ? { version: match[1], migration: match[2], build: match[3] }
      : null,
  )

/** null for a version that somebody uploaded by other means. */
export function readMark(message: string | undefined): BuildMark | null {
  return markSchema.parse(message ?? '')
}
