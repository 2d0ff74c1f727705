import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { readMetadata } from './metadata.ts'
import { cameraName, wallClock } from './metadata-values.ts'
import { blackPng, tellingExif } from './sample-pictures.ts'

const nothing = { takenAt: null, camera: null }

async function readShutterFacts(exif: Uint8Array | null) {
  const { camera, metadata } = await readMetadata({ exif, iptc: null, xmp: null })
  return { takenAt: metadata.takenAt, camera }
}

type Entry = [tag: number, type: number, count: number, value: number | string]
const asciiType = 2
const longType = 4

/** A little-endian TIFF block with one directory at byte 8; strings are put after it. */
function tiff(entries: Entry[], nextDirectory = 0, tail = 0): Buffer {
  const table = Buffer.alloc(8 + 2 + entries.length * 12 + 4)
  table.write('II*\0', 'latin1')
  table.writeUInt32LE(8, 4)
  table.writeUInt16LE(entries.length, 8)
  table.writeUInt32LE(nextDirectory, table.length - 4)
  const strings: Buffer[] = []
  let end = table.length
  entries.forEach(([tag, type, count, value], index) => {
    const at = 10 + index * 12
    table.writeUInt16LE(tag, at)
    table.writeUInt16LE(type, at + 2)
    if (typeof value === 'string') {
      const text = Buffer.from(`${value}\0`, 'latin1')
      table.writeUInt32LE(text.length, at + 4)
      table.writeUInt32LE(end, at + 8)
      strings.push(text)
      end += text.length
    } else {
      table.writeUInt32LE(count >>> 0, at + 4)
      table.writeUInt32LE(value >>> 0, at + 8)
    }
  })
  return Buffer.concat([table, ...strings, Buffer.alloc(tail)])
}

describe('what a picture says of its shutter', () => {
  it('is its time and camera, with or without the prefix that JPEG puts before', async () => {
    const jpeg = await sharp(blackPng(8, 8)).jpeg().withExif(tellingExif).toBuffer()
    const { exif } = await sharp(jpeg).metadata()
    const facts = { takenAt: '2024-05-31T14:03:22', camera: 'Acme One' }
    expect(exif?.subarray(0, 4).toString()).toBe('Exif')
    expect(await readShutterFacts(exif ?? null)).toEqual(facts)
    expect(await readShutterFacts(exif?.subarray(6) ?? null)).toEqual(facts)
  })

  it('is read from one directory when that is all there is', async () => {
    const block = tiff([
      [0x010f, asciiType, 0, 'Acme'],
      [0x0110, asciiType, 0, 'Acme One'],
    ])
    expect(await readShutterFacts(block)).toEqual({ takenAt: null, camera: 'Acme One' })
  })

  it.each<[string, Uint8Array]>([
    ['an empty block', Buffer.alloc(0)],
    ['three bytes', Buffer.from('II*')],
    ['no TIFF at all', Buffer.from('<?xml version="1.0"?><x/>'.repeat(50))],
    ['zeroes', Buffer.alloc(70_000)],
    ['a header that points behind the end', Buffer.from('II*\0\xff\xff\xff\x7f', 'latin1')],
    ['a header that points before the start', Buffer.from('II*\0\xff\xff\xff\xff', 'latin1')],
    ['a directory that is its own next', tiff([], 8)],
    ['a directory that is its own sub-directory', tiff([[0x8769, longType, 1, 8]], 8)],
    ['a negative offset', tiff([[0x0110, asciiType, 40, -20]])],
    ['a string of 4 GB', tiff([[0x0110, asciiType, -1, 26]])],
    ['65,535 entries in 100 bytes', Buffer.from(`II*\0\x08\0\0\0\xff\xff${'\x01'.repeat(90)}`)],
    ['a maker note of 10 MB', tiff([[0x927c, 7, 10_000_000, 26]], 0, 10_000_000)],
  ])('is nothing, and no error, with %s', async (_, block) => {
    expect(await readShutterFacts(block)).toEqual(nothing)
  })

  it('is nothing without EXIF', async () => {
    expect(await readShutterFacts(null)).toEqual(nothing)
  })
})

describe('a time of EXIF', () => {
  it.each([
    ['2012:08:05 11:39:59', '2012-08-05T11:39:59'],
    ['2023-09-27T14:32:53+02:00', '2023-09-27T14:32:53'],
    ['2024:02:29 00:00:00', '2024-02-29T00:00:00'],
    ['2023:02:29 00:00:00', null],
    ['2024:13:01 00:00:00', null],
    ['2024:01:01 24:00:00', null],
    ['0000:00:00 00:00:00', null],
    ['    :  :     :  :  ', null],
    ['yesterday', null],
    ['', null],
    [undefined, null],
    [20_240_531, null],
  ])('%j is %j', (value, time) => {
    expect(wallClock(value)).toBe(time)
  })
})

describe('the name of a camera', () => {
  it.each([
    ['Canon', 'Canon EOS R5', 'Canon EOS R5'],
    ['NIKON CORPORATION', 'NIKON D750', 'NIKON D750'],
    ['SONY', 'DSLR-A550', 'SONY DSLR-A550'],
    ['samsung', 'SM-S906U', 'samsung SM-S906U'],
    ['Apple', 'iPhone 7', 'Apple iPhone 7'],
    [' Acme\0\0\0', '\u0007One\n ', 'Acme One'],
    [undefined, 'Lone Model', 'Lone Model'],
    ['Lone Make', undefined, 'Lone Make'],
    ['', '', null],
    [42, {}, null],
  ])('%j with %j is %j', (make, model, name) => {
    expect(cameraName(make, model)).toBe(name)
  })

  it('is never longer than a job may say', () => {
    expect(cameraName('M'.repeat(5_000), 'x'.repeat(5_000))?.length).toBeLessThanOrEqual(200)
  })
})
