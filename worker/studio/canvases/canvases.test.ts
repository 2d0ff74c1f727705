import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { type CanvasView, canvasListSchema, canvasViewSchema } from '#contracts/canvas'
import { problemSchema } from '#contracts/problem'
import { makeDeps } from '../../deps.ts'
import { aUser, type TestUser } from '../../testing/harness.ts'
import { aSharedSpace, callAs } from '../../testing/spaces.ts'
import { clearOldCanvases } from './clear-canvases.ts'

async function aCanvas(user: TestUser, body: object = {}): Promise<CanvasView> {
  const made = await callAs(user, 'POST', '/api/canvases', body)
  expect(made.status).toBe(201)
  return canvasViewSchema.parse(await made.json())
}

async function listed(user: TestUser, query = '') {
  return canvasListSchema.parse(await (await user.fetch(`/api/canvases${query}`)).json())
}

describe('canvases', () => {
  it('are listed over all spaces of a user, page by page, the latest changed first', async () => {
    const user = await aUser()
    const { id: spaceId } = await aSharedSpace(user)
    const [one, other, third] = [
      await aCanvas(user, { name: 'One' }),
      await aCanvas(user, { name: 'Other', spaceId }),
      await aCanvas(user),
    ]
    await callAs(user, 'PATCH', `/api/canvases/${one.id}`, { name: 'Once more' })
    const first = await listed(user, '?limit=2')
    const second = await listed(user, `?limit=2&cursor=${first.nextCursor}`)
    const names = [...first.items, ...second.items].map(({ name }) => name)
    expect(names).toEqual(['Once more', 'Untitled canvas', 'Other'])
    expect(second.nextCursor).toBeNull()
    expect((await listed(user, `?space=${spaceId}`)).items).toEqual([other])
    expect(third).toMatchObject({ canEdit: true, tileCount: 0, covers: [], trashedAt: null })
  })

  it('are seen by viewers of their space and changed by its editors', async () => {
    const [owner, editor, viewer] = [await aUser(), await aUser(), await aUser()]
    const { id: spaceId } = await aSharedSpace(owner, [
      [editor, 'editor'],
      [viewer, 'viewer'],
    ])
    const canvas = await aCanvas(editor, { name: 'Ours', spaceId })
    const seen = await viewer.fetch(`/api/canvases/${canvas.id}`)
    expect(canvasViewSchema.parse(await seen.json())).toEqual({ ...canvas, canEdit: false })
    for (const [method, body] of [['PATCH', { name: 'Mine' }], ['DELETE']] as const) {
      const refused = await callAs(viewer, method, `/api/canvases/${canvas.id}`, body)
      expect(problemSchema.parse(await refused.json()).code).toBe('forbidden')
    }
    expect((await callAs(viewer, 'POST', '/api/canvases', { spaceId })).status).toBe(403)
  })

  it('go to trash, come back, and are gone for good after 30 days', async () => {
    const user = await aUser()
    const [goes, stays] = [await aCanvas(user), await aCanvas(user)]
    const path = `/api/canvases/${goes.id}`
    await callAs(user, 'DELETE', path)
    expect((await listed(user)).items).toEqual([stays])
    expect((await listed(user, '?trashed=true')).items.map(({ id }) => id)).toEqual([goes.id])
    expect((await callAs(user, 'PATCH', path, { name: 'Too late' })).status).toBe(410)
    await callAs(user, 'POST', `${path}/restore`)
    expect((await listed(user)).items.length).toBe(2)

    await callAs(user, 'DELETE', path)
    const deps = makeDeps(env, { test: true }, () => {})
    const days = (count: number) => () => Date.now() + count * 86_400_000
    await clearOldCanvases({ ...deps, now: days(29) })
    expect((await user.fetch(path)).status).toBe(200)
    await clearOldCanvases({ ...deps, now: days(31) })
    expect((await user.fetch(path)).status).toBe(404)
    expect((await user.fetch(`/api/canvases/${stays.id}`)).status).toBe(200)
  })
})
