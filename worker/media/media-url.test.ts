import { describe, expect, it } from 'vitest'
import type { Config } from '../env.ts'
import { newId } from '../ids.ts'
import { mediaExpiry, type SignedMedia, signMediaPath, verifyMediaPath } from './media-url.ts'

const now = 1_795_000_000_000
const host = 'vault.test'
const keyOf = (kid: string, byte: number) => ({ kid, secret: new Uint8Array(32).fill(byte) })
const [older, newer] = [keyOf('k1', 1), keyOf('k2', 2)]
const keys: Config['mediaKeys'] = { signing: newer, all: [newer, older] }
const media: SignedMedia = {
  spaceId: newId('space', now),
  fileId: newId('file', now),
  rendition: '320',
  edit: 0,
  generation: 7,
  expiresAtSeconds: mediaExpiry(now),
}
const path = signMediaPath(keys, host, media)
const verify = (given: string, at = now, on = host) => verifyMediaPath(keys, on, given, at)

/** The path with one of its parts changed: `/m/kid/expiry/generation/signature/space/file/rendition`. */
function withPart(index: number, change: (part: string) => string): string {
  const parts = path.split('/')
  parts[index] = change(parts[index] ?? '')
  return parts.join('/')
}

describe('a media address', () => {
  it('says what was signed', () => {
    expect(verify(path)).toEqual(media)
  })

  it.each<[string, string]>([
    ['the key', withPart(2, () => 'k1')],
    ['the expiry', withPart(3, (part) => String(Number(part) + 1))],
    ['the generation', withPart(4, () => '8')],
    ['the space', withPart(6, () => newId('space', now))],
    ['the file', withPart(7, () => newId('file', now))],
    ['the rendition', withPart(8, () => '1600')],
    ['the edit', withPart(8, () => '320-4')],
  ])('is refused when %s is another', (_, changed) => {
    expect(changed).not.toBe(path)
    expect(verify(changed)).toBeNull()
  })

  it('is refused when any one bit of the signature is turned', () => {
    const signature = Buffer.from(path.split('/')[5] ?? '', 'base64url')
    for (let bit = 0; bit < 256; bit++) {
      const turned = Buffer.from(signature)
      turned[bit >> 3] = (turned[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      expect(verify(withPart(5, () => turned.toString('base64url')))).toBeNull()
    }
  })

  it.each<[string, (signature: string) => string]>([
    ['cut to 8 characters', (signature) => signature.slice(0, 8)],
    ['cut by one', (signature) => signature.slice(0, -1)],
    ['padded', (signature) => `${signature}=`],
    ['in the other alphabet', (signature) => `${signature.slice(0, 20)}+/${signature.slice(22)}`],
    ['longer', (signature) => `${signature}A`],
    ['empty', () => ''],
  ])('is refused when its signature is %s', (_, change) => {
    expect(verify(withPart(5, change))).toBeNull()
  })

  it('has one spelling: the unused bits of the last character are not free', () => {
    const last = path.split('/')[5]?.at(-1) ?? ''
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
    const others = [1, 2, 3].map((low) => alphabet[(alphabet.indexOf(last) & ~3) | low])
    for (const other of others.filter((char) => char !== last)) {
      expect(verify(withPart(5, (part) => part.slice(0, -1) + other))).toBeNull()
    }
  })

  it('holds until its last second and not a moment longer', () => {
    const endMs = media.expiresAtSeconds * 1_000
    expect(verify(path, endMs - 1)).toEqual(media)
    expect(verify(path, endMs)).toBeNull()
    expect(verify(path, endMs + 1_000)).toBeNull()
  })

  it('opens nothing on another host', () => {
    for (const other of ['evil.example', 'vault.test.evil.example', 'vault.test:8443', '']) {
      expect(verify(path, now, other)).toBeNull()
    }
  })

  it('of the older key still opens, and of a retired key opens nothing', () => {
    const before = signMediaPath({ signing: older, all: [older] }, host, media)
    expect(verify(before)).toEqual(media)
    expect(verifyMediaPath({ signing: newer, all: [newer] }, host, before, now)).toBeNull()
  })

  it.each<[string, string]>([
    ['an encoded dot segment', withPart(8, (part) => `%2e%2e/${part}`)],
    ['an encoded slash', path.replace(/\/320$/, '%2f320')],
    ['a half-encoded dot segment', withPart(8, (part) => `..%2f${part}`)],
    ['an encoded letter', withPart(8, () => '%3320')],
    ['a doubled slash', path.replace('/320', '//320')],
    ['a backslash', path.replace('/320', '\\320')],
    ['an encoded NUL', `${path}%00`],
    ['a slash at the end', `${path}/`],
    ['a line break at the end', `${path}\n`],
    ['a query', `${path}?w=1`],
    ['a segment more', `${path}/320`],
    ['a rendition that does not exist', withPart(8, () => 'orig')],
    ['a small letter in an id', withPart(7, (part) => part.toLowerCase())],
    ['an expiry with a zero before it', withPart(3, (part) => `0${part}`)],
    ['a generation with a sign', withPart(4, (part) => `+${part}`)],
  ])('is refused with %s', (_, changed) => {
    expect(changed).not.toBe(path)
    expect(verify(changed)).toBeNull()
  })

  it('repeats for half an hour, and then has half an hour left', () => {
    const start = Math.floor(now / 1_800_000) * 1_800_000
    const expiries = [0, 1, 900_000, 1_799_999].map((ms) => mediaExpiry(start + ms))
    expect(new Set(expiries).size).toBe(1)
    expect((expiries[0] ?? 0) * 1_000 - (start + 1_799_999)).toBeGreaterThanOrEqual(1_800_000)
    expect(mediaExpiry(start + 1_800_000)).toBe((expiries[0] ?? 0) + 1_800)
  })
})
