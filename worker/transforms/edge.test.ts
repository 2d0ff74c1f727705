import { env } from 'cloudflare:workers'
import { expect, inject, it } from 'vitest'
import { uploadOutcomeSchema } from '#contracts/files'
import { problemSchema } from '#contracts/problem'
import { explainedTransformSchema } from '#contracts/transforms'
import { aUser, request } from '../testing/harness.ts'
import { withHomeAway, withRealHome } from '../testing/real-home.ts'
import { recorder } from '../testing/recorded-images.ts'

const landscape = Buffer.from(inject('realHomeNode').enginePictures.landscape, 'base64')

async function away() {
  const user = await aUser()
  const sent = await user.upload(Uint8Array.from(landscape))
  const { id } = uploadOutcomeSchema.parse(await sent.json()).file
  // A picture's sides are read when it has been indexed, by the home node.
  await env.DB.prepare('update files set width = 800, height = 600 where id = ?').bind(id).run()
  const { images, calls } = recorder()
  const bindings = { ...withHomeAway(await withRealHome()), IMAGES: images }
  const ask = (query: string) =>
    request(`/api/images/${id}/transform?${query}`, { headers: { Cookie: user.cookie } }, bindings)
  return { ask, calls }
}

it('with the home node away, Cloudflare makes what it does just as well, once', async () => {
  const { ask, calls } = await away()
  const query = 'crop=1:1&resize=100x&format=webp'
  const explained = explainedTransformSchema.parse(await (await ask(`${query}&explain=1`)).json())
  expect(explained).toMatchObject({ engine: 'edge', transformations: 1, stored: false })
  for (const cache of ['miss', 'hit']) {
    const response = await ask(query)
    expect(await response.text()).toBe('made at the edge')
    expect(response.headers.get('Content-Type')).toBe('image/webp')
    expect(response.headers.get('X-Image-Width')).toBe('100')
    expect(response.headers.get('Server-Timing')).toContain(cache)
  }
  expect(calls).toEqual([
    { trim: { left: 100, top: 0, right: 100, bottom: 0 } },
    { width: 100, height: 100, fit: 'squeeze' },
    { output: { format: 'image/webp', quality: 78, anim: false } },
  ])
})

it('what only the home node makes waits for it, and says so', async () => {
  const { ask, calls } = await away()
  const explained = await (await ask('sepia=true&explain=1')).json()
  expect(explained).toMatchObject({ engine: 'home', transformations: 0 })
  const problem = problemSchema.parse(await (await ask('sepia=true')).json())
  expect([problem.code, calls]).toEqual(['home_node_offline', []])
})
