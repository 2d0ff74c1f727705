import type { Context } from 'hono'
import type { UserId } from '#contracts/ids'
import type { AppEnv } from '../app-env.ts'
import { AppError } from '../errors.ts'
import { newId } from '../ids.ts'
import { claimInviteStatement } from '../invites/claim-invite.ts'
import { findInvite } from '../invites/find-invite.ts'
import { forgiveInvite, requireInviteLimits } from '../limits/guess-limits.ts'
import { isCommonPassword } from './common-passwords.ts'
import { hashPassword } from './password.ts'
import { findTaken, insertUser } from './queries.ts'
import { foldUsername } from './username.ts'

export interface Registration {
  username?: string | undefined
  email?: string | undefined
  password: string
  inviteCode?: string | undefined
}

/**
 * Makes an account, with an invite unless registration is open. A username is made from the e-mail
 * address when there is none. Throws `invite_required` (the same for a bad, used and expired code),
 * `name_taken` or `password_too_common`; an invite that was not used up stays good.
 */
export async function register(
  c: Context<AppEnv>,
  registration: Registration,
): Promise<{ id: UserId; username: string }> {
  const { deps } = c.var
  const { email = null, password, inviteCode } = registration
  const invite = inviteCode === undefined ? null : await knownInvite(c, inviteCode, email)
  if (!invite && !deps.config.registrationOpen) throw inviteRequired()
  refuseCommonPassword(password)
  const username = registration.username ?? (await usernameFrom(c, email ?? ''))
  const now = deps.now()
  const user = {
    userId: newId('user', now),
    spaceId: newId('space', now),
    username,
    usernameFolded: foldUsername(username),
    email,
    emailFolded: email === null ? null : foldUsername(email),
    passwordHash: hashPassword(password, deps.config.passwordPepper),
    quotaBytes: invite?.quotaBytes ?? deps.config.defaultQuotaBytes,
    now,
  }
  const claim = invite ? claimInviteStatement(deps.db, invite.id, now) : null
  if (!(await insertUser(deps.db, user, claim))) {
    const taken = await findTaken(deps.db, user.usernameFolded, user.emailFolded)
    // Without a name in the way, it was the invite: somebody was faster.
    if (taken === null) throw inviteRequired()
    throw nameTaken(taken)
  }
  deps.log.info('account.created', { userId: user.userId })
  deps.audit.record({
    chain: 'vault',
    action: 'account.created',
    actorId: user.userId,
    subjectId: invite?.id ?? null,
  })
  return { id: user.userId, username }
}

async function knownInvite(c: Context<AppEnv>, code: string, email: string | null) {
  await requireInviteLimits(c)
  const invite = await findInvite(c.var.deps, code, email)
  if (!invite) throw inviteRequired()
  await forgiveInvite(c)
  return invite
}

/** Throws for a password that anybody would try first. */
export function refuseCommonPassword(password: string) {
  if (isCommonPassword(password)) {
    throw new AppError(
      'password_too_common',
      'This password is one of the 10,000 that are tried first. Choose another one.',
    )
  }
}

/** `ada@example.org` → `ada`, or `ada-7k2` when somebody has that. */
async function usernameFrom(c: Context<AppEnv>, email: string): Promise<string> {
  const local = email.split('@')[0] ?? ''
  const base = local.replace(/[^\p{L}\p{N}._-]/gu, '').replace(/^[._-]+/, '')
  const name = base.slice(0, 30).length >= 2 ? base.slice(0, 30) : 'user'
  const isFree = (await findTaken(c.var.deps.db, foldUsername(name), null)) === null
  return isFree ? name : `${name}-${crypto.randomUUID().slice(0, 5)}`
}

function inviteRequired(): AppError {
  return new AppError(
    'invite_required',
    'This takes an invite that is still good. Ask for one, or check the code.',
  )
}

function nameTaken(what: 'username' | 'email'): AppError {
  return new AppError(
    'name_taken',
    what === 'username'
      ? 'This username is taken. Choose another one.'
      : 'There is an account with this e-mail address. Sign in instead.',
  )
}
