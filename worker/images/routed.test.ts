import { describe, expect, it } from 'vitest'
import { type ImageEngine, ImageEngineError } from '#contracts/image-engine'
import { recipeSchema } from '#contracts/recipe'
import { aSource, recorder } from '../testing/recorded-images.ts'
import { makeRoutedImageEngine } from './routed.ts'

const size = { width: 4_000, height: 3_000 }
const small = { op: 'resize', width: 400, height: 400, fit: 'inside' } as const
const webp = { format: 'webp', quality: 70 } as const
const shrink = recipeSchema.parse({ steps: [small], output: webp })
const brown = recipeSchema.parse({ steps: [small, { op: 'sepia' }], output: webp })
const bytes = Uint8Array.from(Buffer.from('an original'))

/** A home node that says what it is asked, or is away. */
function aHome(isThere: boolean) {
  const asked: { steps: string[]; sizeBytes: number }[] = []
  const engine: ImageEngine = {
    async run({ steps }, { sizeBytes }) {
      if (!isThere) throw new ImageEngineError('offline', 'away')
      asked.push({ steps: steps.map(({ op }) => op), sizeBytes })
      const body = new Blob(['made at home']).stream()
      return { body, mimeType: 'image/webp', width: 400, height: 300 }
    },
  }
  return { engine, asked }
}

interface Case {
  setting?: 'auto' | 'home' | 'edge'
  there?: boolean
  onDisk?: boolean
  sizeBytes?: number
  failure?: Error
}

async function run(recipe: typeof shrink, asked: Case) {
  const { setting = 'auto', there = true, onDisk = false, sizeBytes = 11, failure } = asked
  const home = aHome(there)
  const edge = recorder(failure, 'x'.repeat(77))
  const engine = makeRoutedImageEngine({
    ...{ setting, home: home.engine, edge: edge.images },
    isHomeThere: async () => there,
  })
  const source = await aSource(bytes, size, { sizeBytes, isOnDisk: async () => onDisk })
  const made = await engine.run(recipe, source)
  return { maker: made.maker, atHome: home.asked, atEdge: edge.calls.length }
}

describe('who makes a picture', () => {
  it('is the home node where the original lies on its disks', async () => {
    expect(await run(shrink, { onDisk: true })).toMatchObject({ maker: 'home', atEdge: 0 })
  })

  it('is Cloudflare when the home node is away or has not got the original', async () => {
    for (const there of [true, false]) {
      expect(await run(shrink, { there })).toMatchObject({ maker: 'edge', atHome: [], atEdge: 2 })
    }
  })

  it('is the home node for what only it does; away, it is waited for', async () => {
    expect(await run(brown, {})).toMatchObject({ maker: 'home', atEdge: 0 })
    await expect(run(brown, { there: false })).rejects.toMatchObject({ code: 'offline' })
  })

  it('is both for a large original that is not at home: made small on the way there', async () => {
    expect(await run(brown, { sizeBytes: 30_000_000 })).toEqual({
      maker: 'edge-and-home',
      atHome: [{ steps: ['sepia'], sizeBytes: 77 }],
      atEdge: 2,
    })
  })

  it('is who the settings name', async () => {
    expect(await run(shrink, { setting: 'edge', onDisk: true })).toMatchObject({ maker: 'edge' })
    expect(await run(shrink, { setting: 'home' })).toMatchObject({ maker: 'home', atEdge: 0 })
    const away = run(shrink, { setting: 'home', there: false })
    await expect(away).rejects.toMatchObject({ code: 'offline' })
  })

  it('is the other one when the first cannot now', async () => {
    const failure = Object.assign(new Error('used up'), { code: 9422 })
    expect(await run(shrink, { failure })).toMatchObject({ maker: 'home' })
    const neither = run(shrink, { failure, there: false })
    await expect(neither).rejects.toMatchObject({ code: 'try_again' })
    const gone = makeRoutedImageEngine({
      ...{ setting: 'auto', home: aHome(false).engine, edge: recorder().images },
      isHomeThere: async () => true,
    })
    const source = await aSource(bytes, size, { isOnDisk: async () => true })
    expect(await gone.run(shrink, source)).toMatchObject({ maker: 'edge' })
  })
})
