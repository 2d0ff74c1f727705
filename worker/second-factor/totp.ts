import { Secret, TOTP } from 'otpauth'

const stepMs = 30_000

/** What authenticator apps take by default (RFC 6238): SHA-1, six digits, a new one every 30 seconds. */
function totpOf(secret: string, username = ''): TOTP {
  return new TOTP({
    issuer: 'CloudVault',
    label: username,
    algorithm: 'SHA1',
    digits: 6,
    period: stepMs / 1_000,
    secret: Secret.fromBase32(secret),
  })
}

/** A new secret of 160 bits, in base 32. */
export function newTotpSecret(): string {
  return new Secret({ size: 20 }).base32
}

/** The address that an authenticator app reads from a QR code. */
export function totpUri(secret: string, username: string): string {
  return totpOf(secret, username).toString()
}

/**
 * The time step that a code belongs to, or null when it is wrong. The step before and the one after
 * are taken too, for clocks that are half a minute off (RFC 6238, 5.2).
 */
export function stepOfCode(secret: string, code: string, now: number): number | null {
  const delta = totpOf(secret).validate({ token: code, timestamp: now, window: 1 })
  return delta === null ? null : Math.floor(now / stepMs) + delta
}
