import { makePlainRows } from './plain-rows.ts'
import type { Rows } from './rows.ts'
import { makeSimdRows } from './simd-rows.ts'

/** Rows for the fastest kernel that runs here. */
export function makeRows(dimensions: number): Rows {
  try {
    return makeSimdRows(dimensions)
  } catch {
    return makePlainRows(dimensions)
  }
}
