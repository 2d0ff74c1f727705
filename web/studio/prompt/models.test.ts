import { describe, expect, it } from 'vitest'
import { type StudioModel, studioModelSchema } from '#contracts/generations'
import { promptSchema } from '#contracts/prompt'
import { costOf, fittedTo, missingIn, modelOf, moneyInWords, sizesFor } from './models.ts'

const able: StudioModel = studioModelSchema.parse({
  ...{ name: 'home/able', label: 'Able', sizes: null, minSide: 256, maxSide: 2_048 },
  ...{ hasNegative: true, hasSeed: true, steps: { min: 1, max: 8, usual: 4 }, maxReferences: 4 },
  ...{ hasStrength: true, hasMask: true, isRepeatable: true },
  costMicros: { preview: 400, full: 3_400 },
})
const plain: StudioModel = {
  ...able,
  ...{ name: 'away/plain', hasNegative: false, hasSeed: false, steps: null, maxReferences: 0 },
  ...{ hasStrength: false, hasMask: false, costMicros: null },
  sizes: [
    [1_024, 1_024],
    [1_536, 1_024],
    [1_024, 1_536],
  ],
}
const prompt = promptSchema.parse({
  ...{ text: 'a hill', negative: 'people', model: 'home/able', width: 1_184, height: 896, seed: 7 },
  ...{ steps: 20, strength: 0.5, mask: 'AAAA' },
  references: [{ kind: 'file', file: 'fil_01J00000000000000000000000' }],
})

describe('a prompt and its model', () => {
  it('keeps what the model has, within its bounds', () => {
    expect(fittedTo(prompt, able)).toEqual({ ...prompt, steps: 8 })
  })

  it('leaves out what the model has not, and takes its nearest size', () => {
    expect(fittedTo(prompt, plain)).toMatchObject({
      ...{ model: 'away/plain', width: 1_536, height: 1_024, text: 'a hill', seed: 7 },
      ...{ negative: null, steps: null, strength: null, mask: null, references: [] },
    })
    expect(missingIn(plain)).toHaveLength(4)
    expect(missingIn(able)).toEqual([])
  })

  it('has no mask and no strength without a picture', () => {
    expect(fittedTo({ ...prompt, references: [] }, able)).toMatchObject({
      strength: null,
      mask: null,
    })
  })

  it('without a model is the first one’s; with one that is gone it is nobody’s', () => {
    expect(modelOf([plain, able], null)).toBe(plain)
    expect(modelOf([plain, able], 'home/able')).toBe(able)
    expect(modelOf([plain], 'home/able')).toBeUndefined()
  })

  it('is offered shapes that the model makes', () => {
    expect(sizesFor(plain).map(({ name }) => name)).toEqual(['Square', 'Landscape', 'Portrait'])
    for (const { width, height } of sizesFor({ ...able, maxSide: 768 })) {
      expect(Math.max(width, height)).toBeLessThanOrEqual(768)
      expect([width % 64, height % 64]).toEqual([0, 0])
    }
  })
})

describe('what a picture costs', () => {
  it('grows with its size, and is not made up where nobody said', () => {
    expect(costOf(able, 'preview', prompt)).toBe(400)
    expect(costOf(able, 'full', { width: 512, height: 512 })).toBe(3_400)
    expect(costOf(able, 'full', { width: 2_048, height: 2_048 })).toBe(13_600)
    expect(costOf(plain, 'full', prompt)).toBeNull()
  })

  it.each([
    [0, '$0.00'],
    [1_230_000, '$1.23'],
    [40_000, '$0.04'],
    [3_400, '$0.0034'],
    [12, '$0.000012'],
  ])('%d millionths read %s', (micros, words) => {
    expect(moneyInWords(micros, 'USD')).toBe(words)
  })
})
