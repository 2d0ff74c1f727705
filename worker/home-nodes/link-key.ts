import { z } from 'zod'
import { publicKeySchema } from '#contracts/home-node'

interface LinkKey {
  privateKey: CryptoKey
  /** Raw public key, base64url. */
  publicKey: string
}

/** One import an isolate: the key comes from a secret and does not change while it runs. */
const imported = new Map<string, Promise<LinkKey>>()

/** The Worker's own Ed25519 key from its PKCS#8 secret. */
export function importLinkKey(pkcs8: Uint8Array): Promise<LinkKey> {
  const name = Buffer.from(pkcs8).toString('base64url')
  const known = imported.get(name)
  if (known) return known
  const key = importNow(pkcs8)
  imported.clear()
  imported.set(name, key)
  return key
}

async function importNow(pkcs8: Uint8Array): Promise<LinkKey> {
  const privateKey = await crypto.subtle.importKey('pkcs8', pkcs8, 'Ed25519', true, ['sign'])
  const jwk = z
    .object({ x: publicKeySchema })
    .parse(await crypto.subtle.exportKey('jwk', privateKey))
  return { privateKey, publicKey: jwk.x }
}

export async function sign(key: CryptoKey, text: string): Promise<string> {
  const signature = await crypto.subtle.sign('Ed25519', key, Buffer.from(text))
  return Buffer.from(signature).toString('base64url')
}

/** Whether `signature` (base64url) is the one of `publicKey` (raw, base64url) over `text`. */
export async function verify(publicKey: string, text: string, signature: string): Promise<boolean> {
  const key = await crypto.subtle.importKey(
    'raw',
    Buffer.from(publicKey, 'base64url'),
    'Ed25519',
    false,
    ['verify'],
  )
  return await crypto.subtle.verify(
    'Ed25519',
    key,
    Buffer.from(signature, 'base64url'),
    Buffer.from(text),
  )
}
