import { createHmac, timingSafeEqual } from 'node:crypto'
import { type SessionId, sessionIdSchema } from '#contracts/ids'
import type { Config } from '../env.ts'

// [Note: Refresh tokens]
// A session of an API client is a family of refresh tokens, each good once. A token is made from a
// secret key, the session's id and its number in the family, so the successor of a token can be
// told twice (its answer may be lost on the way) although only the hash of the current one is kept.
//
//   rft_{session id}_{number}_{HMAC-SHA256, base64url}

export const refreshTtlMs = 7 * 24 * 3_600_000
/** For how long a token that was just used is answered with the same successor. */
export const refreshGraceMs = 10_000

export interface RefreshToken {
  sessionId: SessionId
  number: number
}

export function makeRefreshToken(config: Pick<Config, 'passwordPepper'>, token: RefreshToken) {
  return `rft_${token.sessionId}_${token.number}_${signatureOf(config, token).toString('base64url')}`
}

/** What a token names, or null when we did not make it. Whether it is still good D1 decides. */
export function readRefreshToken(
  config: Pick<Config, 'passwordPepper'>,
  text: string,
): RefreshToken | null {
  const match = /^rft_(ses_\w{26})_(\d{1,9})_([\w-]{43})$/.exec(text)
  const sessionId = sessionIdSchema.safeParse(match?.[1])
  if (!match || !sessionId.success) return null
  const token = { sessionId: sessionId.data, number: Number(match[2]) }
  const given = Buffer.from(match[3] ?? '', 'base64url')
  const expected = signatureOf(config, token)
  return given.length === expected.length && timingSafeEqual(given, expected) ? token : null
}

function signatureOf(config: Pick<Config, 'passwordPepper'>, token: RefreshToken): Buffer {
  // A key of its own, so that a refresh token is never valid as anything else of the same secret.
  const key = createHmac('sha256', config.passwordPepper).update('refresh-token').digest()
  return createHmac('sha256', key).update(`${token.sessionId}.${token.number}`).digest()
}
