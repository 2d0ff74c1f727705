import { isIP } from 'node:net'
import type { PasskeyId, UserId } from '#contracts/ids'
import type { AddPasskey, PasskeySignIn, PasskeyView } from '#contracts/second-factor'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { newId } from '../ids.ts'
import {
  claimChallenge,
  deleteExpiredChallenges,
  deletePasskey,
  findPasskey,
  insertChallenge,
  insertPasskey,
  listPasskeys,
  markPasskeyUsed,
} from './passkey-queries.ts'

const challengeTtlMs = 5 * 60_000

// The library brings a certificate parser along: it is loaded when the first passkey comes, not with
// every request.
const webAuthn = () => import('@simplewebauthn/server')

/** Where a passkey is good: the host that the browser shows, and nowhere else. */
function rpOf(url: string): { rpID: string; origin: string } {
  const { hostname, origin, port, protocol } = new URL(url)
  if (isIP(hostname.replaceAll(/[[\]]/g, '')) !== 0) {
    const isLoopback = hostname === '127.0.0.1' || hostname === '[::1]'
    const instead = isLoopback ? ` Open ${protocol}//localhost:${port} instead.` : ''
    throw new AppError('conflict', `Passkeys need a host name, not an address of digits.${instead}`)
  }
  return { rpID: hostname, origin }
}

type PasskeyDeps = Pick<Deps, 'db' | 'now' | 'log' | 'audit'>

