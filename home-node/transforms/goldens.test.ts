import { describe, expect, it } from 'vitest'
import { stepSchema } from '#contracts/recipe-steps'
import { goldens, makeNow, readGolden } from './goldens.ts'
import { bound, perceptualDistance } from './perceptual-distance.ts'

const names = Object.keys(goldens)

describe('golden pictures', () => {
  it.each(names)('%s looks as it did when it was found right', async (name) => {
    const made = await makeNow(goldens[name] ?? [])
    expect(perceptualDistance(made, await readGolden(name))).toBeLessThanOrEqual(bound)
  })

  it('tell every operation from every other: none passes for another, or for nothing done', async () => {
    const pictures = await Promise.all(names.map(readGolden))
    const alike: string[] = []
    for (const [index, picture] of pictures.entries()) {
      for (const [before, other] of pictures.slice(0, index).entries()) {
        const distance = perceptualDistance(picture, other)
        if (distance <= 2 * bound) alike.push(`${names[before]} and ${names[index]}: ${distance}`)
      }
    }
    expect(alike).toEqual([])
  })

  it('show every operation that a recipe can name', () => {
    const shown = new Set(Object.values(goldens).flatMap((steps) => steps.map(({ op }) => op)))
    expect([...shown].sort()).toEqual(stepSchema.options.map(({ shape }) => shape.op.value).sort())
  })
})
