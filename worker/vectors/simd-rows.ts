import { z } from 'zod'
import kernel from './dots.wasm'
import { blockRows, type Rows, strideOf } from './rows.ts'

const pageBytes = 65_536

const exportsSchema = z.object({
  dots: z.custom<
    (query: number, rows: number, out: number, count: number, dimensions: number) => void
  >((value) => typeof value === 'function'),
})

/**
 * Rows in memory of their own, multiplied by the kernel of `dots.wat`: query first, then a block's
 * products, then the rows. The memory grows by an eighth at a time and is never copied. Throws where
 * there is no SIMD.
 */
export function makeSimdRows(dimensions: number): Rows {
  const stride = strideOf(dimensions)
  const productsAt = stride * 2
  const rowsAt = productsAt + blockRows * 4
  const memory = new WebAssembly.Memory({ initial: Math.ceil(rowsAt / pageBytes) })
  const { exports } = new WebAssembly.Instance(kernel, { rows: { memory } })
  const { dots } = exportsSchema.parse(exports)
  let bytes = new Int8Array(memory.buffer)
  const makeRoomFor = (row: number) => {
    // The kernel multiplies four rows at a time, also where the last of them is not there.
    const missing = rowsAt + (row + 4) * stride - bytes.length
    if (missing <= 0) return
    memory.grow(Math.ceil(Math.max(missing, bytes.length / 8) / pageBytes))
    bytes = new Int8Array(memory.buffer)
  }
  return {
    get bytes() {
      return bytes.length
    },
    set(row, values) {
      makeRoomFor(row)
      bytes.set(values, rowsAt + row * stride)
    },
    copy(from, to) {
      const start = rowsAt + from * stride
      bytes.copyWithin(rowsAt + to * stride, start, start + stride)
    },
    multiply(query, count, take) {
      new Int16Array(memory.buffer, 0, stride).fill(0).set(query)
      for (let first = 0; first < count; first += blockRows) {
        const rows = Math.min(blockRows, count - first)
        dots(0, rowsAt + first * stride, productsAt, Math.ceil(rows / 4) * 4, stride)
        take(first, new Int32Array(memory.buffer, productsAt, rows))
      }
    },
  }
}