/** What the browser hands to an authenticator to make a passkey for this user. */
export async function offerPasskey(
  deps: Pick<Deps, 'db' | 'now'>,
  user: { id: UserId; username: string },
  url: string,
) {
  const { rpID } = rpOf(url)
  const { generateRegistrationOptions } = await webAuthn()
  const known = await listPasskeys(deps.db, user.id)
  const options = await generateRegistrationOptions({
    rpName: 'CloudVault',
    rpID,
    userName: user.username,
    userDisplayName: user.username,
    userID: Uint8Array.from(Buffer.from(user.id)),
    attestationType: 'none',
    excludeCredentials: known.map(({ credentialId }) => ({ id: credentialId })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  })
  await insertChallenge(deps.db, options.challenge, user.id, deps.now() + challengeTtlMs)
  return options
}

/** Keeps the passkey that an authenticator made. Throws `validation_failed` when it does not hold. */
export async function addPasskey(
  deps: PasskeyDeps,
  userId: UserId,
  { name, response }: AddPasskey,
  url: string,
): Promise<PasskeyView> {
  const { rpID, origin } = rpOf(url)
  const { verifyRegistrationResponse } = await webAuthn()
  const { transports, ...attestation } = response.response
  const { authenticatorAttachment, ...credentialOf } = response
  const verified = await verifyRegistrationResponse({
    response: {
      ...credentialOf,
      ...(authenticatorAttachment && { authenticatorAttachment }),
      response: { ...attestation, ...(transports && { transports }) },
    },
    expectedChallenge: (challenge) => claimChallenge(deps.db, challenge, userId, deps.now()),
    expectedOrigin: origin,
    expectedRPID: rpID,
  }).catch((cause: unknown) => refuse(deps, cause))
  if (!verified?.verified) throw notAccepted()
  const { credential } = verified.registrationInfo
  const now = deps.now()
  const id = newId('passkey', now)
  const isNew = await insertPasskey(deps.db, {
    ...{ id, userId, name, createdAt: now },
    credentialId: credential.id,
    publicKey: Buffer.from(credential.publicKey),
    signCount: credential.counter,
    transports: (credential.transports ?? []).join(','),
  })
  if (!isNew) throw new AppError('conflict', 'This passkey belongs to an account already.')
  record(deps, userId, 'second_factor.added')
  return { id, name, createdAt: new Date(now).toISOString(), lastUsedAt: null }
}

export async function passkeysOf(deps: Pick<Deps, 'db'>, userId: UserId): Promise<PasskeyView[]> {
  const rows = await listPasskeys(deps.db, userId)
  const iso = (ms: number) => new Date(ms).toISOString()
  return rows.map(({ id, name, createdAt, lastUsedAt }) => {
    return {
      ...{ id, name, createdAt: iso(createdAt) },
      lastUsedAt: lastUsedAt === null ? null : iso(lastUsedAt),
    }
  })
}

export async function removePasskey(
  deps: Pick<Deps, 'db' | 'audit'>,
  userId: UserId,
  id: PasskeyId,
) {
  if (!(await deletePasskey(deps.db, userId, id))) {
    throw new AppError('not_found', 'There is no such passkey.')
  }
  record(deps, userId, 'second_factor.removed')
}

/** What the browser hands to an authenticator to sign in; the passkey itself says whose it is. */
export async function offerPasskeySignIn(deps: Pick<Deps, 'db' | 'now'>, url: string) {
  const { rpID } = rpOf(url)
  const { generateAuthenticationOptions } = await webAuthn()
  const options = await generateAuthenticationOptions({ rpID, userVerification: 'required' })
  await insertChallenge(deps.db, options.challenge, null, deps.now() + challengeTtlMs)
  return options
}

/** Checks a passkey's answer and says who came with it. Throws `wrong_credentials`. */
export async function signInWithPasskey(
  deps: PasskeyDeps,
  { response }: PasskeySignIn,
  url: string,
): Promise<{ id: UserId; username: string }> {
  const { rpID, origin } = rpOf(url)
  const found = await findPasskey(deps.db, response.id)
  if (!found) throw refused(deps, null)
  const { passkey, username } = found
  const { verifyAuthenticationResponse } = await webAuthn()
  const { authenticatorAttachment, ...credentialOf } = response
  const { userHandle, ...assertion } = response.response
  const verified = await verifyAuthenticationResponse({
    response: {
      ...credentialOf,
      ...(authenticatorAttachment && { authenticatorAttachment }),
      response: { ...assertion, ...(userHandle !== undefined && { userHandle }) },
    },
    expectedChallenge: (challenge) => claimChallenge(deps.db, challenge, null, deps.now()),
    expectedOrigin: origin,
    expectedRPID: rpID,
    credential: {
      id: passkey.credentialId,
      publicKey: new Uint8Array(passkey.publicKey),
      counter: passkey.signCount,
    },
  }).catch((cause: unknown) => refuse(deps, cause))
  const isGood =
    verified?.verified === true &&
    (await markPasskeyUsed(deps.db, passkey.id, verified.authenticationInfo.newCounter, deps.now()))
  if (!isGood) throw refused(deps, passkey.userId)
  return { id: passkey.userId, username }
}

/** For the sweep: challenges that nobody answered. */
export async function clearExpiredChallenges(deps: Pick<Deps, 'db' | 'now'>): Promise<void> {
  await deleteExpiredChallenges(deps.db, deps.now())
}

/** The library throws for what does not hold; which check it was is for the log. */
function refuse(deps: Pick<Deps, 'log'>, cause: unknown): null {
  const reason = cause instanceof Error ? cause.message.slice(0, 60) : 'unknown'
  deps.log.info('passkey.refused', { reason })
  return null
}

function notAccepted(): AppError {
  return new AppError('validation_failed', 'This passkey could not be checked. Begin once more.')
}

function refused(deps: Pick<Deps, 'audit'>, userId: UserId | null): AppError {
  const event = { action: 'login.failed' as const, actorId: null, subjectId: userId }
  deps.audit.record({ chain: 'vault', ...event, details: { kind: 'passkey' } })
  return new AppError('wrong_credentials', 'This passkey opens nothing here.')
}

function record(
  deps: Pick<Deps, 'audit'>,
  userId: UserId,
  action: 'second_factor.added' | 'second_factor.removed',
) {
  const details = { kind: 'passkey' }
  deps.audit.record({ chain: 'vault', action, actorId: userId, subjectId: userId, details })
}
