import { z } from 'zod'
import {
  type ImageEngine,
  type ImageEngineCode,
  ImageEngineError,
  type ImageSource,
  type MadeImage,
} from '#contracts/image-engine'
import type { OutputFormat, Recipe } from '#contracts/recipe'
import type { EdgeWish } from './edge-calls.ts'
import { type EdgePlan, planEdge } from './edge-plan.ts'

/** What is used of the binding of Cloudflare Images. */
export type EdgeImages = Pick<ImagesBinding, 'input' | 'info'>

/** Cloudflare's numbers for what asking again does not help; all others are its own troubles. */
const codes: Readonly<Record<number, ImageEngineCode>> = {
  9412: 'undecodable',
  9413: 'too_large',
  9520: 'undecodable',
  9523: 'undecodable',
}

const notes = {
  undecodable: 'This picture cannot be decoded; it may be broken.',
  too_large: 'This picture is too large to be made.',
} satisfies Partial<Record<ImageEngineCode, string>>

const imagesErrorSchema = z.object({ code: z.coerce.number().int() })
const sizeSchema = z.object({ width: z.int().positive(), height: z.int().positive() })

/**
 * Cloudflare Images: the operations of `#contracts/edge-images`, each as a call of its own, so that
 * they happen in the order of the recipe. What it cannot do is `capability_missing`.
 */
export function makeCloudflareImages(
  images: EdgeImages,
  wanted: EdgeWish['wanted'] = 'same',
): ImageEngine {
  return {
    async run(recipe, source) {
      const plan = planEdge(recipe, source, wanted)
      if (typeof plan !== 'string') return await runEdgePlan(images, plan, source, recipe.output)
      const size = source.picture?.size
      const isLarge = size && plan === 'pictures of this size'
      if (isLarge) throw new ImageEngineError('too_large', notes.too_large)
      throw new ImageEngineError('capability_missing', `Cloudflare Images cannot do ${plan}.`)
    },
  }
}

/** Does what was planned: one transformation, as Cloudflare counts them. */
export async function runEdgePlan(
  images: EdgeImages,
  plan: EdgePlan,
  source: ImageSource,
  output: Pick<Recipe['output'], 'format' | 'quality'>,
): Promise<MadeImage> {
  const body = await source.open().catch((cause: unknown) => {
    throw new ImageEngineError('offline', 'The original cannot be read now.', cause)
  })
  try {
    let work = images.input(body)
    for (const call of plan.calls) work = work.transform(call)
    const made = await work.output({ ...encoding(output), anim: false })
    const mimeType = made.contentType()
    if (plan.size) return { body: made.image(), mimeType, ...plan.size }
    const [result, again] = made.image().tee()
    return { body: result, mimeType, ...sizeSchema.parse(await images.info(again)) }
  } catch (cause) {
    throw edgeError(cause)
  }
}

function encoding({ format, quality }: Pick<Recipe['output'], 'format' | 'quality'>) {
  const lossless = format === 'png' || quality === 'auto'
  return { format: mimeTypes[format], ...(!lossless && { quality }) }
}

const mimeTypes = {
  webp: 'image/webp',
  jpeg: 'image/jpeg',
  png: 'image/png',
  avif: 'image/avif',
  gif: 'image/gif',
} satisfies Record<OutputFormat, ImageOutputOptions['format']>

function edgeError(cause: unknown): ImageEngineError {
  const { data } = imagesErrorSchema.safeParse(cause)
  const code = data && codes[data.code]
  if (code === 'undecodable' || code === 'too_large') {
    return new ImageEngineError(code, notes[code], cause)
  }
  const detail = 'Cloudflare Images could not make this picture now; try again later.'
  return new ImageEngineError('try_again', detail, cause)
}
