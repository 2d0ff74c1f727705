import { blockRows, type Rows, strideOf } from './rows.ts'

/** The same in plain JavaScript, with the same products, about ten times slower. */
export function makePlainRows(dimensions: number): Rows {
  const stride = strideOf(dimensions)
  const products = new Int32Array(blockRows)
  let bytes = new Int8Array(stride)
  const makeRoomFor = (row: number) => {
    const needed = (row + 1) * stride
    if (needed <= bytes.length) return
    const wider = new Int8Array(Math.max(needed, Math.ceil((bytes.length * 9) / 8)))
    wider.set(bytes)
    bytes = wider
  }
  return {
    get bytes() {
      return bytes.length
    },
    set(row, values) {
      makeRoomFor(row)
      bytes.set(values, row * stride)
    },
    copy(from, to) {
      bytes.copyWithin(to * stride, from * stride, (from + 1) * stride)
    },
    multiply(query, count, take) {
      for (let first = 0; first < count; first += blockRows) {
        const rows = Math.min(blockRows, count - first)
        for (let row = 0; row < rows; row++) {
          products[row] = dot(query, bytes, (first + row) * stride)
        }
        take(first, products.subarray(0, rows))
      }
    },
  }
}

function dot(query: Int16Array, bytes: Int8Array, start: number): number {
  let sum = 0
  for (let index = 0; index < query.length; index++) {
    sum += (query[index] ?? 0) * (bytes[start + index] ?? 0)
  }
  return sum
}
