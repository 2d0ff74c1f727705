import { createHash } from 'node:crypto'
import { sha256Schema } from '#contracts/ids'
import {
  type ImageEngine,
  ImageEngineError,
  type ImageSource,
  type MadeImage,
} from '#contracts/image-engine'
import type { Recipe } from '#contracts/recipe'
import { AppError } from '../errors.ts'
import { chooseMaker, type MakerChoice, type MakerFacts } from './choose-maker.ts'
import { type EdgeImages, runEdgePlan } from './cloudflare.ts'

/** Pixels on their way home: lossless, at most a quarter of the original's, and held whole. */
const maxHalfwayBytes = 40_000_000

interface Makers {
  setting: MakerFacts['setting']
  home: ImageEngine
  edge: EdgeImages | null
  isHomeThere: () => Promise<boolean>
}

export interface RoutedImageEngine extends ImageEngine {
  /** Who would make it now, and why. */
  choose(recipe: Recipe, source: ImageSource): Promise<MakerChoice>
}

/** The home node and Cloudflare Images as one engine; see `chooseMaker`. */
export function makeRoutedImageEngine({
  setting,
  home,
  edge,
  isHomeThere,
}: Makers): RoutedImageEngine {
  async function choose(recipe: Recipe, source: ImageSource): Promise<MakerChoice> {
    const asks = edge !== null && setting === 'auto'
    const [there, onDisk] = asks
      ? await Promise.all([isHomeThere(), source.isOnDisk?.() ?? false])
      : [true, true]
    const facts = { setting, hasEdge: edge !== null, isHomeThere: there, isOnDisk: onDisk }
    return chooseMaker(recipe, source, facts)
  }

  async function runHome(recipe: Recipe, source: ImageSource, overlays: ImageSource[]) {
    const atHome = async (): Promise<MadeImage> => {
      return { ...(await home.run(recipe, source, overlays)), maker: 'home' }
    }
    if (edge === null || setting !== 'auto') return await atHome()
    // It may have gone this very second, or its tunnel may be down while it still listens.
    const facts = { setting, hasEdge: true, isHomeThere: false, isOnDisk: false }
    const instead = chooseMaker(recipe, source, facts)
    return await atHome().catch(async (error: unknown) => {
      if (!isOffline(error) || instead.maker !== 'edge') throw error
      return await runEdge(edge, recipe, source, instead)
    })
  }

  return {
    choose,
    async run(recipe, source, overlays = []) {
      const choice = await choose(recipe, source)
      if (choice.maker === 'home' || edge === null) return await runHome(recipe, source, overlays)
      try {
        if (choice.maker === 'edge') return await runEdge(edge, recipe, source, choice)
        const halfway = await runHalfway(edge, choice, source)
        const made = await home.run(choice.rest, halfway, overlays)
        return { ...made, maker: 'edge-and-home' }
      } catch (error) {
        if (!(error instanceof ImageEngineError && error.code === 'try_again')) throw error
        // What Cloudflare could not do now the home node may; if it is away, the first says why.
        return await runHome(recipe, source, overlays).catch((other: unknown) => {
          throw isOffline(other) ? error : other
        })
      }
    },
  }
}

async function runEdge(
  edge: EdgeImages,
  recipe: Recipe,
  source: ImageSource,
  { plan }: Extract<MakerChoice, { maker: 'edge' }>,
): Promise<MadeImage> {
  return { ...(await runEdgePlan(edge, plan, source, recipe.output)), maker: 'edge' }
}

/** What Cloudflare Images makes of a picture for the home node to go on with. */
async function runHalfway(
  edge: EdgeImages,
  { plan }: Extract<MakerChoice, { maker: 'edge-and-home' }>,
  source: ImageSource,
): Promise<ImageSource> {
  const made = await runEdgePlan(edge, plan, source, { format: 'png', quality: 100 })
  const chunks: Uint8Array[] = []
  let sizeBytes = 0
  for await (const chunk of made.body) {
    sizeBytes += chunk.byteLength
    if (sizeBytes > maxHalfwayBytes) {
      throw new ImageEngineError('try_again', 'This picture is too large to be made on the way.')
    }
    chunks.push(chunk)
  }
  const bytes = Buffer.concat(chunks, sizeBytes)
  const sha256 = sha256Schema.parse(createHash('sha256').update(bytes).digest('hex'))
  return { sha256, sizeBytes, open: async () => new Blob([bytes]).stream() }
}

/** The home node is not there. That the original could not be opened is another matter. */
function isOffline(error: unknown): boolean {
  return (
    error instanceof ImageEngineError &&
    error.code === 'offline' &&
    !(error.cause instanceof AppError)
  )
}
