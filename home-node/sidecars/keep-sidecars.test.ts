import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type FileView, uploadOutcomeSchema } from '#contracts/files'
import { sidecarPath } from '../disks/layout.ts'
import { type SignedIn, startVault, type Vault } from '../launch/vault.ts'
import { until } from '../testing.ts'
import { readSidecar } from './read-sidecar.ts'

let vault: Vault
let ada: SignedIn

beforeAll(async () => {
  vault = await startVault({ isHomeApart: true })
  ada = await vault.setupAdmin('ada')
}, 120_000)
afterAll(() => vault.stop(), 30_000)

async function call(method: string, path: string, body?: unknown): Promise<Response> {
  const headers = { 'Content-Type': 'application/json', Origin: vault.url }
  const init = { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) }
  return await ada.fetch(path, init)
}

async function aPicture(red: number): Promise<FileView> {
  const background = { r: red * 60, g: 90, b: 90 }
  const body = await sharp({ create: { width: 40, height: 30, channels: 3, background } })
    .jpeg()
    .toBuffer()
  const headers = { 'Content-Type': 'application/octet-stream', Origin: vault.url }
  const init = { method: 'POST', headers, body: new Uint8Array(body) }
  const answer = await ada.fetch('/api/files/upload?name=lake.jpg', init)
  return uploadOutcomeSchema.parse(await answer.json()).file
}

async function disks(): Promise<string[]> {
  const folder = join(vault.stateDir, 'disks')
  return (await readdir(folder)).map((name) => join(folder, name))
}

async function sidecars({ sha256, id }: FileView): Promise<(string | null)[]> {
  const paths = (await disks()).map((root) => sidecarPath(root, sha256, id))
  return await Promise.all(paths.map((path) => readFile(path, 'utf8').catch(() => null)))
}

/** Whether there is a sidecar on every disk, and each says this. */
async function allSay(file: FileView, wanted: object): Promise<boolean> {
  const texts = await sidecars(file)
  const read = await Promise.all(texts.map((text) => readSidecar(Buffer.from(text ?? ''))))
  return (
    texts.length > 0 &&
    read.every((each) => {
      return Object.entries(wanted).every(
        ([key, value]) =>
          JSON.stringify(Object.entries(each).find(([name]) => name === key)?.[1]) ===
          JSON.stringify(value),
      )
    })
  )
}

it('what people write lies beside the original on every disk, and the original is as it was', async () => {
  const file = await aPicture(1)
  const edit = { takenAt: '2019-08-12T17:30:05', description: 'By the lake', rating: 4 }
  await call('PATCH', `/api/files/${file.id}`, edit)
  await call('PUT', `/api/files/${file.id}/tags`, { tags: ['summer', 'water'] })
  await until(() => allSay(file, { ...edit, keywords: ['summer', 'water'] }))
  await call('PATCH', `/api/files/${file.id}`, { description: 'At the sea', rating: null })
  await until(() => allSay(file, { description: 'At the sea', rating: null }))
  const original = await ada.fetch(`/api/files/${file.id}/download`)
  expect(original.status).toBe(200)
  const bytes = Buffer.from(await original.arrayBuffer())
  expect(bytes.includes('At the sea')).toBe(false)
}, 120_000)

it('so does what was written while the home node was off; taken back or purged, it goes', async () => {
  const [kept, purged] = [await aPicture(2), await aPicture(3)]
  for (const { id } of [kept, purged]) await call('PATCH', `/api/files/${id}`, { rating: 2 })
  await until(() => allSay(kept, { rating: 2 }))
  await until(() => allSay(purged, { rating: 2 }))
  await vault.stopHome()
  await call('PATCH', `/api/files/${kept.id}`, { rating: 5 })
  await call('DELETE', `/api/files/${purged.id}`)
  await call('POST', `/api/files/${purged.id}/purge`)
  expect(await allSay(kept, { rating: 2 })).toBe(true)
  await vault.startHome()
  await until(() => allSay(kept, { rating: 5 }))
  await until(async () => (await sidecars(purged)).every((text) => text === null))
  await call('PATCH', `/api/files/${kept.id}`, { rating: null })
  await until(async () => (await sidecars(kept)).every((text) => text === null))
}, 180_000)
