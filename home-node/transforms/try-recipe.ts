import { createHash } from 'node:crypto'
import sharp from 'sharp'
import type { z } from 'zod'
import { sha256Schema } from '#contracts/ids'
import type { ImageSource } from '#contracts/image-engine'
import { recipeSchema } from '#contracts/recipe'
import { type Raster, toRaster } from '../images/decode.ts'
import { makeSharpEngine } from '../images/sharp-engine.ts'

/** A recipe as it is written by hand: what it says is checked when it is run. */
export type WrittenRecipe = z.input<typeof recipeSchema>
export type WrittenStep = WrittenRecipe['steps'][number]

export const lossless = { format: 'png', quality: 100 } satisfies WrittenRecipe['output']

/** A picture in memory as an engine takes it. */
export function sourceOf(bytes: Uint8Array): ImageSource {
  const sha256 = sha256Schema.parse(createHash('sha256').update(bytes).digest('hex'))
  const open = async () => new Blob([Uint8Array.from(bytes)]).stream()
  return { sha256, sizeBytes: bytes.length, open }
}

/** Runs a recipe on a picture with the home node's engine, for tests and benchmarks. */
export async function tryRecipe(
  bytes: Uint8Array,
  recipe: WrittenRecipe,
  overlays: Uint8Array[] = [],
): Promise<{ bytes: Buffer; width: number; height: number; mimeType: string }> {
  const engine = makeSharpEngine()
  const made = await engine.run(recipeSchema.parse(recipe), sourceOf(bytes), overlays.map(sourceOf))
  return { ...made, bytes: Buffer.from(await new Response(made.body).arrayBuffer()) }
}

/** The pixels after some steps, with four channels, nothing lost by encoding. */
export async function trySteps(
  bytes: Uint8Array,
  steps: WrittenStep[],
  overlays: Uint8Array[] = [],
): Promise<Raster> {
  const made = await tryRecipe(bytes, { steps, output: lossless }, overlays)
  return await toRaster(sharp(made.bytes).ensureAlpha())
}

/** Red, green, blue and transparency of one pixel, 0 to 255. */
export function pixelAt({ pixels, width, channels }: Raster, x: number, y: number): number[] {
  const start = (y * width + x) * channels
  return [...pixels.subarray(start, start + channels)]
}
