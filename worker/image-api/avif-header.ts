import { BrokenHeaderError, type ByteReader } from './byte-reader.ts'
import type { StoredHeader } from './read-header.ts'

/** More than any picture has at one level: each costs memory. */
const boxesMax = 10_000

interface Box {
  kind: string
  /** Where what it holds begins and ends. */
  start: number
  end: number
}

/**
 * AVIF over HEIF (ISO/IEC 23008-12): the size and the rotation among the properties of the primary
 * item. Mirroring does not change a size.
 */
export function readAvif(bytes: ByteReader): StoredHeader {
  const meta = boxIn(boxesIn(bytes, 0, bytes.length), 'meta')
  // `meta` begins with a version and flags.
  const inMeta = boxesIn(bytes, meta.start + 4, meta.end)
  const iprp = boxIn(inMeta, 'iprp')
  const inIprp = boxesIn(bytes, iprp.start, iprp.end)
  const ipco = boxIn(inIprp, 'ipco')
  const properties = boxesIn(bytes, ipco.start, ipco.end)
  const primary = primaryItem(bytes, boxIn(inMeta, 'pitm'))
  const indexes = propertiesOf(bytes, boxIn(inIprp, 'ipma'), primary)
  const own = indexes.flatMap((index) => properties[index - 1] ?? [])
  const ispe = boxIn(own, 'ispe')
  const irot = own.find(({ kind }) => kind === 'irot')
  return {
    width: bytes.u32(ispe.start + 4),
    height: bytes.u32(ispe.start + 8),
    frames: 1,
    isTurned: irot !== undefined && bytes.u8(irot.start) % 2 === 1,
  }
}

function boxesIn(bytes: ByteReader, from: number, to: number): Box[] {
  const boxes: Box[] = []
  for (let at = from; at + 8 <= to; ) {
    const short = bytes.u32(at)
    const head = short === 1 ? 16 : 8
    const size = short === 1 ? bytes.u32(at + 8) * 2 ** 32 + bytes.u32(at + 12) : short || to - at
    if (size < head || boxes.length === boxesMax)
      throw new BrokenHeaderError('boxes that nobody means')
    boxes.push({ kind: bytes.text(at + 4, 4), start: at + head, end: Math.min(at + size, to) })
    at += size
  }
  return boxes
}

function boxIn(boxes: Box[], kind: string): Box {
  const found = boxes.find((box) => box.kind === kind)
  if (!found) throw new BrokenHeaderError(`no ${kind}`)
  return found
}

function primaryItem(bytes: ByteReader, { start }: Box): number {
  return bytes.u8(start) === 0 ? bytes.u16(start + 4) : bytes.u32(start + 4)
}

/** The numbers of an item's properties, from 1, out of the associations of all items. */
function propertiesOf(bytes: ByteReader, { start, end }: Box, item: number): number[] {
  const isLongId = bytes.u8(start) > 0
  const isLongIndex = (bytes.u8(start + 3) & 1) === 1
  const items = bytes.u32(start + 4)
  let at = start + 8
  for (let index = 0; index < items && at < end; index++) {
    const id = isLongId ? bytes.u32(at) : bytes.u16(at)
    at += isLongId ? 4 : 2
    const count = bytes.u8(at)
    at += 1
    const width = isLongIndex ? 2 : 1
    if (id === item) {
      // The highest bit says whether a reader must know the property.
      return Array.from({ length: count }, (_, n) =>
        isLongIndex ? bytes.u16(at + n * 2) & 0x7fff : bytes.u8(at + n) & 0x7f,
      )
    }
    at += count * width
  }
  throw new BrokenHeaderError('nothing of the primary item')
}
