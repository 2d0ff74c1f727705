import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'

/** Cloudflare's envelope around a result. */
export function answer(c: Context, result: unknown, more: Record<string, unknown> = {}) {
  return c.json({ success: true, errors: [], messages: [], result, ...more })
}

/** Its envelope around a refusal, with the number that Cloudflare gives it. */
export function refuse(c: Context, status: ContentfulStatusCode, code: number, message: string) {
  return c.json({ success: false, errors: [{ code, message }], messages: [], result: null }, status)
}
