import { env } from 'cloudflare:workers'
import { expect, inject } from 'vitest'
import { organizationKeyMadeSchema, organizationViewSchema } from '#contracts/face-api'
import type { SpaceId } from '#contracts/ids'
import { homeNodes } from '../db/schema/home-nodes.ts'
import type { Env } from '../env.ts'
import { newId } from '../ids.ts'
import { aUser, origin, request, type TestUser, testDeps } from './harness.ts'
import { jpegLike } from './pictures.ts'

export const consentText = 'Everybody whose face is kept here has agreed to it.'

/** A picture with these faces in it, as the made engine of face-home.ts sees them, in base64. */
export function faceLike(words: string): string {
  return Buffer.from(jpegLike(`${words}${' '.repeat(64)}`)).toString('base64')
}

/** The vault with the made face engine at the other end of its link. */
export async function withFaceHome(bindings: Env = env): Promise<Env> {
  const { db, now } = testDeps()
  await db
    .insert(homeNodes)
    .values({
      ...{ id: newId('homeNode', now()), name: 'made', publicKey: 'A'.repeat(43) },
      ...{ joinCodeHash: 'made', joinedAt: now(), lastSeenAt: now() },
    })
    .onConflictDoNothing()
  return { ...bindings, HOME_URL: inject('faceHomeUrl'), RATE_LIMITS: 'face-api=10000/60' }
}

export interface TestOrganization {
  owner: TestUser
  name: string
  id: SpaceId
  key: string
  /** A call as the owner, from the page. */
  call(method: string, path: string, body?: object): Promise<Response>
  /** A call with the organization's key. */
  ask(method: string, path: string, body?: object, key?: string): Promise<Response>
}

/** An organization with consent and a key. */
export async function anOrganization(bindings: Env, consent = true): Promise<TestOrganization> {
  const owner = await aUser()
  const name = `org-${crypto.randomUUID().slice(0, 8)}`
  const send = async (headers: object, method: string, path: string, body?: object) => {
    const init = { method, headers: { 'Content-Type': 'application/json', ...headers } }
    return await request(path, { ...init, ...(body && { body: JSON.stringify(body) }) }, bindings)
  }
  const call = (method: string, path: string, body?: object) =>
    send({ Cookie: owner.cookie, Origin: origin }, method, path, body)
  const wanted = { organization: name, ...(consent && { consent: consentText }) }
  const made = await call('POST', '/orgs', wanted)
  expect(made.status).toBe(201)
  const { id } = organizationViewSchema.parse(await made.json())
  const auth = { user: owner.username, api_key_name: 'Door' }
  const keyMade = await call('POST', `/orgs/${name}/api-key`, auth)
  expect(keyMade.status).toBe(201)
  const { api_key: key } = organizationKeyMadeSchema.parse(await keyMade.json())
  return {
    ...{ owner, name, id, key, call },
    ask: (method, path, body, other = key) =>
      send({ Authorization: `Bearer ${other}` }, method, path, body),
  }
}
