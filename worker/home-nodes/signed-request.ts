import { createHash } from 'node:crypto'
import {
  type LinkSignature,
  linkClockSkewMs,
  linkHeaders,
  linkSignatureSchema,
  linkSigningString,
} from '#contracts/home-node'
import { verify } from './link-key.ts'

/** The link headers of a request, or null when they are missing or malformed. */
export function readLinkSignature(headers: Headers): LinkSignature | null {
  const parsed = linkSignatureSchema.safeParse({
    key: headers.get(linkHeaders.key),
    timeMs: headers.get(linkHeaders.time),
    nonce: headers.get(linkHeaders.nonce),
    bodySha256: headers.get(linkHeaders.body),
    signature: headers.get(linkHeaders.signature),
  })
  return parsed.success ? parsed.data : null
}

/**
 * Whether the headers sign exactly this request for the Worker: method, path and query as sent,
 * body, time within 300 s. Whether the nonce was seen before is for the caller to ask.
 */
export async function isSignedBy(
  publicKey: string,
  signature: LinkSignature,
  request: { method: string; url: string; body: Uint8Array; nowMs: number },
): Promise<boolean> {
  const { pathname, search } = new URL(request.url)
  if (Math.abs(request.nowMs - signature.timeMs) > linkClockSkewMs) return false
  if (createHash('sha256').update(request.body).digest('hex') !== signature.bodySha256) return false
  const text = linkSigningString({
    key: signature.key,
    audience: 'worker',
    method: request.method,
    target: pathname + search,
    bodySha256: signature.bodySha256,
    timeMs: signature.timeMs,
    nonce: signature.nonce,
  })
  return await verify(publicKey, text, signature.signature)
}
