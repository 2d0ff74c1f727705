import { spawnSync } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type FileDetail, fileDetailSchema, uploadOutcomeSchema } from '#contracts/files'
import { indexingProgressSchema } from '#contracts/indexing'
import { searchPageSchema } from '#contracts/search'
import { type SignedIn, startVault, type Vault } from '../launch/vault.ts'
import { until } from '../testing.ts'
import { type Ffmpeg, findFfmpeg } from '../video/ffmpeg.ts'

const programs = findFfmpeg(process.env)

let vault: Vault
let ada: SignedIn

beforeAll(async () => {
  vault = await startVault({ isHomeApart: true })
  ada = await vault.setupAdmin('ada')
}, 240_000)
afterAll(() => vault.stop(), 30_000)

async function upload(name: string, bytes: Uint8Array): Promise<string> {
  const headers = { 'Content-Type': 'application/octet-stream' }
  const init = { method: 'POST', headers, body: new Uint8Array(bytes) }
  const answer = await ada.fetch(`/api/files/upload?name=${name}`, init)
  return uploadOutcomeSchema.parse(await answer.json()).file.id
}

/** White words on a dark board. */
async function aBoard(text: string): Promise<Uint8Array> {
  const fontfile = fileURLToPath(import.meta.resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'))
  const words = { text, fontfile, font: 'DejaVu Sans 48', dpi: 72, rgba: true }
  const input = await sharp({ text: { ...words, text: `<span foreground="white">${text}</span>` } })
    .png()
    .toBuffer()
  const board = { width: 1_000, height: 700, channels: 3 as const, background: '#245' }
  return await sharp({ create: board }).composite([{ input }]).jpeg().toBuffer()
}

/** Two seconds of each of these boards. */
async function aFilm({ ffmpeg }: Ffmpeg, texts: string[]): Promise<Uint8Array> {
  const folder = await mkdtemp(join(tmpdir(), 'film-'))
  try {
    for (const [index, text] of texts.entries()) {
      await writeFile(join(folder, `${index}.jpg`), await aBoard(text))
    }
    const path = join(folder, 'film.mp4')
    const source = ['-framerate', '0.5', '-i', join(folder, '%d.jpg')]
    const made = spawnSync(ffmpeg, ['-v', 'error', ...source, '-r', '10', path])
    if (made.status !== 0) throw new Error(made.stderr.toString())
    return await readFile(path)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function detail(id: string): Promise<FileDetail> {
  return fileDetailSchema.parse(await (await ada.fetch(`/api/files/${id}`)).json())
}

const isLookedAt = async (id: string) => (await detail(id)).found.lookedAt !== null

async function search(q: string): Promise<string[]> {
  const answer = await ada.fetch(`/api/search?q=${encodeURIComponent(q)}`)
  return searchPageSchema.parse(await answer.json()).items.map(({ file }) => file.id)
}

it('pictures are looked at once they have a preview, and found by what is seen and read in them', async () => {
  const file = new URL('../assets/samples.jpg', import.meta.resolve('@vladmandic/human'))
  const people = await upload('a.jpg', await readFile(file))
  const board = await upload('b.jpg', await aBoard('Harbour kiosk'))
  await until(async () => (await isLookedAt(people)) && (await isLookedAt(board)))
  expect((await detail(people)).found.objects.map(({ label }) => label)).toContain('person')
  expect((await detail(people)).tags.map(({ label }) => label)).toContain('person')
  expect((await detail(board)).found.text?.text).toContain('Harbour kiosk')
  expect(await search('person')).toEqual([people])
  expect(await search('kiosk')).toEqual([board])
}, 180_000)

it.runIf(programs)(
  'films are looked at near their beginning, in the middle and near their end',
  async () => {
    const film = programs && (await aFilm(programs, ['Departure', 'Halfway', 'Arrival']))
    const id = await upload('d.mp4', film ?? new Uint8Array())
    await until(() => isLookedAt(id))
    const { found, kind } = await detail(id)
    expect(kind).toBe('video')
    expect(found.text?.text.split('\n')).toEqual(['Departure', 'Halfway', 'Arrival'])
    expect(await search('halfway')).toEqual([id])
  },
  180_000,
)

it('what came while the home node was away is looked at when it is back', async () => {
  await vault.stopHome()
  const board = await upload('c.jpg', await aBoard('Lighthouse'))
  expect((await detail(board)).found.looked).toEqual([])
  await vault.startHome()
  await until(() => isLookedAt(board))
  expect(await search('lighthouse')).toEqual([board])
  const answer = await ada.fetch('/api/admin/indexing')
  expect(indexingProgressSchema.parse(await answer.json())).toMatchObject({
    ...{
      total: programs ? 4 : 3,
      indexed: programs ? 4 : 3,
      waiting: 0,
      running: 0,
      failed: 0,
      secondsLeft: 0,
    },
  })
}, 180_000)
