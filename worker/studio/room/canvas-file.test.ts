import { expect, it } from 'vitest'
import { canvasFileSchema, canvasTilesSchema, canvasViewSchema, type Tile } from '#contracts/canvas'
import { newId } from '../../ids.ts'
import { adding, aNote } from '../../testing/canvas-page.ts'
import { aUser, type TestUser } from '../../testing/harness.ts'
import { callAs } from '../../testing/spaces.ts'

async function imported(user: TestUser, body: string) {
  const headers = { 'Content-Type': 'application/json' }
  return await user.fetch('/api/canvases/import', { method: 'POST', body, headers })
}

it('a canvas goes out as one file and comes back as another one of the same', async () => {
  const [user, stranger] = [await aUser(), await aUser()]
  const made = await callAs(user, 'POST', '/api/canvases', { name: 'Lighthouses' })
  const { id } = canvasViewSchema.parse(await made.json())
  const group = newId('tile', 1)
  const parent = newId('tile', 2)
  const tiles: Tile[] = [
    {
      ...{ id: parent, kind: 'prompt', parent: null, shown: newId('generation', 1), group },
      ...{ x: 0, y: 0, width: 512, height: 512, z: 1 },
      prompt: {
        ...{ text: 'A lighthouse', negative: null, model: null, width: 512, height: 512, seed: 7 },
        ...{ steps: null, references: [], strength: null, mask: null },
      },
    },
    aNote('beside', { group }),
  ]
  const [first] = tiles
  if (first?.kind === 'prompt') tiles.push({ ...first, id: newId('tile', 3), parent, group: null })
  const operations = [adding(...tiles)]
  await callAs(user, 'POST', `/api/canvases/${id}/operations`, { operations })

  const text = await (await user.fetch(`/api/canvases/${id}/export`)).text()
  expect(canvasFileSchema.parse(JSON.parse(text)).tiles.length).toBe(3)
  const back = await imported(stranger, text)
  expect(back.status).toBe(201)
  const view = canvasViewSchema.parse(await back.json())
  expect(view).toMatchObject({ name: 'Lighthouses', spaceId: stranger.spaceId })
  const read = await stranger.fetch(`/api/canvases/${view.id}/tiles`)
  const got = canvasTilesSchema.parse(await read.json()).tiles
  const before = new Set<string>(tiles.map((tile) => tile.id))
  expect(got.filter((tile) => before.has(tile.id))).toEqual([])
  const [root] = got.filter((tile) => tile.kind === 'prompt' && tile.parent === null)
  expect(got.filter((tile) => tile.kind === 'prompt' && tile.parent === root?.id).length).toBe(1)
  expect(got.filter((tile) => tile.group !== null && tile.group === root?.group).length).toBe(2)
})

it('what is no canvas is refused in words, and nothing is made of it', async () => {
  const user = await aUser()
  const note = aNote()
  const file = { format: 'cloudvault-canvas', version: 1, name: 'x', generations: [] }
  for (const body of [
    'PK not json',
    '{}',
    JSON.stringify({ ...file, tiles: [note, note] }),
    JSON.stringify({ ...file, tiles: [{ ...note, width: -1 }] }),
    JSON.stringify({ ...file, tiles: Array.from({ length: 2_001 }, () => aNote('')) }),
  ]) {
    expect((await imported(user, body)).status).toBe(400)
  }
  expect(await (await user.fetch('/api/canvases')).json()).toMatchObject({ items: [] })
})
