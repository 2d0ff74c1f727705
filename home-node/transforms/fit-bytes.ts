import { ImageEngineError } from '#contracts/image-engine'

/** Below this a picture is not worth having. */
export const leastQuality = 10

/**
 * The best quality whose result has at most `maxBytes`, by halving between `leastQuality` and the
 * quality asked for: at most eight encodings, and it ends early at nine tenths of the bound. Rejects
 * with `too_large` when even the least quality is more.
 */
export async function fitBytes<Written extends { bytes: Uint8Array }>(
  write: (quality: number) => Promise<Written>,
  quality: number,
  maxBytes: number,
): Promise<Written> {
  const asked = await write(quality)
  if (asked.bytes.length <= maxBytes) return asked
  let best = quality > leastQuality ? await write(leastQuality) : asked
  if (best.bytes.length > maxBytes) {
    throw new ImageEngineError(
      'too_large',
      `Even at quality ${leastQuality} this picture has ${best.bytes.length} bytes, and ${maxBytes} were asked for: make it smaller.`,
    )
  }
  let [fits, tooMuch] = [leastQuality, quality]
  while (tooMuch - fits > 1 && best.bytes.length < maxBytes * 0.9) {
    const middle = Math.round((fits + tooMuch) / 2)
    const tried = await write(middle)
    if (tried.bytes.length <= maxBytes) [fits, best] = [middle, tried]
    else tooMuch = middle
  }
  return best
}
