import { env } from 'cloudflare:workers'
import { expect, inject, it } from 'vitest'
import { uploadOutcomeSchema } from '#contracts/files'
import { transformFiguresSchema } from '#contracts/transform-figures'
import { aUser, request } from '../../testing/harness.ts'
import { withHomeAway, withRealHome } from '../../testing/real-home.ts'

it('an admin sees how pictures were asked for, by whom they were made and what failed', async () => {
  const online = await withRealHome(env)
  const admin = await aUser({ isAdmin: true })
  const read = async () =>
    transformFiguresSchema.parse(await (await admin.fetch('/api/admin/transforms')).json())
  expect(await read()).toMatchObject({ hitRate: null, makers: [], operations: [], failures: [] })

  const picture = Buffer.from(inject('realHomeNode').enginePictures.landscape, 'base64')
  const sent = await admin.upload(Uint8Array.from(picture))
  const { id } = uploadOutcomeSchema.parse(await sent.json()).file
  const ask = async (query: string, bindings: typeof online) => {
    const path = `/api/images/${id}/transform?${query}`
    await (await request(path, { headers: { Cookie: admin.cookie } }, bindings)).body?.cancel()
  }
  for (const _ of [1, 2, 3]) await ask('resize=30x&sepia=true&format=webp', online)
  await ask('resize=31x', withHomeAway(online))

  const figures = await read()
  expect(figures).toMatchObject({
    asked: { edge: 0, stored: 2, made: 1, failed: 1 },
    makers: [{ name: 'home', count: 1 }],
    failures: [{ name: 'home_node_offline', count: 1 }],
  })
  expect(figures.hitRate).toBeCloseTo(2 / 3)
  expect(figures.operations.map(({ name }) => name).sort()).toEqual(['as webp', 'resize', 'sepia'])
})
