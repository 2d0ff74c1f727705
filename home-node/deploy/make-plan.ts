import { join } from 'node:path'
import { printTable } from '../cli/print-table.ts'
import { type BuildMark, markBuild } from './build-mark.ts'
import { DeployError } from './deploy-error.ts'
import type { DeployOptions } from './deploy-options.ts'
import {
  missingSecrets,
  readLocalSecrets,
  readRemoteSecrets,
  writeSecretsToSend,
} from './deploy-secrets.ts'
import type { Account, Found, Part } from './part.ts'
import { applyMigration, readApplied, readMigrationNames } from './remote-migrations.ts'
import {
  bucketPart,
  type DatabaseId,
  databasePart,
  lifecyclePart,
  queuePart,
  vectorIndexPart,
  vectorMetadataPart,
} from './storage-parts.ts'
import type { Wanted } from './wanted.ts'
import { lookAtWorker, subdomainPart } from './worker-parts.ts'

/** What lies between the parts while they are looked at and made. */
export interface Progress {
  databaseId: DatabaseId
  pendingMigrations: string[]
  /** A file of the secrets that the Worker lacks, once it was written. */
  secretsFile: string | null
  mark: BuildMark
}

export interface Plan {
  parts: Part[]
  progress: Progress
}

/** Everything that a deployment consists of, in the order in which it is made. */
export async function makePlan(
  root: string,
  options: DeployOptions,
  wanted: Wanted,
  upload: (account: Account, progress: Progress) => Promise<void>,
): Promise<Plan> {
  const folder = join(root, wanted.config.env.production.d1_databases[0].migrations_dir)
  const migrations = await readMigrationNames(folder)
  const progress: Progress = {
    databaseId: { current: null },
    pendingMigrations: migrations,
    secretsFile: null,
    mark: await markBuild(root, wanted, migrations),
  }
  const { vectorIndex, queues } = wanted
  const parts = [
    databasePart(wanted, progress.databaseId),
    bucketPart(wanted),
    lifecyclePart(wanted),
    ...queues.map(queuePart),
    ...(vectorIndex === null
      ? []
      : [
          vectorIndexPart(vectorIndex),
          ...vectorIndex.metadata.map((property) => vectorMetadataPart(vectorIndex, property)),
        ]),
    ...(options.domain === null ? [subdomainPart()] : []),
    secretsPart(options, wanted, progress),
    migrationsPart(folder, migrations, progress),
    {
      kind: 'Worker',
      name: wanted.worker,
      look: (account: Account) => lookAtWorker(account, wanted, progress.mark),
      make: (account: Account) => upload(account, progress),
    },
  ]
  return { parts, progress }
}

function secretsPart(
  { action, stateDir }: DeployOptions,
  wanted: Wanted,
  progress: Progress,
): Part {
  let missing: string[] = []
  return {
    kind: 'Secrets',
    name: 'made here, kept in the state folder',
    look: async (account) => {
      missing = missingSecrets(await readRemoteSecrets(account, wanted.worker))
      return { isThere: missing.length === 0, note: missing.join(', ') }
    },
    make: async () => {
      // An upgrade may run where nothing stays, and a secret that nobody keeps may be worth a vault:
      // the recovery key, for instance, without which no snapshot opens.
      const known = await readLocalSecrets(stateDir)
      const unknown = missing.filter((name) => known[name] === undefined)
      if (action === 'upgrade' && unknown.length > 0) {
        throw new DeployError(
          `This version needs new secrets (${unknown.join(', ')}): run npm run deploy once where ${stateDir} can be kept.`,
        )
      }
      progress.secretsFile = await writeSecretsToSend(stateDir, missing)
    },
  }
}

function migrationsPart(folder: string, all: string[], progress: Progress): Part {
  return {
    kind: 'Migrations',
    name: `${all.length}, the newest ${all.at(-1)?.replace('.sql', '')}`,
    look: async (account) => {
      const id = progress.databaseId.current
      const applied = new Set(id === null ? [] : await readApplied(account, id))
      progress.pendingMigrations = all.filter((name) => !applied.has(name))
      const count = progress.pendingMigrations.length
      return { isThere: count === 0, note: `${count} to apply` }
    },
    make: async (account) => {
      const id = progress.databaseId.current
      if (id === null) throw new Error('migrations come after the database')
      for (const name of progress.pendingMigrations) {
        await applyMigration(account, id, folder, name)
      }
    },
  }
}

/** One line a part; `found` lacks those that could not be looked up. */
export function printPlan(parts: Part[], found: Map<Part, Found>): string[] {
  return printTable(
    parts.map((part) => {
      const { isThere, note = '' } = found.get(part) ?? { isThere: null }
      const action = isThere === null ? 'not looked up' : isThere ? 'is there' : 'to make'
      return [part.kind, part.name, action, isThere ? '' : note]
    }),
  )
}
