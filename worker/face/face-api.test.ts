import { beforeAll, describe, expect, it } from 'vitest'
import {
  recognizedSchema,
  registeredSchema,
  subjectListSchema,
  verifiedSchema,
} from '#contracts/face-api'
import { problemSchema } from '#contracts/problem'
import { receiptSchema, receiptText } from '#contracts/receipt'
import type { Env } from '../env.ts'
import { verify } from '../home-nodes/link-key.ts'
import { origin, request, testDeps } from '../testing/harness.ts'
import {
  anOrganization,
  faceLike,
  type TestOrganization,
  withFaceHome,
} from '../testing/organizations.ts'
import { cropRecipe } from './crops.ts'

let bindings: Env
let org: TestOrganization

beforeAll(async () => {
  bindings = await withFaceHome()
  org = await anOrganization(bindings)
})

const codeOf = async (response: Response) => problemSchema.parse(await response.json()).code

async function register(to: TestOrganization, name: string, ...images: string[]) {
  const auth = { user: to.owner.username, api_key_name: 'Door' }
  const body = { images, name, api_auth: auth }
  const response = await to.ask('POST', `/register/${to.name}`, body)
  expect(response.status).toBe(200)
  return registeredSchema.parse(await response.json())
}

async function recognize(by: TestOrganization, image: string, more: object = {}) {
  const response = await by.ask('POST', `/recognize/${by.name}`, { image, ...more })
  expect(response.status).toBe(200)
  return recognizedSchema.parse(await response.json())
}

describe('the face API', () => {
  it('knows whom it registered, in another picture too, and nobody else', async () => {
    const made = await register(org, 'Ada', faceLike('face:ada'), faceLike('face:ada~0.3'))
    expect(made.images.map(({ status }) => status)).toEqual(['registered', 'registered'])
    const seen = await recognize(org, faceLike('face:ada~0.2 face:nobody'), { threshold: 0.5 })
    expect(seen).toMatchObject({ recognized: true, name: 'Ada', organization: org.name })
    expect(seen.faces.map(({ match }) => match?.name ?? null)).toEqual(['Ada', null])
    const strict = await recognize(org, faceLike('face:ada~0.5'), { threshold: 0.999 })
    expect([strict.recognized, strict.faces[0]?.candidates[0]?.name]).toEqual([false, 'Ada'])
  })

  it('answers each picture of a registration for itself', async () => {
    const made = await register(
      org,
      'Bob',
      ...[faceLike('face:bob'), faceLike('nothing'), faceLike('face:bob face:eve')],
      ...[faceLike('face:bob!blurred'), faceLike('face:bob'), '/etc/passwd'],
      ...['http://169.254.169.254/face.jpg', `data:image/jpeg;base64,${faceLike('face:bob~0.4')}`],
    )
    expect(made.images.map(({ status }) => status)).toEqual([
      ...['registered', 'no_face', 'several_faces', 'poor_quality', 'duplicate'],
      ...['unreadable', 'unreadable', 'registered'],
    ])
    expect(made.registered).toBe(2)
    expect(made.images[5]?.detail).toContain('A path means nothing here')
  })

  it('takes files of a form, and file: of the caller’s own', async () => {
    const form = new FormData()
    form.set('name', 'Cleo')
    form.append('images', new Blob([Buffer.from(faceLike('face:cleo'), 'base64')]), 'c.jpg')
    const headers = { Cookie: org.owner.cookie, Origin: origin }
    const path = `/api/face/${org.name}/register`
    const init = { method: 'POST', headers, body: form }
    const made = registeredSchema.parse(await (await request(path, init, bindings)).json())
    expect(made.registered).toBe(1)
    const foreign = 'file:fil_00000000000000000000000000'
    const asked = await org.call('POST', `/api/face/${org.name}/recognize`, { image: foreign })
    expect(asked.status).toBe(404)
  })

  it('compares two pictures', async () => {
    const two = { image1: faceLike('face:dan'), image2: faceLike('face:dan~0.2') }
    const path = `/api/face/${org.name}/verify`
    const same = verifiedSchema.parse(await (await org.ask('POST', path, two)).json())
    expect(same.same).toBe(true)
    const other = { ...two, image2: faceLike('face:eve') }
    const not = verifiedSchema.parse(await (await org.ask('POST', path, other)).json())
    expect(not.same).toBe(false)
    const none = await org.ask('POST', path, { ...two, image2: faceLike('nothing') })
    expect([none.status, await codeOf(none)]).toEqual([422, 'no_face'])
  })

  it('asks for what was agreed to before it looks at any face', async () => {
    const closed = await anOrganization(bindings, false)
    for (const path of [`/register/${closed.name}`, `/recognize/${closed.name}`]) {
      const image = faceLike('face:ada')
      const asked = await closed.ask('POST', path, { image, images: [image], name: 'Ada' })
      expect([asked.status, await codeOf(asked)]).toEqual([403, 'consent_required'])
    }
  })

  it('says that the home node is away, and keeps nothing then', async () => {
    const away = await anOrganization({ ...bindings, HOME_URL: 'http://127.0.0.1:9' })
    const body = { images: [faceLike('face:ada')], name: 'Ada' }
    const asked = await away.ask('POST', `/register/${away.name}`, body)
    expect([asked.status, await codeOf(asked)]).toEqual([503, 'home_node_offline'])
  })
})

