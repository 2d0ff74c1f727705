import { fileURLToPath } from 'node:url'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { type GreyPixels, letterLines } from './letter-lines.ts'

const fontfile = fileURLToPath(import.meta.resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'))

/** A word at a place in a picture of one grey. */
async function aWord(word: string, front: string, background: string): Promise<GreyPixels> {
  const text = `<span foreground="${front}">${word}</span>`
  const input = await sharp({
    text: { text, fontfile, font: 'DejaVu Sans 40', dpi: 72, rgba: true },
  })
    .png()
    .toBuffer()
  const create = { width: 600, height: 400, channels: 3 as const, background }
  const picture = await sharp({ create })
    .composite([{ input, left: 220, top: 150 }])
    .png()
    .toBuffer()
  const pixels = await sharp(picture).greyscale().raw().toBuffer()
  return { pixels, width: 600, height: 400 }
}

describe('lines of letters', () => {
  it.each([
    ['dark letters on a light ground', '#223344', '#f4f0e4', false],
    ['light letters on a dark ground', '#ffffff', '#223344', true],
  ])('%s are found where they stand', async (_, front, background, isLight) => {
    const [line, ...others] = letterLines(await aWord('HARBOUR', front, background))
    expect(line).toMatchObject({ isLight })
    expect(line?.left).toBeGreaterThan(210)
    expect(line?.left).toBeLessThan(235)
    expect(line?.top).toBeGreaterThan(145)
    expect(line?.width).toBeGreaterThan(150)
    expect(line?.height).toBeLessThan(50)
    expect(others.every(({ likeness }) => likeness < (line?.likeness ?? 0))).toBe(true)
  })

  it('are not seen in one letter, nor in two', async () => {
    expect(letterLines(await aWord('A', '#000', '#777'))).toEqual([])
    expect(letterLines(await aWord('NO', '#000', '#777'))).toEqual([])
  })
})
