import { describe, expect, it } from 'vitest'
import { justify } from './justify.ts'

const layout = { width: 1_000, targetHeight: 200, gap: 4 }
const aspects = Array.from({ length: 97 }, (_, index) => 0.6 + ((index * 37) % 17) / 8)

describe('justify', () => {
  it('places every picture once, in order', () => {
    const { rows } = justify(aspects, layout)
    expect(rows.flatMap((row) => row.items.map((item) => item.index))).toEqual([...aspects.keys()])
  })

  it('fills each row to the edge but the last', () => {
    const { rows } = justify(aspects, layout)
    for (const row of rows.slice(0, -1)) {
      const last = row.items.at(-1)
      expect((last?.left ?? 0) + (last?.width ?? 0)).toBeCloseTo(layout.width, 6)
      expect(row.height).toBeLessThanOrEqual(layout.targetHeight)
    }
    const end = rows.at(-1)?.items.at(-1)
    expect((end?.left ?? 0) + (end?.width ?? 0)).toBeLessThanOrEqual(layout.width + 1e-6)
  })

  it('stacks rows without overlap and says how high they are', () => {
    const { rows, height } = justify(aspects, layout)
    for (const [index, row] of rows.entries()) {
      const next = rows[index + 1]
      if (next) expect(next.top).toBeCloseTo(row.top + row.height + layout.gap, 6)
      else expect(height).toBeCloseTo(row.top + row.height, 6)
    }
  })

  it('lays out nothing as nothing', () => {
    expect(justify([], layout)).toEqual({ rows: [], height: 0 })
  })

  it.each([
    ['a picture of unknown shape', Number.NaN, 4 / 3],
    ['a panorama', 20, 3.2],
    ['a strip', 0.01, 0.5],
  ])('%s gets a shape that can be seen', (_, aspect, shown) => {
    const { rows } = justify([aspect], layout)
    const [item] = rows[0]?.items ?? []
    expect((item?.width ?? 0) / (rows[0]?.height ?? 1)).toBeCloseTo(shown, 6)
  })
})
