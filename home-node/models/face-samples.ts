import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import sharp, { type Sharp } from 'sharp'
import { type Raster, toRaster } from '../images/decode.ts'

/** Pictures of groups that ship with face-api, by number and how many faces each shows. */
export const sampleFaces = { 1: 3, 2: 3, 3: 3, 4: 4, 5: 5, 6: 4 } as const

export function sampleFacesPath(number: keyof typeof sampleFaces): string {
  const script = createRequire(import.meta.url).resolve('@vladmandic/face-api')
  return join(dirname(script), `../demo/sample${number}.jpg`)
}

/** One of the pictures, as it is or as a camera with a worse eye would have taken it. */
export async function sampleFacesRaster(
  number: keyof typeof sampleFaces,
  change: (picture: Sharp) => Sharp = (picture) => picture,
): Promise<Raster> {
  const jpeg = await change(sharp(sampleFacesPath(number)))
    .jpeg({ quality: 80 })
    .toBuffer()
  return await toRaster(sharp(jpeg).removeAlpha())
}
