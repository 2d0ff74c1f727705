import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import type { Raster } from '../images/decode.ts'
import { pixelAt, sourceOf, trySteps, type WrittenStep } from './try-recipe.ts'

const black = await plain(200, 100, '#000000')
const red = await plain(50, 50, '#ff0000')

async function plain(width: number, height: number, background: string): Promise<Buffer> {
  return await sharp({ create: { width, height, channels: 3, background } })
    .png()
    .toBuffer()
}

const corner = { at: 'southeast', x: 10, y: 10 } as const

async function write(
  text: string,
  more: Partial<Extract<WrittenStep, { op: 'watermark-text' }>> = {},
) {
  const step = { op: 'watermark-text', text, font: 'sans', size: 20, colour: '#ffffff' } as const
  return await trySteps(black, [{ ...step, ...corner, ...more }])
}

async function draw(more: Partial<Extract<WrittenStep, { op: 'watermark-image' }>> = {}) {
  const step = { op: 'watermark-image', image: sourceOf(red).sha256, scale: 10 } as const
  return await trySteps(black, [{ ...step, ...corner, ...more }], [red])
}

/** The box of all pixels that are not black, and how bright the brightest is. */
function drawn(raster: Raster) {
  const box = { left: raster.width, top: raster.height, right: -1, bottom: -1, brightest: 0 }
  for (let y = 0; y < raster.height; y++) {
    for (let x = 0; x < raster.width; x++) {
      const most = Math.max(...pixelAt(raster, x, y).slice(0, 3))
      if (most < 24) continue
      box.left = Math.min(box.left, x)
      box.top = Math.min(box.top, y)
      box.right = Math.max(box.right, x)
      box.bottom = Math.max(box.bottom, y)
      box.brightest = Math.max(box.brightest, most)
    }
  }
  return box
}

describe('a text that is drawn', () => {
  it('lies at its side, as far from the edges as asked for', async () => {
    const southeast = drawn(await write('HH'))
    expect(southeast.right).toBeGreaterThan(180)
    expect(southeast.right).toBeLessThan(190)
    expect(southeast.bottom).toBeLessThan(90)
    const northwest = drawn(await write('HH', { at: 'northwest' }))
    expect(northwest.left).toBeGreaterThanOrEqual(10)
    expect(northwest.left).toBeLessThan(16)
    const shifted = drawn(await write('HH', { at: 'northwest', x: 60 }))
    expect(shifted.left - northwest.left).toBe(50)
  })

  it('is written as it stands, whatever it would mean as markup', async () => {
    const written = drawn(await write('<b>&amp;</b>', { at: 'centre', x: 0, y: 0 }))
    const plainly = drawn(await write('bamp;b', { at: 'centre', x: 0, y: 0 }))
    expect(written.right - written.left).toBeGreaterThan(plainly.right - plainly.left)
    for (const text of [
      '</span><span',
      '&#0;',
      '&bogus;',
      '<![CDATA[',
      '\u0000\u0008x',
      '\ud800y',
    ]) {
      expect((await write(text)).width).toBe(200)
    }
  })

  it('of nothing but blanks and control characters draws nothing', async () => {
    for (const text of [' ', '\t\t', '\u0007', '\u200b']) {
      expect(drawn(await write(text)).right).toBe(-1)
    }
  })

  it('in other scripts is drawn in letters that come with the project', async () => {
    const boxes = await Promise.all(['Ωδός', 'Жизнь', 'שלום', 'سلام'].map((text) => write(text)))
    expect(boxes.map((box) => drawn(box).brightest)).toEqual([255, 255, 255, 255])
  })

  it('has several lines when it says so', async () => {
    const one = drawn(await write('H', { at: 'north' }))
    const two = drawn(await write('H\nH', { at: 'north' }))
    expect(two.bottom - two.top).toBeGreaterThan(1.8 * (one.bottom - one.top))
  })

  it('that is too long for the picture is made smaller until it fits', async () => {
    const box = drawn(await write('W'.repeat(200), { size: 1000, x: 0, y: 0, at: 'centre' }))
    expect(box.left).toBeGreaterThanOrEqual(0)
    expect(box.right - box.left).toBeGreaterThan(100)
    expect(box.right).toBeLessThanOrEqual(199)
  })

  it('shows through by its opacity and that of its colour', async () => {
    const half = drawn(await write('████', { opacity: 50 }))
    const quarter = drawn(await write('████', { opacity: 50, colour: '#ffffff80' }))
    expect(half.brightest).toBeCloseTo(128, -1)
    expect(quarter.brightest).toBeCloseTo(64, -1)
  })

  it('is drawn on a picture of one pixel without complaint', async () => {
    const step = { op: 'watermark-text', text: 'Hello', font: 'mono', colour: '#ffffff' } as const
    expect((await trySteps(await plain(1, 1, '#000000'), [{ ...step, ...corner }])).width).toBe(1)
  })
})

describe('a picture that is drawn', () => {
  it('has its part of the width and lies where it should', async () => {
    expect(drawn(await draw())).toMatchObject({ left: 170, right: 189, top: 70, bottom: 89 })
    const west = drawn(await draw({ at: 'west', x: 5, y: 0 }))
    expect(west).toMatchObject({ left: 5, right: 24, top: 40, bottom: 59 })
    const centre = drawn(await draw({ at: 'centre', x: 20, y: -10 }))
    expect(centre).toMatchObject({ left: 110, right: 129, top: 30, bottom: 49 })
  })

  it('is shrunk where it would be higher than the picture', async () => {
    expect(drawn(await draw({ scale: 100, at: 'centre', x: 0, y: 0 }))).toMatchObject({
      ...{ left: 50, right: 149, top: 0, bottom: 99 },
    })
  })

  it('is cut at the edges, and not drawn at all beyond them', async () => {
    expect(drawn(await draw({ x: -10, y: 10 }))).toMatchObject({ left: 190, right: 199 })
    expect(drawn(await draw({ x: -500, y: 10 })).right).toBe(-1)
  })

  it('is repeated all over, as far apart as asked for', async () => {
    const tiled = await draw({ tiled: true, x: 30, y: 5 })
    const reds = (y: number) =>
      Array.from({ length: 200 }, (_, x) => x).filter((x) => (pixelAt(tiled, x, y)[0] ?? 0) > 128)
    expect(reds(3).length).toBe(80)
    expect(reds(3).slice(18, 22)).toEqual([18, 19, 50, 51])
    expect(reds(22)).toEqual([])
    expect(reds(26).length).toBe(80)
  })

  it('leaves what was opaque opaque', async () => {
    const raster = await draw({ opacity: 30 })
    expect(pixelAt(raster, 180, 80)).toEqual([76, 0, 0, 255])
    expect(pixelAt(raster, 10, 10)).toEqual([0, 0, 0, 255])
  })

  it('that is not there is no reason to leave it out', async () => {
    const step = { op: 'watermark-image', image: sourceOf(red).sha256, scale: 10 } as const
    await expect(trySteps(black, [{ ...step, ...corner }])).rejects.toMatchObject({
      code: 'offline',
    })
  })
})
