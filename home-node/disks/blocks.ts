const blockBytes = 1_048_576

/**
 * Gathers small chunks, as they come from the network, into blocks of 1 MiB, so that a disk sees
 * few large writes. A block belongs to the consumer: it is never written to again.
 */
export async function* blocksOf(
  source: AsyncIterable<Uint8Array> | ReadableStream<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  let block = Buffer.allocUnsafeSlow(blockBytes)
  let filled = 0
  for await (const chunk of source) {
    for (let taken = 0; taken < chunk.length; ) {
      const count = Math.min(blockBytes - filled, chunk.length - taken)
      block.set(chunk.subarray(taken, taken + count), filled)
      taken += count
      filled += count
      if (filled === blockBytes) {
        yield block
        block = Buffer.allocUnsafeSlow(blockBytes)
        filled = 0
      }
    }
  }
  if (filled > 0) yield block.subarray(0, filled)
}
