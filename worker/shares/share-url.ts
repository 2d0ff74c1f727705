import { createHmac, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { fileIdSchema, folderIdSchema, type ShareId, shareIdSchema } from '#contracts/ids'
import type { Config } from '../env.ts'

// [Note: Addresses of a share]
// /s/p/{key id}/{expiry}/{generation}/{signature}/{share}/{subject}/{name}
// The page signs what its visitor may have: pictures by the pixels of their longer side, downloads of a
// file as `preview` or `original`, and a `zip` of a folder or of `all`. The signature is the whole
// HMAC-SHA256 over host and path, as sent; nothing is decoded and no query is taken. It ends with its
// time, the generation of its share, and its key.

const windowSeconds = 1_800

export const shareNames = ['320', '1600', '2560', 'preview', 'original', 'zip'] as const
const targetSchema = z.object({
  shareId: shareIdSchema,
  subject: z.union([fileIdSchema, folderIdSchema, z.literal('all')]),
  name: z.enum(shareNames),
})
export type ShareTarget = z.infer<typeof targetSchema>
export interface SignedShare extends ShareTarget {
  generation: number
  expiresAtSeconds: number
}

/** Signs addresses of a share on `host` that repeat for half an hour and hold for that long at least. */
export function shareSigner(
  keys: Config['mediaKeys'],
  host: string,
  share: { id: ShareId; generation: number },
  nowMs: number,
): (subject: ShareTarget['subject'], name: ShareTarget['name']) => string {
  const expiresAtSeconds = (Math.floor(nowMs / 1_000 / windowSeconds) + 2) * windowSeconds
  const { kid, secret } = keys.signing
  return (subject, name) => {
    const target = { shareId: share.id, subject, name }
    const signed = { ...target, generation: share.generation, expiresAtSeconds }
    const signature = hmac(secret, host, kid, signed).toString('base64url')
    return `/s/p/${kid}/${expiresAtSeconds}/${share.generation}/${signature}/${share.id}/${subject}/${name}`
  }
}

const pathPattern =
  /^\/s\/p\/([a-z0-9]{1,8})\/([1-9]\d{9})\/(\d{1,10})\/([A-Za-z0-9_-]{43})\/(shr_\w{26})\/(\w{3,30})\/(\w{3,8})$/

/** What a path gives, or null when it is not signed by a live key for this host and time. */
export function verifySharePath(
  keys: Config['mediaKeys'],
  host: string,
  pathname: string,
  nowMs: number,
): SignedShare | null {
  const match = pathPattern.exec(pathname)
  if (!match) return null
  const [, kid = '', expiry, generation, signature = '', shareId, subject, name] = match
  const target = targetSchema.safeParse({ shareId, subject, name })
  const key = keys.all.find((candidate) => candidate.kid === kid)
  if (!target.success || !key) return null
  const signed = {
    ...target.data,
    generation: Number(generation),
    expiresAtSeconds: Number(expiry),
  }
  const given = Buffer.from(signature, 'base64url')
  // Two spellings can decode to the same 32 bytes: only the canonical one is ours.
  if (given.length !== 32 || given.toString('base64url') !== signature) return null
  if (!timingSafeEqual(given, hmac(key.secret, host, kid, signed))) return null
  return signed.expiresAtSeconds * 1_000 > nowMs ? signed : null
}

function hmac(secret: Uint8Array, host: string, kid: string, signed: SignedShare): Buffer {
  const { expiresAtSeconds, generation, shareId, subject, name } = signed
  const text = ['share-v1', 'GET', host, kid, expiresAtSeconds, generation, shareId, subject, name]
  return createHmac('sha256', secret).update(text.join('\n')).digest()
}
