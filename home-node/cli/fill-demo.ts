import {
  demoGroupSize,
  demoOriginalSchema,
  demoStateSchema,
  demoWrittenSchema,
} from '#contracts/demo'
import { frameHead } from '#contracts/frames'
import type { OriginalId } from '#contracts/ids'
import { withRetries } from '../retry.ts'
import { describeFile } from './demo-files.ts'
import { type DemoPicture, drawPicture } from './demo-pictures.ts'
import type { Operator } from './operator.ts'

/** So many scenes are drawn; every file shows one of them. */
export const pictureCount = 400
const scenesInGroup = 20
const lanes = 4

export interface Filling {
  /** Files that are there now, of those that were missing. */
  done: number
  missing: number
  startedMs: number
}

/**
 * Sends what is missing of `files` files, group by group; resolves to how many were new. A vault that
 * does not answer is asked again: what a group wrote already is left out the second time. After
 * `stop` what is on its way arrives, and nothing else is sent.
 */
export async function fillDemo(
  operator: Operator,
  wanted: { files: number; space?: string | undefined; stop?: AbortSignal },
  progress: (filling: Filling) => void = () => {},
): Promise<number> {
  const query = wanted.space === undefined ? '' : `?space=${encodeURIComponent(wanted.space)}`
  const { groups } = await operator.ask(`/demo${query}`, demoStateSchema)
  const sizeOf = (group: number) => Math.min(demoGroupSize, wanted.files - group * demoGroupSize)
  const there = new Set(groups)
  const left = Array.from(
    { length: Math.ceil(wanted.files / demoGroupSize) },
    (_, group) => group,
  ).filter((group) => !there.has(group))
  const filling = {
    ...{ done: 0, startedMs: Date.now() },
    missing: left.reduce((sum, group) => sum + sizeOf(group), 0),
  }
  const again = { tries: 5, firstMs: 500, isRetryable: () => !wanted.stop?.aborted }
  const sceneOf = remember(async (seed: number): Promise<Scene> => {
    const picture = await drawPicture(seed)
    const { originalId } = await withRetries(again, () =>
      operator.ask(`/demo/originals${query}`, demoOriginalSchema, bytesOf(picture.original)),
    )
    return { ...picture, originalId }
  })
  let written = 0
  const lane = async () => {
    for (let group = left.shift(); group !== undefined; group = left.shift()) {
      const scenes = await Promise.all(seedsOf(group).map(sceneOf))
      const frame = frameOf(group * demoGroupSize, sizeOf(group), scenes)
      const answer = await withRetries(again, () =>
        operator.ask(`/demo${query}`, demoWrittenSchema, frame),
      )
      written += answer.written
      filling.done += sizeOf(group)
      progress(filling)
      if (wanted.stop?.aborted) return
    }
  }
  await Promise.all(Array.from({ length: lanes }, lane))
  return written
}

type Scene = DemoPicture & { originalId: OriginalId }

/** The scenes of a group follow one another. */
function seedsOf(group: number): number[] {
  return Array.from({ length: scenesInGroup }, (_, at) => (group * 7 + at) % pictureCount)
}

/** The files `first` and so on as one frame, each of which shows one of the scenes. */
function frameOf(first: number, size: number, scenes: Scene[]): Uint8Array<ArrayBuffer> {
  const head = frameHead({
    pictures: scenes.map(({ original: _, small, large, ...scene }) => {
      return { ...scene, smallBytes: small.length, largeBytes: large.length }
    }),
    files: Array.from({ length: size }, (_, at) => {
      return { ...describeFile(first + at), picture: (at * 13) % scenes.length }
    }),
  })
  return bytesOf(Buffer.concat([head, ...scenes.flatMap(({ small, large }) => [small, large])]))
}

function remember<Key, Value>(work: (key: Key) => Promise<Value>) {
  const known = new Map<Key, Promise<Value>>()
  return (key: Key): Promise<Value> => {
    const there = known.get(key) ?? work(key)
    known.set(key, there)
    return there
  }
}

function bytesOf(buffer: Buffer): Uint8Array<ArrayBuffer> {
  return new Uint8Array(buffer)
}
