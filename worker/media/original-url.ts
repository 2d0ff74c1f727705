import { createHmac, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { fileIdSchema, spaceIdSchema } from '#contracts/ids'
import type { Config } from '../env.ts'

// [Note: Addresses of originals]
// /m/o/{key id}/{expiry}/{generation}/{signature}/{space}/{file}
// Signed as addresses of pictures are (see there), over a text of its own: neither signature is one of
// the other. It ends with its time, its key, and the other addresses of its space.

const targetSchema = z.object({ spaceId: spaceIdSchema, fileId: fileIdSchema })
export type SignedOriginal = z.infer<typeof targetSchema> & {
  expiresAtSeconds: number
  generation: number
}

/** A path on `host` that gives one original to whoever has it. */
export function signOriginal(
  keys: Config['mediaKeys'],
  host: string,
  original: SignedOriginal,
): string {
  const { kid, secret } = keys.signing
  const signature = hmac(secret, host, kid, original).toString('base64url')
  const { expiresAtSeconds, generation, spaceId, fileId } = original
  return `/m/o/${kid}/${expiresAtSeconds}/${generation}/${signature}/${spaceId}/${fileId}`
}

const pathPattern =
  /^\/m\/o\/([a-z0-9]{1,8})\/([1-9]\d{9})\/(\d{1,10})\/([A-Za-z0-9_-]{43})\/(spc_\w{26})\/(fil_\w{26})$/

/** What a path gives, or null when it is not signed by a live key for this host and time. */
export function verifyOriginal(
  keys: Config['mediaKeys'],
  host: string,
  pathname: string,
  nowMs: number,
): SignedOriginal | null {
  const [, kid = '', expiry, generation, signature = '', spaceId, fileId] =
    pathPattern.exec(pathname) ?? []
  const target = targetSchema.safeParse({ spaceId, fileId })
  const key = keys.all.find((candidate) => candidate.kid === kid)
  if (!target.success || !key) return null
  const original = {
    ...target.data,
    expiresAtSeconds: Number(expiry),
    generation: Number(generation),
  }
  const given = Buffer.from(signature, 'base64url')
  // Two spellings can decode to the same 32 bytes: only the canonical one is ours.
  if (given.length !== 32 || given.toString('base64url') !== signature) return null
  if (!timingSafeEqual(given, hmac(key.secret, host, kid, original))) return null
  return original.expiresAtSeconds * 1_000 > nowMs ? original : null
}

function hmac(secret: Uint8Array, host: string, kid: string, original: SignedOriginal): Buffer {
  const { expiresAtSeconds, generation, spaceId, fileId } = original
  const text = ['original-v1', 'GET', host, kid, expiresAtSeconds, generation, spaceId, fileId]
  return createHmac('sha256', secret).update(text.join('\n')).digest()
}
