import { appendFile, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { writeMark } from './build-mark.ts'
import { type ApiAccess, makeCloudflareApi } from './cloudflare-api.ts'
import { findContractions } from './contractions.ts'
import { DeployError } from './deploy-error.ts'
import type { DeployOptions } from './deploy-options.ts'
import { readLocalSecrets } from './deploy-secrets.ts'
import { writeDeployment } from './deployment-file.ts'
import { findAccount } from './find-account.ts'
import { readLiveVersions } from './live-versions.ts'
import { makePlan, type Plan, printPlan } from './make-plan.ts'
import type { Account, Found, Part } from './part.ts'
import { readBookmark } from './remote-migrations.ts'
import { awaitReady } from './smoke-test.ts'
import { uploadWorker } from './upload-worker.ts'
import { readWanted, type Wanted } from './wanted.ts'
import { readSubdomain } from './worker-parts.ts'

/** What a deployment is told from outside. */
export interface DeployContext {
  root: string
  /** null: nobody gave a token, and nothing can be looked up. */
  access: ApiAccess | null
  accountId: string | null
  say(line: string): void
  /** Asks the deployment itself, as a browser would. */
  reach: typeof fetch
}

/**
 * Makes what is missing, applies migrations, uploads, and asks whether it runs. Does nothing twice: a
 * run that broke off goes on, and one that finds everything in place changes nothing.
 */
export async function runDeploy(options: DeployOptions, context: DeployContext): Promise<void> {
  const { root, access, say } = context
  const wanted = await readWanted(root, options)
  if (access === null) {
    if (!options.isDryRun) throw new DeployError(missingToken)
    const { parts } = await makePlan(root, options, wanted, () => Promise.resolve())
    say('Without CLOUDFLARE_API_TOKEN nothing could be looked up. A deployment consists of:')
    for (const line of printPlan(parts, new Map())) say(line)
    return
  }
  const api = makeCloudflareApi(access)
  const { id } = await findAccount(api, context.accountId)
  const account = { api, path: `/accounts/${id}` }
  const plan = await makePlan(root, options, wanted, (_, { databaseId, secretsFile, mark }) =>
    uploadWorker({
      ...{ root, stateDir: options.stateDir, wanted, access, accountId: id, secretsFile },
      databaseId: databaseId.current ?? '',
      message: writeMark(mark),
    }),
  )
  const [before] = await readLiveVersions(account, wanted.worker, 1)
  if (options.action === 'upgrade' && before === undefined) {
    throw new DeployError(`There is no ${wanted.worker} to upgrade: npm run deploy makes one.`)
  }
  const found = await lookAtAll(account, plan.parts)
  if (options.isDryRun) {
    for (const line of printPlan(plan.parts, found)) say(line)
    return
  }
  if ([...found.values()].every(({ isThere }) => isThere)) {
    say(`Everything is in place already: version ${plan.progress.mark.version}.`)
  } else {
    if (before !== undefined) await prepareWayBack(account, options, plan, context)
    await makeMissing(account, plan, found, say)
  }
  const url = await addressOf(account, options, wanted)
  await awaitReady(url, context.reach)
  say(`It runs at ${url}`)
  await writeDeployment(options.stateDir, url)
  const { SETUP_TOKEN: setup } = await readLocalSecrets(options.stateDir)
  if (before === undefined && setup !== undefined) {
    say(`Make the first admin at ${url}/setup#${setup}`)
    say(
      `Take ${join(options.stateDir, 'recovery-key.txt')} to a safe place: snapshots open with it.`,
    )
  }
  if (before !== undefined) say('The way back: npm run deploy -- rollback')
}

const missingToken =
  'CLOUDFLARE_API_TOKEN is missing. Make a token in Cloudflare under My Profile > API Tokens with the permissions that worker/design/deploying.md lists, and run this again with it.'

async function lookAtAll(account: Account, parts: Part[]): Promise<Map<Part, Found>> {
  const found = new Map<Part, Found>()
  for (const part of parts) found.set(part, await part.look(account))
  return found
}

async function makeMissing(
  account: Account,
  { parts }: Plan,
  found: Map<Part, Found>,
  say: DeployContext['say'],
): Promise<void> {
  // A secret goes with an upload, and an upload may have what it lacked.
  for (const part of parts) {
    if (found.get(part)?.isThere) continue
    await part.make(account)
    say(`${part.kind.padEnd(18)} ${part.name}`)
  }
}

/** Notes where the database stood, and says what no rollback undoes. */
async function prepareWayBack(
  account: Account,
  { stateDir, name }: DeployOptions,
  { progress }: Plan,
  { root, say }: DeployContext,
): Promise<void> {
  const { databaseId, pendingMigrations, mark } = progress
  if (databaseId.current === null || pendingMigrations.length === 0) return
  const bookmark = await readBookmark(account, databaseId.current)
  await mkdir(stateDir, { recursive: true, mode: 0o700 })
  const entry = { at: new Date().toISOString(), bookmark, before: mark.version, pendingMigrations }
  await appendFile(join(stateDir, 'bookmarks.jsonl'), `${JSON.stringify(entry)}\n`)
  say(`Database as it was before: bookmark ${bookmark}, for`)
  say(`  npx wrangler d1 time-travel restore ${name} --bookmark=${bookmark}`)
  const contractions = await findContractions(join(root, 'migrations'))
  const narrowing = pendingMigrations.filter((each) => contractions.has(each))
  if (narrowing.length > 0) {
    say(`No rollback goes behind ${narrowing.join(', ')}: older versions read what they remove.`)
  }
}

async function addressOf(
  account: Account,
  { domain }: DeployOptions,
  { worker }: Wanted,
): Promise<string> {
  if (domain !== null) return `https://${domain}`
  return `https://${worker}.${await readSubdomain(account)}.workers.dev`
}
