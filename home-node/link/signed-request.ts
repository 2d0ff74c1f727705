import { createHash, type KeyObject, randomBytes, sign, verify } from 'node:crypto'
import {
  emptySha256,
  linkClockSkewMs,
  linkHeaders,
  linkSignatureSchema,
  linkSigningString,
} from '#contracts/home-node'

/** The audience of everything that a home node sends. */
export const workerAudience = 'worker'

export interface Signer {
  /** A home node's id, or `worker`. */
  key: string
  privateKey: KeyObject
}

export interface UnsignedRequest {
  audience: string
  method: string
  /** Path and query exactly as sent. */
  target: string
  /** Absent: no body. */
  body?: Uint8Array
}

export function sha256Hex(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** The link headers for one request. Each call makes a new nonce, so a retry is signed again. */
export function signRequest(
  signer: Signer,
  request: UnsignedRequest,
  nowMs: number = Date.now(),
): Record<string, string> {
  const bodySha256 =
    request.body === undefined || request.body.length === 0 ? emptySha256 : sha256Hex(request.body)
  const nonce = randomBytes(16).toString('base64url')
  const text = linkSigningString({
    key: signer.key,
    audience: request.audience,
    method: request.method,
    target: request.target,
    bodySha256,
    timeMs: nowMs,
    nonce,
  })
  return {
    [linkHeaders.key]: signer.key,
    [linkHeaders.time]: String(nowMs),
    [linkHeaders.nonce]: nonce,
    [linkHeaders.body]: bodySha256,
    [linkHeaders.signature]: sign(null, Buffer.from(text), signer.privateKey).toString('base64url'),
  }
}

export type Verdict =
  | { ok: true; key: string; bodySha256: string }
  | { ok: false; reason: 'headers' | 'key' | 'clock' | 'signature' | 'replay' | 'busy' }

export interface VerifierOptions {
  /** Who reads these requests: `worker`, or this home node's id. */
  audience: string
  /** null for a key that is not known. */
  publicKeyOf(key: string): KeyObject | null
  now?(): number
  /** How many nonces may be remembered at once; at the bound, requests are refused. */
  maxNonces?: number
}

const nonceMemoryMs = 2 * linkClockSkewMs

/**
 * Checks signed requests by their headers. The caller must still hash the body and compare it with
 * `bodySha256` before it uses a byte of it. A nonce is remembered only once its signature was found
 * good, so strangers cannot fill the memory; a full memory refuses rather than forgets.
 */
export function makeVerifier(options: VerifierOptions) {
  const now = options.now ?? Date.now
  const maxNonces = options.maxNonces ?? 250_000
  // Insertion order is arrival order, so the oldest entries come first.
  const seenAtMs = new Map<string, number>()

  const forgetOld = (nowMs: number) => {
    for (const [nonce, atMs] of seenAtMs) {
      if (Math.abs(nowMs - atMs) <= nonceMemoryMs) return
      seenAtMs.delete(nonce)
    }
  }

  return {
    verify(request: {
      method: string
      target: string
      header(name: string): string | undefined | null
    }): Verdict {
      const parsed = linkSignatureSchema.safeParse({
        key: request.header(linkHeaders.key),
        timeMs: request.header(linkHeaders.time),
        nonce: request.header(linkHeaders.nonce),
        bodySha256: request.header(linkHeaders.body),
        signature: request.header(linkHeaders.signature),
      })
      if (!parsed.success) return { ok: false, reason: 'headers' }
      const { key, timeMs, nonce, bodySha256, signature } = parsed.data
      const publicKey = options.publicKeyOf(key)
      if (publicKey === null) return { ok: false, reason: 'key' }
      const nowMs = now()
      if (Math.abs(nowMs - timeMs) > linkClockSkewMs) return { ok: false, reason: 'clock' }
      const text = linkSigningString({
        key,
        audience: options.audience,
        method: request.method,
        target: request.target,
        bodySha256,
        timeMs,
        nonce,
      })
      if (!verify(null, Buffer.from(text), publicKey, Buffer.from(signature, 'base64url'))) {
        return { ok: false, reason: 'signature' }
      }
      forgetOld(nowMs)
      const entry = `${key} ${nonce}`
      if (seenAtMs.has(entry)) return { ok: false, reason: 'replay' }
      if (seenAtMs.size >= maxNonces) return { ok: false, reason: 'busy' }
      seenAtMs.set(entry, nowMs)
      return { ok: true, key, bodySha256 }
    },
  }
}
export type Verifier = ReturnType<typeof makeVerifier>
