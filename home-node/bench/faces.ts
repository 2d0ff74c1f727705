import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { faceDistance } from '#contracts/face-similarity'
import { faceQuestionSchema } from '#contracts/faces'
import { vectorFromText } from '#contracts/vector-text'
import { fitInside, openPicture, toRaster } from '../images/decode.ts'
import { probePicture } from '../images/probe.ts'
import type { Measure } from '../launch/measure-report.ts'
import { say } from '../launch/say.ts'
import { type FaceFinder, facePictureBox, makeFaceFinder } from '../models/face-finder.ts'
import { type FaceApi, loadFaceNets } from '../models/face-nets.ts'
import { ownEmbedder } from '../models/face-parts.ts'
import { sampleFacesPath } from '../models/face-samples.ts'
import {
  areaUnderCurve,
  bestThreshold,
  confusionAt,
  type FacePair,
  type Judged,
  readPairs,
} from './face-pairs.ts'
import { facesSeenThrice, leastOfThreeOrders } from './face-people.ts'
import { photosFolder } from './labelled-photos.ts'

const rounds = 3
const everything = faceQuestionSchema.parse({})
const boxes = faceQuestionSchema.parse({ descriptors: false })

/**
 * `npm run bench -- faces [FOLDER]`: how well faces are told apart on the labelled pairs of a folder
 * (`pairs.csv`: a,b,same), by the largest face of each picture, and what finding and describing costs
 * beside bare face-api, which decodes the same file whole and does the same with it.
 */
export async function run(measure: Measure): Promise<void> {
  const folder = measure.args[0] ?? join(photosFolder, 'faces')
  const finder = makeFaceFinder({ detector: null, embedder: null, folder: null })
  try {
    const pairs = await readPairs(folder)
    if (pairs === null) say(`${folder} has no pairs.csv: only the time is measured.`)
    else await measurePairs(measure, finder, folder, pairs)
    const paths = sampleNumbers.map((number) => sampleFacesPath(number))
    await measurePeople(measure, finder, folder, pairs ?? [])
    await measureTime(measure, finder, paths)
  } finally {
    await finder.stop()
  }
}

const sampleNumbers = [1, 2, 3, 4, 5, 6] as const

async function measurePairs(
  measure: Measure,
  finder: FaceFinder,
  folder: string,
  pairs: FacePair[],
): Promise<void> {
  const descriptors = new Map<string, Float32Array | null>()
  for (const name of new Set(pairs.flatMap(({ a, b }) => [a, b]))) {
    const seen = await finder.find(await decode(join(folder, name)), everything)
    descriptors.set(name, vectorFromText(seen.faces[0]?.descriptor ?? ''))
  }
  const blind = [...descriptors].filter(([, descriptor]) => descriptor === null)
  if (blind.length > 0) say(`No face was found in: ${blind.map(([name]) => name).join(', ')}`)
  const judged: Judged[] = pairs.flatMap(({ a, b, same }) => {
    const [one, other] = [descriptors.get(a), descriptors.get(b)]
    if (!one || !other) return []
    const product = one.reduce((sum, value, at) => sum + value * (other[at] ?? 0), 0)
    return [{ same, distance: faceDistance(product) }]
  })
  const best = bestThreshold(judged)
  say(
    `The fewest mistakes, ${best.wrong}, are made with a distance from ${best.from.toFixed(3)} to ${best.to.toFixed(3)}.`,
  )
  const { middle } = ownEmbedder.curve
  const { found, missed, mistaken, apart } = confusionAt(judged, middle)
  measure.figure({
    name: `area under the curve of ${judged.length} of ${pairs.length} labelled pairs`,
    ours: areaUnderCurve(judged),
    goal: 'at least 0.98',
    ok: areaUnderCurve(judged) >= 0.98,
    unit: '',
  })
  measure.figure({
    name: `judged rightly at a similarity of 0.5, a distance of ${middle} (known again ${found}, missed ${missed}, mistaken ${mistaken}, told apart ${apart})`,
    ours: (found + apart) / judged.length,
    goal: 'at least 0.95',
    ok: (found + apart) / judged.length >= 0.95,
    unit: 'of the pairs',
  })
}

/** Grouping: who is who in the labelled pictures, and in those of face-api, each seen three times. */
async function measurePeople(
  measure: Measure,
  finder: FaceFinder,
  folder: string,
  pairs: FacePair[],
): Promise<void> {
  const labels = new Map<string, string>()
  for (const { a, b, same } of pairs) {
    labels.set(a, labels.get(a) ?? a)
    labels.set(b, same ? (labels.get(a) ?? a) : (labels.get(b) ?? b))
  }
  const faces = await facesSeenThrice(finder, sampleNumbers)
  for (const [name, label] of labels) {
    const seen = await finder.find(await decode(join(folder, name)), everything)
    const [largest] = seen.faces
    const descriptor = vectorFromText(largest?.descriptor ?? '')
    if (!largest || !descriptor) continue
    const qualityPercent = largest.quality.score * 100
    faces.push({ label, set: 'pairs', picture: name, descriptor, qualityPercent })
  }
  const least = leastOfThreeOrders(faces)
  measure.figure({
    name: `BCubed F1 of ${faces.length} faces of ${new Set(faces.map(({ label }) => label)).size} people, the least of three orders of arrival`,
    ours: least,
    goal: 'at least 0.9',
    ok: least >= 0.9,
    unit: '',
  })
}

async function measureTime(measure: Measure, finder: FaceFinder, paths: string[]): Promise<void> {
  const bare = await loadFaceNets()
  const took = { decode: 0, boxes: 0, ours: 0, bare: 0 }
  let faces = 0
  for (const path of paths) {
    await finder.find(await decode(path), everything)
    await bareFaces(bare, path)
  }
  for (let round = 0; round < rounds; round++) {
    for (const path of paths) {
      took.decode += await timed(() => decode(path))
      const raster = await decode(path)
      took.boxes += await timed(() => finder.find(raster, boxes))
      took.ours += await timed(async () => await finder.find(await decode(path), everything))
      took.bare += await timed(async () => {
        faces += await bareFaces(bare, path)
      })
    }
  }
  const each = (ms: number) => ms / (rounds * paths.length)
  const described = took.ours - took.decode - took.boxes
  measure.figure({
    name: `a picture with ${(faces / (rounds * paths.length)).toFixed(1)} faces (decoded ${each(took.decode).toFixed(0)} ms, faces with landmarks and quality ${each(took.boxes).toFixed(0)} ms, descriptors ${each(described).toFixed(0)} ms)`,
    ours: each(took.ours),
    peer: { name: 'bare face-api', value: each(took.bare) },
    ratio: took.bare / took.ours,
    goal: 'at most 1.15 times as long',
    ok: took.ours <= 1.15 * took.bare,
    unit: 'ms',
  })
}

async function decode(path: string) {
  const bytes = await readFile(path)
  const picture = await probePicture(bytes)
  if (picture.kind === 'none') throw new Error(`${path} is no picture.`)
  const opened = await openPicture(bytes, picture)
  return await toRaster(opened.resize({ ...fitInside(picture, facePictureBox), fit: 'fill' }))
}

/** As its own manual does it. Answers how many faces there are. */
async function bareFaces({ tf, detectAllFaces }: FaceApi, path: string): Promise<number> {
  const { data, info } = await sharp(path)
    .rotate()
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  const tensor = tf.tensor3d(Float32Array.from(data), [info.height, info.width, 3])
  const found = await detectAllFaces(tensor).withFaceLandmarks().withFaceDescriptors()
  tensor.dispose()
  return found.length
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}
