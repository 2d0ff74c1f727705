import { createHmac, randomBytes } from 'node:crypto'

const secretPrefix = 'whsec_'

/** A new secret as Standard Webhooks writes it: `whsec_` and 32 random bytes in base64. */
export function makeWebhookSecret(): string {
  return secretPrefix + randomBytes(32).toString('base64')
}

/**
 * The headers that prove who sent a body and when, by Standard Webhooks:
 * https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 * `v1` is HMAC-SHA256 over id, time (Unix seconds) and body, joined by dots.
 */
export function webhookHeaders(
  secret: string,
  message: { id: string; sentAtMs: number; body: string },
): Record<string, string> {
  const timestamp = String(Math.floor(message.sentAtMs / 1_000))
  const key = Buffer.from(secret.slice(secretPrefix.length), 'base64')
  const signature = createHmac('sha256', key)
    .update(`${message.id}.${timestamp}.${message.body}`)
    .digest('base64')
  return {
    'webhook-id': message.id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${signature}`,
  }
}
