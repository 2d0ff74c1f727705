import { crc32, deflateSync } from 'node:zlib'
import sharp from 'sharp'

/** The corners of `fourCorners`, clockwise from the top left, as sRGB. */
export const cornerColours = {
  topLeft: [255, 0, 0],
  topRight: [0, 170, 0],
  bottomRight: [255, 255, 0],
  bottomLeft: [0, 0, 255],
} as const

/** A picture of four even quarters: what is where shows whether it was turned or mirrored. */
export async function fourCorners(width = 800, height = 600): Promise<Buffer> {
  const [halfWidth, halfHeight] = [width / 2, height / 2]
  const quarter = (x: number, y: number, colour: string) =>
    `<rect x="${x}" y="${y}" width="${halfWidth}" height="${halfHeight}" fill="${colour}"/>`
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
    ${quarter(0, 0, 'rgb(255,0,0)')}${quarter(halfWidth, 0, 'rgb(0,170,0)')}
    ${quarter(0, halfHeight, 'rgb(0,0,255)')}${quarter(halfWidth, halfHeight, 'rgb(255,255,0)')}
  </svg>`
  return sharp(Buffer.from(svg)).flatten().png().toBuffer()
}

/** EXIF that says much about its owner, in the form that sharp writes. */
export const tellingExif = {
  IFD0: { Make: 'Acme', Model: 'Acme One', Artist: 'Nobody At All' },
  IFD2: { DateTimeOriginal: '2024:05:31 14:03:22', BodySerialNumber: 'SERIAL-4711' },
  IFD3: {
    GPSLatitudeRef: 'N',
    GPSLatitude: '46/1 31/1 123/10',
    GPSLongitudeRef: 'E',
    GPSLongitude: '6/1 34/1 56/10',
  },
}

/** Degrees clockwise, then whether mirrored left to right: what undoes each EXIF orientation. */
const undo = new Map<number, [degrees: number, mirrored: boolean]>([
  [1, [0, false]],
  [2, [0, true]],
  [3, [180, false]],
  [4, [180, true]],
  [5, [90, true]],
  [6, [270, false]],
  [7, [270, true]],
  [8, [90, false]],
])

/** The upright picture as a camera stores it with an EXIF orientation from 1 to 8. */
export async function storedAs(upright: Buffer, orientation: number): Promise<Buffer> {
  const [degrees, mirrored] = undo.get(orientation) ?? [0, false]
  // Two pipelines, because within one sharp mirrors first and turns then.
  const turned = await sharp(upright).rotate(degrees).png().toBuffer()
  return sharp(turned).flop(mirrored).jpeg({ quality: 95 }).withMetadata({ orientation }).toBuffer()
}

/** A PNG chunk: length, type, content, checksum. */
export function pngChunk(type: string, content: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), content])
  const [length, checksum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(content.length)
  checksum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, checksum])
}

const pngSignature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')

/** A valid black 1-bit PNG of any size; 16,383 × 16,383 are 33 MB of pixels in 33 KB of file. */
export function blackPng(width: number, height: number): Buffer {
  const rows = Buffer.alloc((Math.ceil(width / 8) + 1) * height)
  return Buffer.concat([
    pngHeader(width, height),
    pngChunk('IDAT', deflateSync(rows)),
    pngChunk('IEND', Buffer.alloc(0)),
  ])
}

/** Signature and header of a 1-bit grey PNG, without any pixel. */
export function pngHeader(width: number, height: number): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header[8] = 1
  return Buffer.concat([pngSignature, pngChunk('IHDR', header)])
}

/** The sources that `imageEngineContract` asks for. */
export async function enginePictures() {
  const upright = await fourCorners()
  const landscape = await sharp(upright).jpeg({ quality: 95 }).withExif(tellingExif).toBuffer()
  return {
    landscape: Uint8Array.from(landscape),
    turned: Uint8Array.from(await storedAs(await fourCorners(600, 800), 6)),
    tiny: Uint8Array.from(blackPng(1, 1)),
    broken: Uint8Array.from(landscape.subarray(0, 30)),
    huge: Uint8Array.from(blackPng(16_383, 16_383)),
  }
}

/** The sources that `inferenceContract` asks for. */
export async function inferencePictures() {
  const blue = { width: 300, height: 200, channels: 3 as const, background: '#1040e0' }
  const picture = await sharp({ create: blue }).jpeg().toBuffer()
  return {
    picture: Uint8Array.from(picture),
    broken: Uint8Array.from(picture.subarray(0, 30)),
  }
}
