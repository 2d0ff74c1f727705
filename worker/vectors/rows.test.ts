import { expect, it } from 'vitest'
import { madeVector } from '../testing/vectors.ts'
import { makePlainRows } from './plain-rows.ts'
import { quantise, quantiseQuery } from './quantise.ts'
import type { Rows } from './rows.ts'
import { makeSimdRows } from './simd-rows.ts'

function productsOf(rows: Rows, query: Int16Array, count: number): number[] {
  const products = new Array<number>(count)
  rows.multiply(query, count, (first, block) => {
    for (const [index, product] of block.entries()) products[first + index] = product
  })
  return products
}

// Odd dimensions, counts that are no multiple of four, and more than one block.
it.each([
  [1, 1],
  [3, 7],
  [16, 4],
  [33, 1_025],
  [512, 2_500],
  [2_048, 10],
])('plain rows and the kernel answer the same, %i dimensions and %i rows', (dimensions, count) => {
  const [plain, simd] = [makePlainRows(dimensions), makeSimdRows(dimensions)]
  for (let row = 0; row < count; row++) {
    const { values } = quantise(madeVector(row, dimensions))
    plain.set(row, values)
    simd.set(row, values)
  }
  if (count > 5) for (const rows of [plain, simd]) rows.copy(5, 2)
  const query = quantiseQuery(madeVector(77_777, dimensions)).values
  const products = productsOf(simd, query, count)
  expect(products).toEqual(productsOf(plain, query, count))
  expect(products).toHaveLength(count)
})

it.each([16, 512, 768, 2_048])('no product overflows with %i dimensions', (dimensions) => {
  const even = new Float32Array(dimensions).fill(1 / Math.sqrt(dimensions))
  const rows = makeSimdRows(dimensions)
  rows.set(0, new Int8Array(dimensions).fill(127))
  rows.set(1, new Int8Array(dimensions).fill(-127))
  const [most = 0, least = 0] = productsOf(rows, quantiseQuery(even).values, 2)
  expect(most).toBeGreaterThan(2 ** 24)
  expect(least).toBe(-most)
  const { scale } = quantiseQuery(even)
  expect(most * scale).toBeCloseTo(127 * Math.sqrt(dimensions), 0)
})
