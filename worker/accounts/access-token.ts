import { type JWTPayload, jwtVerify, SignJWT } from 'jose'
import { z } from 'zod'
import { type SessionId, sessionIdSchema, type UserId, userIdSchema } from '#contracts/ids'
import type { Config } from '../env.ts'

const algorithm = 'HS256'
const type = 'at+jwt'
const issuer = 'cloudvault'
const audience = 'cloudvault-api'
/** How far the clocks of two machines may be apart, in seconds. */
const leewaySeconds = 60

const claimsSchema = z.object({ sub: userIdSchema, sid: sessionIdSchema, exp: z.int() })

/** A JWT (RFC 9068, HS256) that names a session. It opens nothing once that session's row is gone. */
export async function signAccessToken(
  config: Pick<Config, 'jwtKeys' | 'accessTokenMs'>,
  session: { userId: UserId; sessionId: SessionId },
  nowMs: number,
): Promise<{ accessToken: string; expiresInSeconds: number }> {
  const { kid, secret } = config.jwtKeys.signing
  const now = Math.floor(nowMs / 1_000)
  const expiresInSeconds = config.accessTokenMs / 1_000
  const accessToken = await new SignJWT({ sid: session.sessionId })
    .setProtectedHeader({ alg: algorithm, typ: type, kid })
    .setSubject(session.userId)
    .setIssuer(issuer)
    .setAudience(audience)
    .setIssuedAt(now)
    .setExpirationTime(now + expiresInSeconds)
    .sign(secret)
  return { accessToken, expiresInSeconds }
}

/**
 * The session that a token names, or null. The algorithm, type, issuer and audience are fixed, `exp`
 * is required, `iat` and `nbf` may lie a minute ahead, and `kid` finds its key in our own short list.
 */
export async function verifyAccessToken(
  config: Pick<Config, 'jwtKeys'>,
  token: string,
  nowMs: number,
): Promise<{ userId: UserId; sessionId: SessionId } | null> {
  try {
    const { payload } = await jwtVerify(
      token,
      ({ kid }) => {
        const key = config.jwtKeys.all.find((candidate) => candidate.kid === kid)
        if (!key) throw new Error('no such key')
        return key.secret
      },
      {
        algorithms: [algorithm],
        typ: type,
        issuer,
        audience,
        requiredClaims: ['exp', 'iat', 'sub', 'sid'],
        clockTolerance: leewaySeconds,
        currentDate: new Date(nowMs),
      },
    )
    const claims = claimsSchema.parse(payload)
    if (!isInTime(payload, claims.exp, nowMs)) return null
    return { userId: claims.sub, sessionId: claims.sid }
  } catch {
    return null
  }
}

/** jose grants the leeway to `exp` too, and does not look at a future `iat`: here it is strict. */
function isInTime(payload: JWTPayload, exp: number, nowMs: number): boolean {
  const now = nowMs / 1_000
  return exp > now && (payload.iat ?? Number.POSITIVE_INFINITY) <= now + leewaySeconds
}
