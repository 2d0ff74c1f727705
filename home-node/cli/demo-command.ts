import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { demoGroupSize, demoStateSchema, demoWrittenSchema } from '#contracts/demo'
import { frameHead } from '#contracts/frames'
import { type Command, UsageError } from './command.ts'
import { describeFile } from './demo-files.ts'
import { type DemoPicture, drawPicture, withComment } from './demo-pictures.ts'
import { findOperator, type Operator } from './operator.ts'
import { readWords } from './read-words.ts'

const pictureCount = 300
const lanes = 4
const filesMax = 999_900

export const demoCommand: Command = {
  name: 'demo',
  usage: '[--files 100000] [--space NAME]',
  about: [
    'fills a library with generated pictures, for play and for measuring; a second',
    'run goes on where the first ended. They go to the first admin, or to a space',
  ],
  async run(args, context) {
    const { values, positionals } = readWords(args, {
      files: { type: 'string', default: '100000' },
      space: { type: 'string' },
    })
    const files = Number(values.files)
    if (positionals.length > 0 || !Number.isInteger(files) || files < 1 || files > filesMax) {
      throw new UsageError(`--files is a whole number from 1 to ${filesMax}.`)
    }
    const operator = await findOperator(context)
    const written = await fillDemo(operator, { files, space: values.space }, showProgress)
    process.stderr.write('\n')
    return `${written} generated pictures were added: ${pictureCount} drawn scenes, each file with bytes of its own.\nNone is a photograph. Their times, places and ratings are made up.\n`
  },
}

/** Sends what is missing of `files` files, whole groups only; resolves to how many were new. */
export async function fillDemo(
  operator: Operator,
  wanted: { files: number; space?: string | undefined },
  progress: (done: number, all: number, startedMs: number) => void,
): Promise<number> {
  const path = `/demo${wanted.space === undefined ? '' : `?space=${encodeURIComponent(wanted.space)}`}`
  const { groups } = await operator.ask(path, demoStateSchema)
  const there = new Set(groups)
  const count = Math.ceil(wanted.files / demoGroupSize)
  const missing = Array.from({ length: count }, (_, group) => group).filter(
    (group) => !there.has(group),
  )
  const pictures: DemoPicture[] = []
  if (missing.length > 0) {
    for (let seed = 0; seed < pictureCount; seed++) pictures.push(await drawPicture(seed))
  }
  const all = missing.length
  const startedMs = Date.now()
  let [done, written] = [0, 0]
  const lane = async () => {
    for (let group = missing.shift(); group !== undefined; group = missing.shift()) {
      const size = Math.min(demoGroupSize, wanted.files - group * demoGroupSize)
      const frame = groupOf(group, size, pictures)
      const answer = await thrice(() => operator.ask(path, demoWrittenSchema, frame))
      written += answer.written
      progress(++done, all, startedMs)
    }
  }
  await Promise.all(Array.from({ length: lanes }, lane))
  return written
}

/** A group that was written already is left out the second time, so asking again does no harm. */
async function thrice<Value>(work: () => Promise<Value>): Promise<Value> {
  for (let left = 2; ; left--) {
    try {
      return await work()
    } catch (error) {
      if (left === 0) throw error
      await sleep(1_000)
    }
  }
}

/** A group as one frame: 20 scenes that follow one another, and files that look like them. */
function groupOf(group: number, size: number, pictures: DemoPicture[]): Uint8Array<ArrayBuffer> {
  const scenes = Array.from({ length: 20 }, (_, index) => {
    const scene = pictures[(group * 7 + index) % pictures.length]
    if (!scene) throw new RangeError('There are no pictures.')
    return scene
  })
  const files = Array.from({ length: size }, (_, at) => {
    const known = describeFile(group * demoGroupSize + at)
    const picture = (at * 13) % scenes.length
    const scene = scenes[picture] ?? scenes[0]
    if (!scene) throw new RangeError('There are no pictures.')
    const bytes = withComment(scene.original, `A generated demo picture: ${known.name}`)
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    return { bytes, head: { ...known, picture, sha256, sizeBytes: bytes.length } }
  })
  const head = frameHead({
    pictures: scenes.map(({ original: _, small, large, ...scene }) => {
      return { ...scene, smallBytes: small.length, largeBytes: large.length }
    }),
    files: files.map((file) => file.head),
  })
  const parts = [head, ...scenes.flatMap(({ small, large }) => [small, large])]
  return new Uint8Array(Buffer.concat([...parts, ...files.map((file) => file.bytes)]))
}

function showProgress(done: number, all: number, startedMs: number) {
  const secondsLeft = Math.ceil((((Date.now() - startedMs) / done) * (all - done)) / 1_000)
  const bar = '#'.repeat(Math.floor((done / all) * 30)).padEnd(30, '.')
  const line = `${bar} ${done * demoGroupSize} of ${all * demoGroupSize}, ${secondsLeft} s left`
  process.stderr.write(process.stderr.isTTY ? `\r${line}  ` : done % 50 === 0 ? `${line}\n` : '')
}