describe('a key', () => {
  it('ends at once, wherever it is remembered', async () => {
    const other = await anOrganization({ ...bindings, FACE_KEY_CACHE_SECONDS: '86400' })
    await register(other, 'Ada', faceLike('face:ada'))
    const api_auth = { user: other.owner.username, api_key_name: 'Door' }
    const path = `/orgs/${other.name}/api-key`
    expect((await other.call('DELETE', path, { api_auth })).status).toBe(204)
    const asked = await other.ask('POST', `/recognize/${other.name}`, { image: faceLike('x') })
    expect([asked.status, await codeOf(asked)]).toEqual([401, 'not_signed_in'])
  })

  it('is what its api_auth says, and opens no other organization and nothing of the vault', async () => {
    const other = await anOrganization(bindings)
    const image = faceLike('face:ada')
    const api_auth = { user: org.owner.username, api_key_name: 'Window' }
    const wrong = await org.ask('POST', `/recognize/${org.name}`, { image, api_auth })
    expect(wrong.status).toBe(401)
    const answers = [`/recognize/${other.name}`, '/recognize/nobody-has-this'].map((path) =>
      org.ask('POST', path, { image }),
    )
    for (const answer of await Promise.all(answers)) {
      expect([answer.status, await codeOf(answer)]).toEqual([404, 'not_found'])
    }
    expect((await org.ask('GET', `/orgs/${org.name}/api-key`)).status).toBe(403)
    expect((await org.ask('DELETE', `/orgs/${org.name}`)).status).toBe(403)
    expect((await org.ask('GET', '/api/files')).status).toBe(403)
  })
})

it('of ten organizations, each knows its own and never a foreign face', async () => {
  const ten = await Promise.all(Array.from({ length: 10 }, () => anOrganization(bindings)))
  await Promise.all(
    ten.map((each, index) =>
      register(each, `Canary ${index}`, faceLike('face:shared~0.3'), faceLike(`face:own${index}`)),
    ),
  )
  for (const [index, each] of ten.entries()) {
    const image = faceLike(`face:shared ${ten.map((_, other) => `face:own${other}`).join(' ')}`)
    const seen = await recognize(each, image, { limit: 50, threshold: 0 })
    const names = seen.faces.flatMap(({ candidates }) => candidates.map(({ name }) => name))
    expect(new Set(names)).toEqual(new Set([`Canary ${index}`]))
  }
})

it('the picture of an example is cut at the size at which its face was seen, not at the original’s', () => {
  const box = { left: 0.5, top: 0.25, width: 0.1, height: 0.2 }
  const { steps } = cropRecipe({ box, width: 1_600, height: 1_000 })
  expect(steps.slice(0, 2)).toEqual([
    { op: 'resize', width: 1_600, height: 1_000, fit: 'fill' },
    { op: 'extract', left: 752, top: 190, width: 256, height: 320 },
  ])
})

describe('erasing', () => {
  it('leaves nothing of a subject anywhere, and a receipt says so with a signature', async () => {
    const made = await register(org, 'Gone', faceLike('face:gone'), faceLike('face:gone~0.3'))
    const subject = `/api/face/${org.name}/subjects/${made.subjectId}`
    expect((await org.ask('GET', `${subject}/examples`)).status).toBe(200)
    const answer = await org.ask('DELETE', subject)
    const { publicKey, signature, ...body } = receiptSchema.parse(await answer.json())
    expect(await verify(publicKey, receiptText(body), signature)).toBe(true)
    const counts = Object.fromEntries(
      body.stores.map((each) => [each.store, [each.before, each.after]]),
    )
    expect(counts).toMatchObject({
      vectors: [2, 0],
      database: [3, 0],
      crops: [2, 0],
      'home node': [0, 0],
    })
    const seen = await recognize(org, faceLike('face:gone'), { threshold: 0.5 })
    expect(seen.recognized).toBe(false)
    expect((await org.ask('GET', `${subject}/examples`)).status).toBe(404)
    const { objects } = await bindings.BUCKET.list({ prefix: `f/${org.id}/` })
    const { items } = subjectListSchema.parse(
      await (await org.ask('GET', `/api/face/${org.name}/subjects`)).json(),
    )
    expect(objects).toHaveLength(items.reduce((sum, { examples }) => sum + examples, 0))
  })

  it('an organization, nobody can read a face of it any more, and its name is free', async () => {
    const ended = await anOrganization(bindings)
    await register(ended, 'Ada', faceLike('face:ada'))
    const exported = await (await ended.call('GET', `/api/face/${ended.name}/export`)).text()
    expect(exported.split('\n').map((line) => line.slice(0, 16))).toEqual([
      ...['{"type":"organiz', '{"type":"subject', '{"type":"example', ''],
    ])
    const answer = await ended.call('DELETE', `/orgs/${ended.name}`)
    const { stores } = receiptSchema.parse(await answer.json())
    expect(stores.map(({ after }) => after)).toEqual([0, 0, 0, 0, 0, 0])
    expect((await bindings.BUCKET.list({ prefix: `f/${ended.id}/` })).objects).toEqual([])
    const { results } = await testDeps()
      .db.$client.prepare('select id from examples where space_id = ?')
      .bind(ended.id)
      .all()
    expect(results).toEqual([])
    expect((await ended.ask('POST', `/recognize/${ended.name}`, { image: 'x' })).status).toBe(404)
    expect((await ended.call('POST', '/orgs', { organization: ended.name })).status).toBe(201)
  })
})
