import { createHash, randomBytes } from 'node:crypto'
import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import type { AppEnv } from '../app-env.ts'

export const sessionTtlMs = 12 * 3_600_000

/** 32 random bytes; only the SHA-256 is stored. */
export function newSessionToken(): { token: string; tokenHash: string } {
  const token = randomBytes(32).toString('base64url')
  return { token, tokenHash: hashToken(token) }
}

export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

// `__Host-` binds the cookie to this host over TLS (or loopback) and to the whole path.
const options = {
  path: '/',
  secure: true,
  httpOnly: true,
  sameSite: 'Lax',
  prefix: 'host',
} as const

export function setSessionCookie(c: Context<AppEnv>, token: string) {
  setCookie(c, 'session', token, { ...options, maxAge: sessionTtlMs / 1000 })
}

export function clearSessionCookie(c: Context<AppEnv>) {
  deleteCookie(c, 'session', options)
}

export function readSessionCookie(c: Context<AppEnv>): string | undefined {
  return getCookie(c, 'session', 'host')
}
