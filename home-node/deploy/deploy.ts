import { resolve } from 'node:path'
import { printCosts } from './costs.ts'
import { DeployError } from './deploy-error.ts'
import { parseDeployOptions } from './deploy-options.ts'
import { rollBack } from './roll-back.ts'
import { type DeployContext, runDeploy } from './run-deploy.ts'

const root = resolve(import.meta.dirname, '../..')
const env = process.env
const token = env.CLOUDFLARE_API_TOKEN
const context: DeployContext = {
  root,
  access: token
    ? { baseUrl: env.CLOUDFLARE_API_BASE_URL || 'https://api.cloudflare.com/client/v4', token }
    : null,
  accountId: env.CLOUDFLARE_ACCOUNT_ID || null,
  say: (line) => process.stdout.write(`${line}\n`),
  reach: fetch,
}

try {
  const options = parseDeployOptions(process.argv.slice(2), root)
  if (options.action === 'costs') for (const line of printCosts()) context.say(line)
  else if (options.action === 'rollback') await rollBack(options, context)
  else await runDeploy(options, context)
} catch (error) {
  if (!(error instanceof DeployError)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
}
