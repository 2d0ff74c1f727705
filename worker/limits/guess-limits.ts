import type { Context } from 'hono'
import type { ExactLimitClass } from '#contracts/limits'
import type { AppEnv } from '../app-env.ts'
import { requireLimit } from './limit.ts'
import { accountSubject, addressSubject, everyone, type LimitSubject } from './subjects.ts'
import { clearLimit, giveBackLimit } from './take-limit.ts'

// What somebody might guess is counted before it is checked, so that guesses sent together are counted
// as well; what turns out right is given back. The network comes first: what it has no right to try is
// not counted against the account.

/**
 * Counts a try to log in, against its network and the account it names, known or not. Throws
 * `too_many_requests` also for the right password, which is not even looked at then.
 */
export async function requireLoginLimits(c: Context<AppEnv>, foldedName: string): Promise<void> {
  const [network, account] = loginCounts(c, foldedName)
  await requireLimit(c, ...network)
  await requireLimit(c, ...account)
}

/** After the right password: the account starts afresh, and the network has lost no try. */
export async function forgiveLogin(c: Context<AppEnv>, foldedName: string): Promise<void> {
  const [network, account] = loginCounts(c, foldedName)
  const deps = c.get('deps')
  await Promise.all([clearLimit(deps, ...account), giveBackLimit(deps, ...network)])
}

/** Counts a try of an invite code, against its network and against everybody's together. */
export async function requireInviteLimits(c: Context<AppEnv>): Promise<void> {
  for (const count of inviteCounts(c)) await requireLimit(c, ...count)
}

/** After a right code. Only wrong ones bring the breaker for everybody nearer. */
export async function forgiveInvite(c: Context<AppEnv>): Promise<void> {
  const deps = c.get('deps')
  await Promise.all(inviteCounts(c).map((count) => giveBackLimit(deps, ...count)))
}

type Count = [ExactLimitClass, LimitSubject]

function loginCounts(c: Context<AppEnv>, foldedName: string): [Count, Count] {
  return [
    ['login-address', addressSubject(c.req.raw)],
    ['login-account', accountSubject(c.get('deps'), foldedName)],
  ]
}

function inviteCounts(c: Context<AppEnv>): Count[] {
  return [
    ['invite-address', addressSubject(c.req.raw)],
    ['invite-everyone', everyone],
  ]
}
