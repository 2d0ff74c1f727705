import { describe, expect, it } from 'vitest'
import { type GenerationView, generationViewSchema } from '#contracts/generations'
import { type TileId, tileIdSchema } from '#contracts/ids'
import { earlierPrompts, walked, walkFrom } from './earlier-prompts.ts'

const tileOf = (mark: string): TileId => tileIdSchema.parse(`til_${mark.padEnd(26, '0')}`)
const asked = (mark: string, tile: TileId, text: string, stage = 'full'): GenerationView =>
  generationViewSchema.parse({
    ...{ id: `gen_${mark.padEnd(26, '0')}`, canvas: `cnv_${'1'.padEnd(26, '0')}`, tile, stage },
    ...{ state: 'done', progress: null, reason: null, costMicros: 0, url: null, width: null },
    ...{ height: null, isFavorite: false, file: null, createdAt: '', endedAt: null },
    prompt: {
      ...{ text, negative: null, model: null, width: 512, height: 512, seed: 1, steps: null },
      ...{ references: [], strength: null, mask: null },
    },
  })

describe('earlier words', () => {
  it('are those of the tile first, the latest first, each once, without what was only typed past', () => {
    const all = [
      asked('1', tileOf('1'), 'a hill'),
      asked('2', tileOf('2'), 'a lake'),
      asked('3', tileOf('1'), 'a hill at nig', 'preview'),
      asked('4', tileOf('1'), 'a hill at night'),
      asked('5', tileOf('2'), 'a hill'),
    ]
    expect(earlierPrompts(all, tileOf('1'))).toEqual(['a hill at night', 'a hill', 'a lake'])
    expect(earlierPrompts(all, null)).toEqual(['a hill', 'a hill at night', 'a lake'])
  })

  it('are walked back to the first and forth to what was typed', () => {
    const start = walkFrom('a', ['b', 'a', 'c'])
    const first = walked(start, 1)
    const second = first && walked(first, 1)
    expect([first, second].map((walk) => walk?.words[walk.at])).toEqual(['b', 'c'])
    expect(second && walked(second, 1)).toBeNull()
    expect(walked(start, -1)).toBeNull()
  })
})
