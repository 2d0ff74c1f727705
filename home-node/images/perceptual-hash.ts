import { openRaster, type Raster, toRaster } from './decode.ts'

/**
 * A 64-bit difference hash in hex: whether each of 8 × 8 places is darker than the one to its right.
 * It hardly changes with size, format or brightness: near-duplicates differ in few bits. Null where
 * no place is: a picture of one tone would be like every other of one tone.
 */
export async function perceptualHash(raster: Raster): Promise<string | null> {
  const { pixels, channels } = await toRaster(
    openRaster(raster)
      .flatten({ background: '#ffffff' })
      .greyscale()
      .resize({ width: 9, height: 8, fit: 'fill' }),
  )
  const grey = (column: number, row: number) => pixels[(row * 9 + column) * channels] ?? 0
  let bits = 0n
  for (let row = 0; row < 8; row++) {
    for (let column = 0; column < 8; column++) {
      bits = (bits << 1n) | (grey(column, row) < grey(column + 1, row) ? 1n : 0n)
    }
  }
  return bits === 0n ? null : bits.toString(16).padStart(16, '0')
}
