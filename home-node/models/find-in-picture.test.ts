import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import sharp from 'sharp'
import { afterAll, describe, expect, it } from 'vitest'
import { objectFoundSchema } from '#contracts/found'
import { type Raster, toRaster } from '../images/decode.ts'
import { makeFinder, objectEngine, objectTags } from './find-in-picture.ts'
import { textEngine } from './read-text.ts'

const finder = makeFinder()
afterAll(() => finder.stop())

/** A photograph of several people that ships with the detector. */
async function people(): Promise<Raster> {
  const file = new URL('../assets/samples.jpg', import.meta.resolve('@vladmandic/human'))
  return await toRaster(
    sharp(await readFile(file))
      .resize(1_000)
      .removeAlpha(),
  )
}

/** Words in black on white, as a page or a screen has them. */
async function aPage(text: string): Promise<Raster> {
  const fontfile = fileURLToPath(import.meta.resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'))
  const words = await sharp({ text: { text, fontfile, font: 'DejaVu Sans 32', dpi: 72 } })
    .png()
    .toBuffer()
  const page = { width: 900, height: 600, channels: 3 as const, background: '#fff' }
  const { data } = await sharp({ create: page })
    .composite([{ input: await sharp(words).negate({ alpha: false }).toBuffer(), blend: 'darken' }])
    .png()
    .toBuffer({ resolveWithObject: true })
  return await toRaster(sharp(data).removeAlpha())
}

/** One short word on a sign in the photograph. */
async function aSign(word: string, front: string, background: string): Promise<Raster> {
  const fontfile = fileURLToPath(import.meta.resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'))
  const text = `<span foreground="${front}">${word}</span>`
  const letters = await sharp({
    text: { text, fontfile, font: 'DejaVu Sans 36', dpi: 72, rgba: true },
  })
    .png()
    .toBuffer()
  const input = await sharp(letters)
    .flatten({ background })
    .extend({ ...{ top: 24, bottom: 24, left: 30, right: 30 }, background })
    .png()
    .toBuffer()
  const { pixels, ...raw } = await people()
  return await toRaster(sharp(pixels, { raw }).composite([{ input }]).removeAlpha())
}

async function aPlainPicture(): Promise<Raster> {
  const create = { width: 640, height: 480, channels: 3 as const, background: '#4a7' }
  return await toRaster(sharp({ create }))
}

describe('in a picture', () => {
  it('people are seen, where they are, in which colours and by which engine', async () => {
    const { objects, text } = await finder.find(await people(), { atMs: 1_500 })
    expect(objects.length).toBeGreaterThanOrEqual(3)
    for (const object of objects) {
      expect(objectFoundSchema.parse(object)).toMatchObject({ engine: objectEngine, atMs: 1_500 })
    }
    expect(objects.filter(({ label }) => label === 'person').length).toBeGreaterThanOrEqual(3)
    expect(objectTags(objects)[0]).toEqual({
      ...{ label: 'person', engine: objectEngine, probability: objects[0]?.probability },
    })
    expect(text).toBeNull()
  }, 60_000)

  it('written words are read, line by line', async () => {
    const { text } = await finder.find(await aPage('Harbour kiosk\nopen until sunset'))
    expect(text).toMatchObject({ text: 'Harbour kiosk\nopen until sunset', engine: textEngine })
    expect(text?.confidence).toBeGreaterThan(0.8)
  }, 60_000)

  it.each([
    ['MENU', '#223344', '#f4f0e4'],
    ['EXIT', '#ffffff', '#1d5b33'],
  ])(
    'a short word on a sign is read: %s',
    async (word, front, background) => {
      const only = { engines: [textEngine] }
      const { text } = await finder.find(await aSign(word, front, background), only)
      expect(text?.text.split('\n')).toContain(word)
    },
    60_000,
  )

  it('of one colour nothing is seen and nothing read', async () => {
    expect(await finder.find(await aPlainPicture())).toEqual({ objects: [], text: null })
  }, 60_000)

  it('only those engines look that are asked', async () => {
    const only = { engines: [objectEngine] }
    expect((await finder.find(await aPage('Nobody reads this'), only)).text).toBeNull()
  }, 60_000)

  it('engines look again after they were stopped', async () => {
    await finder.stop()
    const { text } = await finder.find(await aPage('Once more with feeling'))
    expect(text?.text).toBe('Once more with feeling')
  }, 60_000)
})
