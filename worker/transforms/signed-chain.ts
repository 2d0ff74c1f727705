import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Config } from '../env.ts'

// [Note: Signed addresses of chains]
// /t/s/{key id}/{expiry}/{generation}/{signature}/{chain}/{file}.{extension}
// The signature is the whole HMAC-SHA256 over host, key id, expiry, generation and the path behind it,
// as sent: nothing is decoded and no query is taken. Whoever holds the address sees that one picture.

export interface SignedChain {
  expiresAtSeconds: number
  /** The media generation of the file's space: what ends its other addresses ends this one. */
  generation: number
  /** `/{chain}/{file}.{extension}`, escaped. */
  path: string
}

/** A path on `host` that shows one picture to whoever has it, until `expiresAtSeconds`. */
export function signChain(keys: Config['mediaKeys'], host: string, chain: SignedChain): string {
  const { kid, secret } = keys.signing
  const signature = hmac(secret, host, kid, chain).toString('base64url')
  return `/t/s/${kid}/${chain.expiresAtSeconds}/${chain.generation}/${signature}${chain.path}`
}

const pathPattern = /^\/t\/s\/([a-z0-9]{1,8})\/([1-9]\d{9})\/(\d{1,10})\/([A-Za-z0-9_-]{43})(\/.+)$/

/** What a path shows, or null when it is not signed by a live key for this host and time. */
export function verifyChain(
  keys: Config['mediaKeys'],
  host: string,
  pathname: string,
  nowMs: number,
): SignedChain | null {
  const [, kid = '', expiry, generation, signature = '', path = ''] =
    pathPattern.exec(pathname) ?? []
  const key = keys.all.find((candidate) => candidate.kid === kid)
  if (!key) return null
  const chain = { expiresAtSeconds: Number(expiry), generation: Number(generation), path }
  const given = Buffer.from(signature, 'base64url')
  // Two spellings can decode to the same 32 bytes: only the canonical one is ours.
  if (given.length !== 32 || given.toString('base64url') !== signature) return null
  if (!timingSafeEqual(given, hmac(key.secret, host, kid, chain))) return null
  return chain.expiresAtSeconds * 1_000 > nowMs ? chain : null
}

function hmac(secret: Uint8Array, host: string, kid: string, chain: SignedChain): Buffer {
  const { expiresAtSeconds, generation, path } = chain
  const text = ['transform-v1', 'GET', host, kid, expiresAtSeconds, generation, path]
  return createHmac('sha256', secret).update(text.join('\n')).digest()
}
