import { createHmac, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { type FileId, fileIdSchema, type SpaceId, spaceIdSchema } from '#contracts/ids'
import { type StoredRenditionName, storedRenditionNameSchema } from '#contracts/renditions'
import type { Config } from '../env.ts'

// [Note: Media addresses]
// /m/{key id}/{expiry}/{generation}/{signature}/{space}/{file}/{rendition}
// where {rendition} is 320, or 320-4 of the picture's fourth edit: what an address shows never changes.
// The signature is the whole HMAC-SHA256 over host, key id, expiry, generation and what is shown.
// It is checked over the bytes of the path as sent: nothing is decoded and no query is taken, so
// there is one spelling of each address. The expiry is rounded, so that addresses repeat for half an
// hour and the browser's cache holds.

const windowSeconds = 1_800

export interface MediaTarget {
  spaceId: SpaceId
  fileId: FileId
  rendition: StoredRenditionName
  /** The number of the edit by which it is made; 0: as the original came. */
  edit: number
}

export interface SignedMedia extends MediaTarget {
  expiresAtSeconds: number
  generation: number
}

/** The end of the window after the next: between 30 and 60 minutes from now. */
export function mediaExpiry(nowMs: number): number {
  return (Math.floor(nowMs / 1_000 / windowSeconds) + 2) * windowSeconds
}

/** A path on `host` that shows one rendition until `expiresAtSeconds`. */
export function signMediaPath(keys: Config['mediaKeys'], host: string, media: SignedMedia): string {
  const { kid, secret } = keys.signing
  const signature = hmac(secret, host, kid, media).toString('base64url')
  const { expiresAtSeconds, generation, spaceId, fileId } = media
  return `/m/${kid}/${expiresAtSeconds}/${generation}/${signature}/${spaceId}/${fileId}/${shownName(media)}`
}

const pathPattern =
  /^\/m\/([a-z0-9]{1,8})\/([1-9]\d{9})\/(\d{1,10})\/([A-Za-z0-9_-]{43})\/(spc_\w{26})\/(fil_\w{26})\/(\w{1,8})(?:-([1-9]\d{0,5}))?$/

const targetSchema = z.object({
  spaceId: spaceIdSchema,
  fileId: fileIdSchema,
  rendition: storedRenditionNameSchema,
  edit: z.int(),
})

/** What a media path shows, or null when it is not signed by a live key for this host and time. */
export function verifyMediaPath(
  keys: Config['mediaKeys'],
  host: string,
  pathname: string,
  nowMs: number,
): SignedMedia | null {
  const match = pathPattern.exec(pathname)
  if (!match) return null
  const [, kid = '', expiry, generation, signature = '', spaceId, fileId, rendition, edit] = match
  const target = targetSchema.safeParse({ spaceId, fileId, rendition, edit: Number(edit ?? 0) })
  const key = keys.all.find((candidate) => candidate.kid === kid)
  if (!target.success || !key) return null
  const media = {
    ...target.data,
    expiresAtSeconds: Number(expiry),
    generation: Number(generation),
  }
  const given = Buffer.from(signature, 'base64url')
  // Two spellings can decode to the same 32 bytes: only the canonical one is ours.
  if (given.length !== 32 || given.toString('base64url') !== signature) return null
  if (!timingSafeEqual(given, hmac(key.secret, host, kid, media))) return null
  return media.expiresAtSeconds * 1_000 > nowMs ? media : null
}

function hmac(secret: Uint8Array, host: string, kid: string, media: SignedMedia): Buffer {
  const { expiresAtSeconds, generation, spaceId, fileId } = media
  const shown = [spaceId, fileId, shownName(media)]
  const text = ['v1', 'GET', host, kid, expiresAtSeconds, generation, ...shown]
  return createHmac('sha256', secret).update(text.join('\n')).digest()
}

/** The last part of an address: a rendition, and by which edit. */
export function shownName({ rendition, edit }: Pick<MediaTarget, 'rendition' | 'edit'>): string {
  return edit === 0 ? rendition : `${rendition}-${edit}`
}
