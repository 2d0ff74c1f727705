import { createHmac, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { generationIdSchema, spaceIdSchema } from '#contracts/ids'
import type { Config } from '../env.ts'

// [Note: Addresses of generations]
// /m/g/{key id}/{expiry}/{media generation}/{signature}/{space}/{generation}
// Signed as addresses of pictures are (see there), over a text of its own. The host is no part of it:
// a canvas's room tells one address to all its pages, which may know the vault by different names.

const targetSchema = z.object({ spaceId: spaceIdSchema, generationId: generationIdSchema })
export type SignedGeneration = z.infer<typeof targetSchema> & {
  expiresAtSeconds: number
  generation: number
}

/** A path that shows one generation's picture to whoever has it. */
export function signGeneration(keys: Config['mediaKeys'], signed: SignedGeneration): string {
  const { kid, secret } = keys.signing
  const signature = hmac(secret, kid, signed).toString('base64url')
  const { expiresAtSeconds, generation, spaceId, generationId } = signed
  return `/m/g/${kid}/${expiresAtSeconds}/${generation}/${signature}/${spaceId}/${generationId}`
}

const pathPattern =
  /^\/m\/g\/([a-z0-9]{1,8})\/([1-9]\d{9})\/(\d{1,10})\/([A-Za-z0-9_-]{43})\/(spc_\w{26})\/(gen_\w{26})$/

/** What a path shows, or null when it is not signed by a live key for this time. */
export function verifyGeneration(
  keys: Config['mediaKeys'],
  pathname: string,
  nowMs: number,
): SignedGeneration | null {
  const [, kid = '', expiry, generation, signature = '', spaceId, generationId] =
    pathPattern.exec(pathname) ?? []
  const target = targetSchema.safeParse({ spaceId, generationId })
  const key = keys.all.find((candidate) => candidate.kid === kid)
  if (!target.success || !key) return null
  const signed = {
    ...target.data,
    expiresAtSeconds: Number(expiry),
    generation: Number(generation),
  }
  const given = Buffer.from(signature, 'base64url')
  // Two spellings can decode to the same 32 bytes: only the canonical one is ours.
  if (given.length !== 32 || given.toString('base64url') !== signature) return null
  if (!timingSafeEqual(given, hmac(key.secret, kid, signed))) return null
  return signed.expiresAtSeconds * 1_000 > nowMs ? signed : null
}

function hmac(secret: Uint8Array, kid: string, signed: SignedGeneration): Buffer {
  const { expiresAtSeconds, generation, spaceId, generationId } = signed
  const text = ['generation-v1', 'GET', kid, expiresAtSeconds, generation, spaceId, generationId]
  return createHmac('sha256', secret).update(text.join('\n')).digest()
}
