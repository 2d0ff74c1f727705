import { expect, test } from 'vitest'
import type { Tile } from '#contracts/canvas'
import { newTileId } from '../sync/new-id.ts'
import { touches } from './boxes.ts'
import { aligned, distributed, inReadingOrder, type Move, tidied } from './layout.ts'
import { snapped } from './snap.ts'

const aTile = (x: number, y: number, width = 100, height = 80): Tile => ({
  ...{ id: newTileId(), kind: 'note', x, y, width, height, z: 0, group: null },
  ...{ text: '', colour: 'paper' },
})

function after(tiles: readonly Tile[], moves: readonly Move[]): Tile[] {
  const to = new Map(moves.map(({ tile, set }) => [tile, set]))
  return tiles.map((tile) => ({ ...tile, ...to.get(tile.id) }))
}

test('tidy tiles do not lie over each other, and tidying them again moves nothing', () => {
  const tiles = Array.from({ length: 40 }, (_, at) =>
    aTile((at * 37) % 300, (at * 91) % 260, 60 + ((at * 13) % 90), 40 + ((at * 29) % 100)),
  )
  const tidy = after(tiles, tidied(tiles))
  const pairs = tidy.flatMap((one, at) => tidy.slice(at + 1).map((other) => [one, other] as const))
  expect(pairs.filter(([one, other]) => touches(one, other))).toEqual([])
  expect(tidied(tidy)).toEqual([])
})

test('reading goes row by row, also where a row is not quite straight', () => {
  const [a, b, c, d] = [aTile(0, 10), aTile(150, 0), aTile(300, 14), aTile(0, 120)]
  expect(inReadingOrder([d, c, b, a])).toEqual([a, b, c, d])
})

test('aligned tiles share an edge, and distributed ones the spaces between them', () => {
  const tiles = [aTile(0, 0), aTile(130, 40), aTile(400, 90, 60)]
  expect(after(tiles, aligned(tiles, 'bottom')).map(({ y, height }) => y + height)).toEqual([
    170, 170, 170,
  ])
  expect(after(tiles, distributed(tiles, 'x')).map(({ x }) => x)).toEqual([0, 200, 400])
})

test('a moved tile snaps to the nearest line in reach, and to none beyond it', () => {
  const others = [aTile(0, 0)]
  const near = snapped({ x: 104, y: 300, width: 50, height: 50 }, others, 6)
  expect(near).toMatchObject({ dx: -4, dy: 0 })
  expect(near.guides).toEqual([{ along: 'x', at: 100, from: 0, to: 350 }])
  expect(snapped({ x: 110, y: 300, width: 50, height: 50 }, others, 6).guides).toEqual([])
})
