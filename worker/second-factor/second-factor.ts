import type { UserId } from '#contracts/ids'
import type { ConfirmTotp, RecoveryCodes, TotpOffer } from '#contracts/second-factor'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import {
  claimRecoveryCode,
  claimTotpStep,
  protectionOf,
  removeTotp,
  saveRecoveryCodes,
  saveTotp,
} from './queries.ts'
import { hashRecoveryCode, newRecoveryCodes } from './recovery-codes.ts'
import { seal, unseal } from './sealed-text.ts'
import { newTotpSecret, stepOfCode, totpUri } from './totp.ts'

const setupTtlMs = 10 * 60_000

interface TotpUser {
  id: UserId
  totpSecret: string | null
}

/**
 * The second step of signing in, for who has an authenticator app: a code of it, or a recovery code,
 * each good once. Throws `second_factor_required` when there is none, `wrong_credentials` when it is
 * wrong. The password was right already; the limits of signing in count this step as well.
 */
export async function requireSecondFactor(
  deps: Pick<Deps, 'db' | 'config' | 'now' | 'audit'>,
  user: TotpUser,
  code: string | undefined,
): Promise<void> {
  if (user.totpSecret === null) return
  if (code === undefined) {
    throw new AppError('second_factor_required', 'Now the code of your authenticator app.')
  }
  if (await isRight(deps, user.id, user.totpSecret, code)) return
  deps.audit.record({
    chain: 'vault',
    action: 'second_factor.failed',
    actorId: null,
    subjectId: user.id,
  })
  throw new AppError('wrong_credentials', 'This code is wrong, or was used already.')
}

async function isRight(
  { db, config, now }: Pick<Deps, 'db' | 'config' | 'now'>,
  userId: UserId,
  sealedSecret: string,
  code: string,
): Promise<boolean> {
  const digits = code.replaceAll(/\s/g, '')
  if (!/^\d{6}$/.test(digits)) {
    return await claimRecoveryCode(db, userId, hashRecoveryCode(config, userId, code), now())
  }
  const secret = unseal(config, purposeOf(userId), sealedSecret)
  const step = secret === null ? null : stepOfCode(secret, digits, now())
  return step !== null && (await claimTotpStep(db, userId, step))
}

/** A new secret, of which nothing is kept before its first code is there. */
export function offerTotp(
  { config, now }: Pick<Deps, 'config' | 'now'>,
  user: { id: UserId; username: string },
): TotpOffer {
  const secret = newTotpSecret()
  const setup = seal(config, setupPurposeOf(user.id), `${now() + setupTtlMs} ${secret}`)
  return { secret, uri: totpUri(secret, user.username), setup }
}

/** Takes the app into use once it shows the right code, and makes the recovery codes. */
export async function confirmTotp(
  deps: Pick<Deps, 'db' | 'config' | 'now' | 'audit'>,
  userId: UserId,
  { setup, code }: ConfirmTotp,
): Promise<RecoveryCodes> {
  const { db, config, now } = deps
  const [expiresAt, secret] = unseal(config, setupPurposeOf(userId), setup)?.split(' ') ?? []
  if (secret === undefined || now() > Number(expiresAt)) {
    throw new AppError('validation_failed', 'Setting this up took too long. Begin once more.')
  }
  const usedStep = stepOfCode(secret, code, now())
  if (usedStep === null) {
    throw new AppError(
      'validation_failed',
      'This code is wrong. Check that the clock of the app is right.',
    )
  }
  const codes = newRecoveryCodes()
  await saveTotp(db, userId, {
    secret: seal(config, purposeOf(userId), secret),
    ...{ usedStep, now: now() },
    codeHashes: codes.map((each) => hashRecoveryCode(config, userId, each)),
  })
  record(deps, userId, 'second_factor.added')
  return { recoveryCodes: codes }
}

/** From now on the password is enough again; the recovery codes go with the app. */
export async function dropTotp(deps: Pick<Deps, 'db' | 'now' | 'audit'>, userId: UserId) {
  await removeTotp(deps.db, userId, deps.now())
  record(deps, userId, 'second_factor.removed')
}

/** Ten new recovery codes; the old ones open nothing any more. Throws `conflict` without an app. */
export async function renewRecoveryCodes(
  deps: Pick<Deps, 'db' | 'config'>,
  user: TotpUser,
): Promise<RecoveryCodes> {
  if (user.totpSecret === null) {
    throw new AppError('conflict', 'Recovery codes come with an authenticator app. Add one first.')
  }
  const codes = newRecoveryCodes()
  const hashes = codes.map((each) => hashRecoveryCode(deps.config, user.id, each))
  await saveRecoveryCodes(deps.db, user.id, hashes)
  return { recoveryCodes: codes }
}

/** How many recovery codes are left, and how many passkeys there are. */
export async function readProtection(deps: Pick<Deps, 'db'>, userId: UserId) {
  return await protectionOf(deps.db, userId)
}

function purposeOf(userId: UserId): string {
  return `totp ${userId}`
}

function setupPurposeOf(userId: UserId): string {
  return `totp-setup ${userId}`
}

function record(
  deps: Pick<Deps, 'audit'>,
  userId: UserId,
  action: 'second_factor.added' | 'second_factor.removed',
) {
  const details = { kind: 'totp' }
  deps.audit.record({ chain: 'vault', action, actorId: userId, subjectId: userId, details })
}
