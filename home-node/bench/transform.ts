import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import sharp, { type Sharp } from 'sharp'
import { recipeSchema } from '#contracts/recipe'
import { makeSharpEngine } from '../images/sharp-engine.ts'
import type { Measure } from '../launch/measure-report.ts'
import { busyPicture } from '../transforms/busy-picture.ts'
import { goldens } from '../transforms/goldens.ts'
import {
  sourceOf,
  tryRecipe,
  type WrittenRecipe,
  type WrittenStep,
} from '../transforms/try-recipe.ts'

const rounds = 7
const twelveMp = { width: 4_000, height: 3_000 }
const jpeg = { format: 'jpeg', quality: 80 } satisfies WrittenRecipe['output']

interface Race {
  name: string
  recipe: WrittenRecipe
  least: number
  /** The same by hand. */
  bare(picture: Buffer): Sharp | Promise<Sharp>
}

const to800: WrittenStep = { op: 'resize', width: 800, height: 800, fit: 'inside' }

const races: Race[] = [
  {
    name: '12 MP JPEG to 800 px WebP',
    least: 0.8,
    recipe: { steps: [to800], output: { format: 'webp', quality: 80 } },
    bare: (picture) =>
      sharp(picture).rotate().resize(800, 800, { fit: 'inside' }).webp({ quality: 80, effort: 2 }),
  },
  {
    name: '12 MP JPEG to 800 px AVIF',
    least: 0.8,
    recipe: { steps: [to800], output: { format: 'avif', quality: 60 } },
    bare: (picture) =>
      sharp(picture).rotate().resize(800, 800, { fit: 'inside' }).avif({ quality: 60, effort: 2 }),
  },
  {
    name: '800 px, turned by 10°, sepia, contrast, cut, to JPEG',
    // Each change of colour is a pipeline of ours, so that it does not matter what comes after it.
    least: 0.6,
    recipe: {
      steps: [
        to800,
        { op: 'rotate', degrees: 10, background: '#000000' },
        { op: 'sepia' },
        { op: 'contrast', percent: 130 },
        { op: 'crop', width: 600, height: 400 },
      ],
      output: jpeg,
    },
    async bare(picture) {
      const small = sharp(picture).rotate().resize(800, 800, { fit: 'inside' })
      const turned = await next(sharp(await small.png({ compressionLevel: 0 }).toBuffer()), (one) =>
        one.rotate(10, { background: '#000000' }),
      )
      const brown = turned.recomb([
        [0.393, 0.769, 0.189],
        [0.349, 0.686, 0.168],
        [0.272, 0.534, 0.131],
      ])
      const { width, height } = await turned.metadata()
      const [left, top] = [Math.round((width - 600) / 2), Math.round((height - 400) / 2)]
      const region = { left, top, width: 600, height: 400 }
      return brown
        .linear(1.3, 128 - 1.3 * 128)
        .extract(region)
        .jpeg({ quality: 80 })
    },
  },
]

/** What a careful person writes between two operations that sharp would do in another order. */
async function next(pipeline: Sharp, act: (pipeline: Sharp) => Sharp): Promise<Sharp> {
  const { data, info } = await act(pipeline).raw().toBuffer({ resolveWithObject: true })
  const { width, height, channels } = info
  return sharp(data, { raw: { width, height, channels } })
}

/**
 * `npm run bench -- transform`: the home node's engine beside bare sharp doing the same, every
 * operation on a picture of 12 megapixels, and the memory of a file of 100 MB.
 */
export async function run(measure: Measure): Promise<void> {
  sharp.concurrency(1)
  sharp.cache(false)
  const picture = await photograph(twelveMp)
  for (const race of races) await compare(measure, race, picture)
  await measureOperations(measure, picture)
  await measureMemory(measure)
}

async function photograph({ width, height }: typeof twelveMp): Promise<Buffer> {
  const small = await busyPicture(width / 8, height / 8)
  return await sharp(small)
    .resize(width, height, { kernel: 'cubic' })
    .sharpen()
    .jpeg({ quality: 88 })
    .toBuffer()
}

async function compare(measure: Measure, { name, recipe, least, bare }: Race, picture: Buffer) {
  const [engine, source, parsed] = [
    makeSharpEngine(),
    sourceOf(picture),
    recipeSchema.parse(recipe),
  ]
  const [ours, theirs]: [number[], number[]] = [[], []]
  for (let round = 0; round < rounds + 1; round++) {
    const our = await timed(() =>
      engine.run(parsed, source).then(({ body }) => new Response(body).bytes()),
    )
    const their = await timed(async () => await (await bare(picture)).toBuffer())
    if (round === 0) continue
    ours.push(our)
    theirs.push(their)
  }
  const [our, their] = [median(ours), median(theirs)]
  measure.figure({
    ...{ name, ours: our, peer: { name: 'bare sharp', value: their }, ratio: their / our },
    ...{
      goal: `at least ${least}`,
      ok: their / our >= least,
      unit: 'ms of one core',
    },
  })
}

/** Every golden chain at full size, to a JPEG of full size (S2.42). */
async function measureOperations(measure: Measure, picture: Buffer) {
  const times: { name: string; ms: number }[] = []
  for (const [name, steps] of Object.entries(goldens)) {
    if (steps.some(({ op }) => op === 'watermark-image')) continue
    times.push({ name, ms: await timed(() => tryRecipe(picture, { steps, output: jpeg })) })
  }
  for (const format of ['webp', 'png', 'gif', 'avif'] as const) {
    const output = { format, quality: format === 'avif' ? 60 : 80 }
    times.push({
      name: `as ${format}`,
      ms: await timed(() => tryRecipe(picture, { steps: [], output })),
    })
  }
  times.sort((a, b) => b.ms - a.ms)
  for (const { name, ms } of times.slice(0, 6))
    process.stdout.write(`${name}: ${ms.toFixed(0)} ms\n`)
  const p95 = times[Math.floor(times.length * 0.05)]?.ms ?? 0
  const slowest = times[0]?.ms ?? 0
  measure.figure({
    ...{ name: `of ${times.length} operations at 12 MP, the 95th percentile`, ours: p95 },
    ...{ goal: 'under 2,000 (S2.42)', ok: p95 < 2_000, unit: 'ms of one core' },
  })
  measure.figure({
    ...{ name: `the slowest of them, ${times[0]?.name}`, ours: slowest },
    ...{ goal: 'under 5,000 (S2.42)', ok: slowest < 5_000, unit: 'ms of one core' },
  })
}

/** In a process of its own, whose peak is what it needed. */
async function measureMemory(measure: Measure) {
  const folder = await mkdtemp(join(tmpdir(), 'cloudvault-bench-'))
  try {
    const path = join(folder, 'large.jpg')
    const noise = { type: 'gaussian' as const, mean: 128, sigma: 30 }
    const create = { width: 10_000, height: 9_000, channels: 3 as const, noise }
    const made = await sharp({ create: { ...create, background: '#808080' } })
      .jpeg({ quality: 96 })
      .toFile(path)
    const child = join(import.meta.dirname, 'transform-alone.ts')
    const { stdout } = await promisify(execFile)(process.execPath, [child, path])
    const peakMb = Number(stdout)
    measure.figure({
      ...{
        name: `peak memory for a file of ${Math.round(made.size / 1e6)} MB, 90 MP, to 800 px`,
      },
      ...{ ours: peakMb, goal: 'under 400', ok: peakMb < 400, unit: 'MB' },
    })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/**
 * Milliseconds of one processor: what a run takes on a machine with nothing else to do, since an
 * engine's run uses one core, and what does not change with what else the machine does.
 */
async function timed(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1_000
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}
