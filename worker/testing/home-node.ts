import { createHash, randomBytes } from 'node:crypto'
import { z } from 'zod'
import { linkHeaders, linkSigningString, publicKeySchema } from '#contracts/home-node'
import type { HomeNodeId } from '#contracts/ids'
import { homeNodes } from '../db/schema/home-nodes.ts'
import { sign } from '../home-nodes/link-key.ts'
import { newId } from '../ids.ts'
import { origin, request, testDeps } from './harness.ts'

export interface TestHomeNode {
  id: HomeNodeId
  publicKey: string
  /** Headers that sign this request; `change` spoils one field of what is signed. */
  headers(
    method: string,
    target: string,
    body?: string | Uint8Array,
    change?: Partial<{ timeMs: number; nonce: string; audience: string; target: string }>,
  ): Promise<Headers>
  fetch(method: string, target: string, body?: object | Uint8Array): Promise<Response>
}

/** A home node with a key of its own that signs as the real one does; joined unless told otherwise. */
export async function aHomeNode(options: { joined?: boolean } = {}): Promise<TestHomeNode> {
  const pair = await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify'])
  if (!('privateKey' in pair)) throw new Error('Ed25519 makes key pairs')
  const jwk = z
    .object({ x: publicKeySchema })
    .parse(await crypto.subtle.exportKey('jwk', pair.publicKey))
  const { db, now } = testDeps()
  const id = newId('homeNode', now())
  if (options.joined !== false) {
    await db.insert(homeNodes).values({
      id,
      name: 'test node',
      publicKey: jwk.x,
      joinCodeHash: crypto.randomUUID(),
      joinedAt: now(),
      lastSeenAt: now(),
    })
  }
  const node: TestHomeNode = {
    id,
    publicKey: jwk.x,
    async headers(method, target, body = '', change = {}) {
      const bodySha256 = createHash('sha256').update(body).digest('hex')
      const timeMs = change.timeMs ?? now()
      const nonce = change.nonce ?? randomBytes(16).toString('base64url')
      const text = linkSigningString({
        key: id,
        audience: change.audience ?? 'worker',
        method,
        target: change.target ?? target,
        bodySha256,
        timeMs,
        nonce,
      })
      return new Headers({
        [linkHeaders.key]: id,
        [linkHeaders.time]: String(timeMs),
        [linkHeaders.nonce]: nonce,
        [linkHeaders.body]: bodySha256,
        [linkHeaders.signature]: await sign(pair.privateKey, text),
      })
    },
    async fetch(method, target, body) {
      const bytes =
        body === undefined || body instanceof Uint8Array
          ? body
          : new TextEncoder().encode(JSON.stringify(body))
      const headers = await node.headers(method, target, bytes)
      return await request(origin + target, { method, headers, ...(bytes && { body: bytes }) })
    },
  }
  return node
}
