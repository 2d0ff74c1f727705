import { z } from 'zod'
import type { CloudflareApi } from './cloudflare-api.ts'
import { DeployError } from './deploy-error.ts'

const accountsSchema = z.array(z.object({ id: z.string(), name: z.string() }))

/** The account that is named, or the only one that the token sees. */
export async function findAccount(
  api: CloudflareApi,
  accountId: string | null,
): Promise<{ id: string }> {
  if (accountId !== null) return { id: accountId }
  const accounts = await api.get('/accounts', accountsSchema)
  const [only] = accounts
  if (only !== undefined && accounts.length === 1) return only
  if (only === undefined) {
    throw new DeployError('The token sees no account: set CLOUDFLARE_ACCOUNT_ID.')
  }
  const list = accounts.map(({ id, name }) => `  ${id}  ${name}`).join('\n')
  throw new DeployError(
    `The token sees several accounts: set CLOUDFLARE_ACCOUNT_ID to one of\n${list}`,
  )
}
