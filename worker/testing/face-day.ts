import { organizationKeyMadeSchema, registeredSchema } from '#contracts/face-api'
import { makeDeps } from '../deps.ts'
import type { Env } from '../env.ts'
import { sweepFaces } from '../face/sweep-faces.ts'
import { aUser, origin, request } from './harness.ts'
import { faceLike, withFaceHome } from './organizations.ts'

/** A day of faces: consent given and taken back, an organization with its keys, subjects and erasure. */
export async function faceDay(plain: Env): Promise<void> {
  const bindings = await withFaceHome(plain)
  const user = await aUser()
  const call = async (method: string, path: string, body?: object) => {
    const headers = { Cookie: user.cookie, Origin: origin, 'Content-Type': 'application/json' }
    const init = { method, headers, ...(body && { body: JSON.stringify(body) }) }
    return await request(path, init, bindings)
  }
  const consent = `/api/spaces/${user.spaceId}/face-consent`
  await call('PUT', consent, { text: 'Everybody here has agreed to it.' })
  await call('GET', consent)
  await call('DELETE', consent)
  await organizationDay(call, bindings, user.username)
}

type Call = (method: string, path: string, body?: object) => Promise<Response>

async function organizationDay(call: Call, bindings: Env, user: string) {
  const organization = `day-${crypto.randomUUID().slice(0, 8)}`
  await call('POST', '/orgs', { organization, consent: 'Everybody here has agreed to it.' })
  await call('GET', '/orgs')
  await call('GET', `/orgs/${organization}`)
  await call('PATCH', `/orgs/${organization}`, { retentionDays: 3_650 })
  const named = { user, api_key_name: 'Day' }
  const made = await call('POST', `/orgs/${organization}/api-key`, named)
  const { api_key: key } = organizationKeyMadeSchema.parse(await made.json())
  await call('GET', `/orgs/${organization}/api-key`)
  const image = faceLike('face:day')
  const images = [image, faceLike('face:day~0.3'), faceLike('face:day~0.5')]
  const registered = await call('POST', `/register/${organization}`, { name: 'Day', images })
  const { subjectId, images: told } = registeredSchema.parse(await registered.json())
  const headers = { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' }
  const init = { method: 'POST', headers, body: JSON.stringify({ image }) }
  await request(`/recognize/${organization}`, init, bindings)
  const faces = `/api/face/${organization}`
  await call('GET', `${faces}/subjects`)
  await call('GET', `${faces}/subjects?cursor=A`)
  await call('PATCH', `${faces}/subjects/${subjectId}`, { name: 'Night' })
  await call('GET', `${faces}/subjects/${subjectId}/examples`)
  await call('GET', `${faces}/examples/${told[0]?.exampleId}/picture`)
  await call('DELETE', `${faces}/examples/${told[0]?.exampleId}`)
  await (await call('GET', `${faces}/export`)).body?.pipeTo(new WritableStream())
  await sweepFaces(makeDeps(bindings, { test: true }, () => {}))
  await call('DELETE', `${faces}/subjects/${subjectId}`)
  await call('GET', `${faces}/receipts`)
  await call('DELETE', `/orgs/${organization}/api-key`, { api_auth: named })
  await call('DELETE', `/orgs/${organization}`)
}
