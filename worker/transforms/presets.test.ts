import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { uploadOutcomeSchema } from '#contracts/files'
import { problemSchema } from '#contracts/problem'
import { presetListSchema, presetViewSchema } from '#contracts/transforms'
import type { Env } from '../env.ts'
import { aUser, origin, request, type TestUser } from '../testing/harness.ts'
import { withRealHome } from '../testing/real-home.ts'
import { aSharedSpace, uploadTo } from '../testing/spaces.ts'

const landscape = Uint8Array.from(
  Buffer.from(inject('realHomeNode').enginePictures.landscape, 'base64'),
)

let online: Env
beforeAll(async () => {
  online = await withRealHome({ ...env, RATE_LIMITS: 'image-api=1000/60,transform=500/60' })
})

function call(user: TestUser, method: string, path: string, json?: object) {
  const headers = { Cookie: user.cookie, Origin: origin, 'Content-Type': 'application/json' }
  return request(path, { method, headers, ...(json && { body: JSON.stringify(json) }) }, online)
}

async function aSpaceWithPhoto() {
  const [owner, editor, viewer] = [await aUser(), await aUser(), await aUser()]
  const space = await aSharedSpace(owner, [
    [editor, 'editor'],
    [viewer, 'viewer'],
  ])
  const sent = await uploadTo(owner, space.id, landscape)
  const { file } = uploadOutcomeSchema.parse(await sent.json())
  return { owner, editor, viewer, id: file.id, presets: `/api/spaces/${space.id}/presets` }
}

describe('presets', () => {
  it('are named by editors and used by every member, in queries and in paths', async () => {
    const { editor, viewer, id, presets } = await aSpaceWithPhoto()
    const put = await call(editor, 'PUT', `${presets}/card`, {
      query: 'format=webp&fit=cover&resize=120x90&rotate=0',
    })
    const preset = presetViewSchema.parse(await put.json())
    expect(preset).toMatchObject({ name: 'card', query: 'resize=120x90&fit=cover&format=webp' })
    const { items } = presetListSchema.parse(await (await call(viewer, 'GET', presets)).json())
    expect(items).toEqual([preset])
    const query = await call(viewer, 'GET', `/api/images/${id}/transform?preset=card`)
    const path = await call(viewer, 'GET', `/t/preset=card/${id}.jpg`)
    const plain = await call(viewer, 'GET', `/t/resize=120x90,fit=cover/${id}.webp`)
    const etags = [query, path, plain].map(({ headers }) => headers.get('ETag'))
    expect(new Set(etags).size).toBe(1)
    expect(query.headers.get('Cache-Control')).toBe('private, max-age=300')
    expect(plain.headers.get('Server-Timing')).toContain('hit')
  })

  it('mean something else once they are changed, and nothing once they are removed', async () => {
    const { editor, id, presets } = await aSpaceWithPhoto()
    const path = `/api/images/${id}/transform?preset=small&format=png`
    for (const width of [40, 50]) {
      await call(editor, 'PUT', `${presets}/small`, { query: `resize=${width}x` })
      expect((await call(editor, 'GET', path)).headers.get('X-Image-Width')).toBe(String(width))
    }
    expect((await call(editor, 'DELETE', `${presets}/small`)).status).toBe(204)
    expect((await call(editor, 'DELETE', `${presets}/small`)).status).toBe(404)
    const gone = problemSchema.parse(await (await call(editor, 'GET', path)).json())
    expect(gone).toMatchObject({ status: 400, code: 'validation_failed' })
  })

  it('are not for viewers to change, and say what is wrong with them', async () => {
    const { editor, viewer, presets } = await aSpaceWithPhoto()
    expect((await call(viewer, 'PUT', `${presets}/a`, { query: 'resize=1x' })).status).toBe(403)
    expect((await call(viewer, 'DELETE', `${presets}/a`)).status).toBe(403)
    for (const query of ['resize=huge', 'preset=a', '', 'explain=1']) {
      expect((await call(editor, 'PUT', `${presets}/a`, { query })).status).toBe(400)
    }
    expect((await call(editor, 'PUT', `${presets}/-a-`, { query: 'resize=1x' })).status).toBe(400)
  })
})

describe('a vault that is strict', () => {
  it('makes what editors have named or signed, and nothing else', async () => {
    const { editor, viewer, id, presets } = await aSpaceWithPhoto()
    await call(editor, 'PUT', `${presets}/card`, { query: 'resize=120x' })
    const strict = { ...online, TRANSFORMS_STRICT: 'true' }
    const ask = async (user: TestUser, path: string, json?: object) => {
      const headers = { Cookie: user.cookie, Origin: origin, 'Content-Type': 'application/json' }
      const sent = json && { method: 'POST', body: JSON.stringify(json) }
      const response = await request(path, { headers, ...sent }, strict)
      await response.body?.cancel()
      return response.status
    }
    expect(await ask(viewer, `/api/images/${id}/transform?preset=card`)).toBe(200)
    expect(await ask(viewer, `/t/preset=card/${id}.webp`)).toBe(200)
    expect(await ask(viewer, `/api/images/${id}/transform?resize=121x`)).toBe(400)
    expect(await ask(editor, `/t/preset=card,blur=2/${id}.webp`)).toBe(400)
    expect(await ask(viewer, `/api/images/${id}/transform?resize=121x&explain=1`)).toBe(200)
    const link = { query: 'resize=122x' }
    expect(await ask(viewer, `/api/images/${id}/transform/link`, link)).toBe(403)
    expect(await ask(editor, `/api/images/${id}/transform/link`, link)).toBe(201)
  })
})

describe('addresses of chains', () => {
  it('make what the words of others say', async () => {
    const { viewer, id } = await aSpaceWithPhoto()
    for (const chain of ['imgproxy/rs:fit:64:64', 'cloudinary/c_limit,w_64,h_64', 'resize=64x64']) {
      const response = await call(viewer, 'GET', `/t/${chain}/${id}.webp`)
      expect([response.status, response.headers.get('Content-Type')]).toEqual([200, 'image/webp'])
      await response.body?.cancel()
    }
    const rows = env.DB.prepare('select count(*) as n from transforms where file_id = ?').bind(id)
    expect(await rows.first('n')).toBe(1)
  })

  it('have one spelling each: a query is refused, and so is a stranger', async () => {
    const { viewer, id } = await aSpaceWithPhoto()
    expect((await call(viewer, 'GET', `/t/resize=9x/${id}.webp?w=1`)).status).toBe(400)
    expect((await call(await aUser(), 'GET', `/t/resize=9x/${id}.webp`)).status).toBe(404)
    expect((await request(`/t/resize=9x/${id}.webp`)).status).toBe(401)
  })
})
