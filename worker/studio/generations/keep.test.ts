import { env } from 'cloudflare:workers'
import { describe, expect, inject, it } from 'vitest'
import {
  type GenerationView,
  generationListSchema,
  generationViewSchema,
} from '#contracts/generations'
import { newId } from '../../ids.ts'
import { aUser, type TestUser } from '../../testing/harness.ts'
import { callAs } from '../../testing/spaces.ts'
import { aCanvas, aPrompt, askFor, ended } from '../../testing/studio.ts'
import { embedXmp } from '../provenance/embed-xmp.ts'
import { xmpOf } from '../provenance/xmp-of.ts'
import { readPicture } from '../providers/picture-bytes.ts'

async function aPicture(user: TestUser, text: string): Promise<GenerationView> {
  return await ended(user, await askFor(user, await aCanvas(user), aPrompt(text)))
}

async function keep(user: TestUser, id: string): Promise<GenerationView> {
  const response = await callAs(user, 'POST', `/api/generations/${id}/keep`, {})
  return generationViewSchema.parse(await response.json())
}

const usedBytes = (user: TestUser) =>
  env.DB.prepare('select used_bytes from users where id = ?').bind(user.userId).first('used_bytes')

describe('a picture that is kept', () => {
  it('is one file however often it is kept, with its words, its label and what it was made of', async () => {
    const user = await aUser()
    const { id } = await aPicture(user, 'a zeppelin & <two> moons')
    expect(await usedBytes(user)).toBe(0)
    const kept = await keep(user, id)
    expect((await keep(user, id)).file).toBe(kept.file)
    const file = await user.fetch(`/api/files/${kept.file}`)
    expect(await file.json()).toMatchObject({ mimeType: 'image/png' })
    const found = await user.fetch('/api/search?q=zeppelin')
    expect(JSON.stringify(await found.json())).toContain(kept.file)
    const tags = await user.fetch(`/api/tags/generated/files`)
    expect(JSON.stringify(await tags.json())).toContain(kept.file)
    const bytes = await (await user.fetch(`/api/files/${kept.file}/download`)).text()
    expect(bytes).toContain('digitalsourcetype/trainedAlgorithmicMedia')
    expect(bytes).toContain('<cv:prompt>a zeppelin &amp; &lt;two&gt; moons</cv:prompt>')
    expect(bytes).toContain('<cv:seed>7</cv:seed>')
    expect(await usedBytes(user)).toBeGreaterThan(0)
  })

  it.each([
    'flat.png',
    'flat.jpeg',
    'progressive.jpeg',
    'flat.webp',
    'lossless.webp',
    'transparent.webp',
  ])('of the kind %s stays a picture of its size', async (name) => {
    const { url } = inject('pictures')
    const bytes = await (await fetch(`${url}/made/${name}`)).bytes()
    const picture = await readPicture(bytes)
    if (!picture) throw new Error('no picture')
    const prompt = aPrompt('words')
    const xmp = xmpOf({ prompt, createdAt: '2026-11-22T00:00:00.000Z', generationId: 'gen' })
    const { width, height, mimeType } = picture
    const marked = embedXmp(picture, xmp)
    expect(await readPicture(marked)).toMatchObject({ width, height, mimeType })
    expect(Buffer.from(marked).toString()).toContain('<cv:prompt>words</cv:prompt>')
  })

  it('is none before it is there', async () => {
    const user = await aUser()
    const { id } = await aPicture(user, 'a fox [safety]')
    expect((await callAs(user, 'POST', `/api/generations/${id}/keep`, {})).status).toBe(409)
  })
})

it('a picture made again from its record has the same bytes', async () => {
  const user = await aUser()
  const first = await aPicture(user, 'the same')
  const id = newId('generation', Date.now())
  await callAs(user, 'POST', `/api/generations/${first.id}/replay`, { id })
  const second = await ended(user, { id })
  const bytesOf = async ({ url }: GenerationView) => await (await user.fetch(url ?? '')).bytes()
  expect(await bytesOf(second)).toEqual(await bytesOf(first))
  expect(second.tile).toBe(first.tile)
})

it('favourites are one’s own, the latest first, and kept for the next session', async () => {
  const user = await aUser()
  const [one, two] = [await aPicture(user, 'one'), await aPicture(user, 'two')]
  for (const { id } of [one, two]) await callAs(user, 'PUT', `/api/generations/${id}/favorite`)
  const list = async (query = '') => {
    const response = await user.fetch(`/api/studio/favorites${query}`)
    return generationListSchema.parse(await response.json())
  }
  const first = await list('?limit=1')
  expect(first.items).toMatchObject([{ id: two.id, isFavorite: true }])
  const rest = await list(`?cursor=${first.nextCursor}`)
  expect(rest.items.map(({ id }) => id)).toEqual([one.id])
  await callAs(user, 'DELETE', `/api/generations/${two.id}/favorite`)
  expect((await list()).items.map(({ id }) => id)).toEqual([one.id])
  const stranger = await aUser()
  const refused = await callAs(stranger, 'PUT', `/api/generations/${one.id}/favorite`)
  expect(refused.status).toBe(404)
})
