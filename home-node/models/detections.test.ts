import { expect, it } from 'vitest'
import { cocoLabels } from './coco.ts'
import { smallestScore, toDetections } from './detections.ts'
import { coloursOf } from './object-colours.ts'

const row = (score: number, label: string, box = [51.2, 102.4, 256, 512]) => [
  ...box,
  score,
  cocoLabels.findIndex((name) => name.startsWith(label)),
]
const found = (...rows: number[][]) => toDetections(Float32Array.from(rows.flat()), 512)

it('things are named with where they are, the surest first', () => {
  const boxes = found(row(0.5, 'dog'), row(0.9, 'car', [0, 0, 100, 100]))
  expect(boxes.map(({ label }) => label)).toEqual(['car', 'dog'])
  expect(boxes[1]).toEqual({
    ...{ label: 'dog', probability: 0.5 },
    box: { left: 0.1, top: 0.2, width: 0.4, height: 0.8 },
  })
})

it('what the detector doubts, or has no name for, is left out', () => {
  const nameless = [0, 0, 10, 10, 0.9, 80]
  expect(found(row(smallestScore - 0.01, 'dog'), nameless)).toEqual([])
})

it('a thing that is seen twice in one place is one; two things beside each other are two', () => {
  const again = [56, 105, 260, 510]
  const beside = [300, 102, 500, 512]
  const [dog, other, third] = found(
    row(0.8, 'dog'),
    row(0.6, 'dog', again),
    row(0.5, 'dog', beside),
  )
  expect([dog?.probability, other?.probability, third]).toEqual([0.8, 0.5, undefined].map(near))
})

it('a box ends with its picture, and one without size is none', () => {
  const [only, ...others] = found(
    row(0.9, 'cat', [-20, -20, 600, 256]),
    row(0.9, 'dog', [9, 9, 9, 9]),
  )
  expect(only?.box).toEqual({ left: 0, top: 0, width: 1, height: 0.5 })
  expect(others).toEqual([])
})

it('the colours of a thing are those in the middle of its box', () => {
  const [width, height] = [40, 20]
  const pixels = Buffer.alloc(width * height * 3)
  for (let at = 0; at < width * height; at++) {
    const [x, y] = [at % width, Math.floor(at / width)]
    const isCar = x > 4 && x < 16 && y > 5 && y < 15
    pixels.set(isCar ? [200, 20, 20] : [30, 160, 60], at * 3)
  }
  const raster = { pixels, width, height, channels: 3 as const }
  expect(coloursOf(raster, { left: 0, top: 0, width: 0.5, height: 1 })[0]).toBe('red')
  expect(coloursOf(raster, { left: 0.5, top: 0, width: 0.5, height: 1 })).toEqual(['green'])
})

function near(value: number | undefined) {
  return value === undefined ? undefined : expect.closeTo(value, 3)
}
