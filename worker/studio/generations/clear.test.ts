import { env } from 'cloudflare:workers'
import { expect, it } from 'vitest'
import type { TileId } from '#contracts/ids'
import { newId } from '../../ids.ts'
import { generationKey } from '../../originals/keys.ts'
import { aUser, testDeps } from '../../testing/harness.ts'
import { callAs } from '../../testing/spaces.ts'
import { aCanvas, aPrompt, askFor, ended } from '../../testing/studio.ts'
import { clearGenerationsOfSpace, clearOldGenerations } from './clear-generations.ts'

const in31Days = () => Date.now() + 31 * 86_400_000

it('a picture that nobody wants goes after 30 days; what is shown, marked or kept stays', async () => {
  const user = await aUser()
  const canvas = await aCanvas(user)
  const make = async (text: string, tile?: TileId) =>
    (await ended(user, await askFor(user, canvas, aPrompt(text), tile ? { tile } : {}))).id
  const shownTile = newId('tile', Date.now())
  const place = { x: 0, y: 0, width: 64, height: 64, z: 0, group: null }
  const tile = {
    ...place,
    id: shownTile,
    kind: 'prompt',
    prompt: aPrompt(''),
    parent: null,
    shown: null,
  }
  const add = { id: newId('operation', Date.now()), type: 'add', tiles: [tile] }
  await callAs(user, 'POST', `/api/canvases/${canvas}/operations`, { operations: [add] })
  const wanted = {
    shown: await make('shown', shownTile),
    marked: await make('marked'),
    kept: await make('kept'),
  }
  const unwanted = await make('unwanted')
  await callAs(user, 'PUT', `/api/generations/${wanted.marked}/favorite`)
  await callAs(user, 'POST', `/api/generations/${wanted.kept}/keep`, {})
  await clearOldGenerations({ ...testDeps(), now: Date.now })
  expect(await env.BUCKET.head(generationKey(unwanted))).not.toBeNull()
  await clearOldGenerations({ ...testDeps(), now: in31Days })
  expect(await env.BUCKET.head(generationKey(unwanted))).toBeNull()
  expect((await user.fetch(`/api/generations/${unwanted}`)).status).toBe(404)
  for (const id of Object.values(wanted)) {
    expect(await env.BUCKET.head(generationKey(id))).not.toBeNull()
  }
  expect(await clearGenerationsOfSpace(testDeps(), user.spaceId)).toBe(true)
  expect(await env.BUCKET.head(generationKey(wanted.shown))).toBeNull()
})

it('a picture that is there is an event for the webhooks of its space, by its id', async () => {
  const user = await aUser()
  const insert = `insert into webhooks (id, space_id, url, description, events, sealed_secret, created_at)
    values (?, ?, 'https://outside.example.com/', '', ',generation.ready,', 'x', 0)`
  await env.DB.prepare(insert).bind(newId('webhook', Date.now()), user.spaceId).run()
  const canvas = await aCanvas(user)
  await ended(user, await askFor(user, canvas, aPrompt('no picture [safety]')))
  const { id } = await ended(user, await askFor(user, canvas, aPrompt('a picture')))
  const select = 'select type, generation_id, file_id from webhook_events where space_id = ?'
  const { results } = await env.DB.prepare(select).bind(user.spaceId).all()
  expect(results).toEqual([{ type: 'generation.ready', generation_id: id, file_id: null }])
})
