import type { MiddlewareHandler } from 'hono'
import type { AppEnv } from '../app-env.ts'

const defaults: Record<string, string> = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'Strict-Transport-Security': 'max-age=31536000; includeSubDomains',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
}

/**
 * Gives every answer of the API the strict headers that it has not set for itself. hono's
 * `secureHeaders` would overwrite the stricter policy that downloads bring.
 */
export const apiHeaders: MiddlewareHandler<AppEnv> = async (c, next) => {
  await next()
  // A switched protocol has no headers left to set.
  if (c.res.status === 101) return
  for (const [name, value] of Object.entries(defaults)) {
    if (!c.res.headers.has(name)) c.header(name, value)
  }
}
