/** The one thing used of it; TypeScript knows WebAssembly only together with the browser's types. */
declare const WebAssembly: {
  Memory: new (size: { initial: number }) => { readonly buffer: ArrayBuffer }
}

/** What O_DIRECT wants lengths and offsets to be a multiple of; 4 KiB suits every disk in use. */
export const alignBytes = 4_096
export const blockBytes = 1_048_576
const wasmPageBytes = 65_536
const blocksPerSlab = 16

/** Memory on a page boundary, which an ordinary Buffer is not: O_DIRECT answers that with EINVAL. */
export type AlignedMemory = Uint8Array<ArrayBuffer>

const idle: AlignedMemory[] = []

/** Blocks of 1 MiB, to be given back. What they hold is whatever was there before. */
export function takeMemory(count: number): AlignedMemory[] {
  while (idle.length < count) {
    const initial = (blocksPerSlab * blockBytes) / wasmPageBytes
    const slab = new WebAssembly.Memory({ initial }).buffer
    for (let i = 0; i < blocksPerSlab; i++) {
      idle.push(new Uint8Array(slab, i * blockBytes, blockBytes))
    }
  }
  return idle.splice(idle.length - count, count)
}

/** Only once nothing reads from or writes into them any more. */
export function giveMemory(blocks: AlignedMemory[]): void {
  idle.push(...blocks)
}

/** Bytes ready to be written past the page cache. */
export interface Block {
  bytes: Uint8Array
  /** `bytes`, filled up with zeros to a multiple of `alignBytes`. */
  padded: Uint8Array
}

function blockOf(memory: AlignedMemory, filled: number): Block {
  const paddedBytes = Math.ceil(filled / alignBytes) * alignBytes
  memory.fill(0, filled, paddedBytes)
  return { bytes: memory.subarray(0, filled), padded: memory.subarray(0, paddedBytes) }
}

/**
 * Gathers chunks, as they come from the network, into blocks of 1 MiB; only the last is shorter.
 * They lie in `memory` in turn: with two of them, a block stays as it is until the next but one is
 * asked for, so one can be written while the next is gathered.
 */
export async function* blocksOf(
  source: AsyncIterable<Uint8Array> | ReadableStream<Uint8Array>,
  memory: AlignedMemory[],
): AsyncGenerator<Block> {
  let turn = 0
  let filled = 0
  const current = () => {
    const block = memory[turn % memory.length]
    if (block === undefined) throw new Error('blocks need memory')
    return block
  }
  for await (const chunk of source) {
    for (let taken = 0; taken < chunk.length; ) {
      const count = Math.min(blockBytes - filled, chunk.length - taken)
      current().set(chunk.subarray(taken, taken + count), filled)
      taken += count
      filled += count
      if (filled === blockBytes) {
        yield blockOf(current(), filled)
        turn += 1
        filled = 0
      }
    }
  }
  if (filled > 0) yield blockOf(current(), filled)
}
