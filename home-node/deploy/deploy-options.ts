import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { vectorIndexKinds } from '#contracts/vectors'
import { DeployError } from './deploy-error.ts'

const actions = ['create', 'upgrade', 'rollback', 'costs'] as const

export interface DeployOptions {
  /** `create` makes what is missing and uploads; `upgrade` does so only where there is a deployment; `costs` only says what a month costs. */
  action: (typeof actions)[number]
  /** Says what it would do, and changes nothing. */
  isDryRun: boolean
  /** Name of the Worker, and of everything that belongs to it. */
  name: string
  /** A host name of a zone in the account; null: workers.dev. */
  domain: string | null
  /** Folder for the secrets, the generated configuration and the bookmarks. */
  stateDir: string
  /** Who searches vectors; free plans may prefer `durable`. */
  vectors: (typeof vectorIndexKinds)[number]
}

export const deployUsage = `npm run deploy -- [upgrade | rollback | costs] [--dry-run] [--name NAME] [--domain HOST] [--vectors vectorize|durable] [--state FOLDER]`

const valuesSchema = z.object({
  'dry-run': z.boolean().default(false),
  name: z
    .string()
    .regex(/^[a-z][a-z0-9-]{1,40}$/, 'A name is 2 to 41 of a-z, 0-9 and dashes.')
    .default('cloudvault'),
  domain: z
    .string()
    .regex(/^([a-z0-9-]+\.)+[a-z]{2,}$/, 'A domain is a host name such as photos.example.org.')
    .optional(),
  vectors: z
    .enum(vectorIndexKinds, { error: '--vectors takes vectorize or durable.' })
    .default('vectorize'),
  state: z.string().optional(),
})

/** Parses the words after `npm run deploy --`. Throws `DeployError` with a sentence. */
export function parseDeployOptions(args: string[], root: string): DeployOptions {
  const { values, positionals } = parse(args)
  const parsed = valuesSchema.safeParse(values)
  if (!parsed.success) throw new DeployError(parsed.error.issues[0]?.message ?? deployUsage)
  const action = z.enum(actions).safeParse(positionals[0] ?? 'create')
  if (!action.success || positionals.length > 1) {
    throw new DeployError(`There is no such action.\n${deployUsage}`)
  }
  const { name, domain = null, vectors, state } = parsed.data
  return {
    action: action.data,
    isDryRun: parsed.data['dry-run'],
    name,
    domain,
    vectors,
    stateDir: resolve(root, state ?? `.cloudvault/deploy/${name}`),
  }
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        'dry-run': { type: 'boolean' },
        name: { type: 'string' },
        domain: { type: 'string' },
        vectors: { type: 'string' },
        state: { type: 'string' },
      },
    })
  } catch (error) {
    throw new DeployError(`${error instanceof Error ? error.message : error}\n${deployUsage}`)
  }
}
