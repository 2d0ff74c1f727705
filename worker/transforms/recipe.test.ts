import { describe, expect, it } from 'vitest'
import { canonicalRecipe, recipeSchema, renditionRecipe } from '#contracts/recipe'
import { sizeAfter } from '#contracts/recipe-size'
import { stepSchema } from '#contracts/recipe-steps'

const output = { format: 'webp', quality: 80 }

describe('recipes', () => {
  it('keeps the text of the named renditions, and with it their hashes', () => {
    expect(canonicalRecipe(renditionRecipe('320'))).toBe(
      '{"steps":[{"op":"resize","width":320,"height":320,"fit":"inside"}],"output":{"format":"webp","quality":74}}',
    )
  })

  it('writes one text, however the keys of a recipe stand', () => {
    const one = { steps: [{ op: 'crop', gravity: 'north', height: 2, width: 1 }], output }
    const other = { output, steps: [{ width: 1, height: 2, op: 'crop', gravity: 'north' }] }
    expect(canonicalRecipe(recipeSchema.parse(one))).toBe(
      canonicalRecipe(recipeSchema.parse(other)),
    )
  })

  it.each([
    ['twenty-one steps', { steps: Array.from({ length: 21 }, () => ({ op: 'sepia' })), output }],
    ['a side of 12,001 pixels', { steps: [{ op: 'crop', width: 12_001, height: 1 }], output }],
    [
      'a default that is spelt out',
      { steps: [{ op: 'crop', width: 1, height: 1, gravity: 'centre' }], output },
    ],
    ['a step that nobody knows', { steps: [{ op: 'explode' }], output }],
  ])('refuses %s', (_what, recipe) => {
    expect(recipeSchema.safeParse(recipe).success).toBe(false)
  })
})

const wide = { width: 800, height: 600 }
const resize = { op: 'resize', width: 400, height: 400 }

it.each([
  [{ ...resize, fit: 'inside' }, [400, 300]],
  [{ ...resize, fit: 'outside' }, [533, 400]],
  [{ ...resize, fit: 'cover' }, [400, 400]],
  [{ ...resize, fit: 'contain' }, [400, 400]],
  [{ ...resize, fit: 'fill' }, [400, 400]],
  [{ ...resize, width: null, fit: 'inside' }, [533, 400]],
  [{ ...resize, width: 1600, height: 1600, fit: 'inside' }, [800, 600]],
  [{ ...resize, width: 1600, height: 1600, fit: 'inside', enlarge: true }, [1600, 1200]],
  [{ ...resize, width: 1600, height: 1600, fit: 'cover' }, [600, 600]],
  [{ ...resize, width: 1600, height: 300, fit: 'fill' }, [800, 300]],
  [{ op: 'scale', percent: 50 }, [400, 300]],
  [{ op: 'crop', width: 1000, height: 100 }, [800, 100]],
  [{ op: 'extract', left: 700, top: 20, width: 300, height: 100 }, [100, 100]],
  [{ op: 'aspect', width: 16, height: 9 }, [800, 450]],
  [{ op: 'aspect', width: 1, height: 1 }, [600, 600]],
  [{ op: 'rotate', degrees: 90 }, [600, 800]],
  [{ op: 'rotate', degrees: 180 }, [800, 600]],
  [{ op: 'rotate', degrees: 45 }, [990, 990]],
  [{ op: 'sepia' }, [800, 600]],
])('knows the size after %j', (step, [width, height]) => {
  expect(sizeAfter(wide, stepSchema.parse(step))).toEqual({ width, height })
})
