import sharp from 'sharp'
import { afterAll, describe, expect, it } from 'vitest'
import { distanceOfSimilarity, faceDistance, faceSimilarity } from '#contracts/face-similarity'
import { faceModelsSchema, faceQuestionSchema, facesSeenSchema } from '#contracts/faces'
import { InferenceError } from '#contracts/inference'
import { recipeSchema } from '#contracts/recipe'
import { vectorFromText } from '#contracts/vector-text'
import { toRaster } from '../images/decode.ts'
import { makeSharpEngine } from '../images/sharp-engine.ts'
import { lossless, sourceOf } from '../transforms/try-recipe.ts'
import { makeFaceFinder } from './face-finder.ts'
import { faceSettings, ownEmbedder } from './face-parts.ts'
import { sampleFaces, sampleFacesPath, sampleFacesRaster } from './face-samples.ts'
import { makeFindFaces } from './find-faces.ts'

const finder = makeFaceFinder({ detector: null, embedder: null, folder: null })
afterAll(() => finder.stop())

const everything = faceQuestionSchema.parse({ landmarks: true, age: true, expressions: true })
const plain = faceQuestionSchema.parse({})

function similarity(one: string | null | undefined, other: string | null | undefined): number {
  const a = vectorFromText(one ?? '') ?? new Float32Array()
  const b = vectorFromText(other ?? '') ?? new Float32Array()
  const product = a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0)
  return faceSimilarity(faceDistance(product), ownEmbedder.curve)
}

describe('the faces in a picture', () => {
  it('are all found, the largest first, with everything that was asked for', async () => {
    const seen = facesSeenSchema.parse(await finder.find(await sampleFacesRaster(6), everything))
    expect(seen).toMatchObject({ detector: 'ssd@1', embedder: 'face-api-128@1' })
    expect(seen.faces).toHaveLength(sampleFaces[6])
    const sizes = seen.faces.map(({ box }) => box.width * box.height)
    expect(sizes).toEqual([...sizes].sort((a, b) => b - a))
    for (const face of seen.faces) {
      expect(face.landmarks).toHaveLength(68)
      expect(similarity(face.descriptor, face.descriptor)).toBeGreaterThan(0.99)
      expect(face.quality.flaws).toEqual([])
      expect(face.age).toBeGreaterThan(10)
      const shares = Object.values(face.expressions ?? {}).reduce((sum, value) => sum + value, 0)
      expect(shares).toBeCloseTo(1, 2)
    }
  })

  it('are told apart, and each known again in a worse picture', async () => {
    const worse = await sampleFacesRaster(6, (picture) =>
      picture.resize({ width: 700 }).flop().modulate({ brightness: 0.7 }),
    )
    const before = await finder.find(await sampleFacesRaster(6), plain)
    const after = await finder.find(worse, plain)
    expect(after.faces).toHaveLength(before.faces.length)
    for (const face of before.faces) {
      const mirrored = 1 - face.box.left - face.box.width
      const alike = after.faces.map((other) => ({
        isSame: Math.abs(other.box.left - mirrored) < 0.05,
        similarity: similarity(face.descriptor, other.descriptor),
      }))
      for (const each of alike) {
        expect(each.similarity > ownEmbedder.threshold, JSON.stringify(alike)).toBe(each.isSame)
      }
    }
  })

  it('are an empty list where there are none', async () => {
    const empty = {
      pixels: Buffer.alloc(90 * 60 * 3, 120),
      width: 90,
      height: 60,
      channels: 3 as const,
    }
    expect((await finder.find(empty, plain)).faces).toEqual([])
  })

  it('are found by the small detector too, the largest alone when only that is wanted', async () => {
    const question = { ...plain, detector: 'tiny', largestOnly: true, descriptors: false }
    const seen = await finder.find(await sampleFacesRaster(1), question)
    expect(seen.detector).toBe('tiny@1')
    expect(seen.faces).toHaveLength(1)
    expect(seen.faces[0]).toMatchObject({ descriptor: null, age: null, landmarks: [] })
  })

  it('are found by the exact detector where the quick one asks it, since the small one saw nobody', async () => {
    const dim = await sampleFacesRaster(6, (picture) => picture.resize({ width: 300 }).blur(2))
    const boxes = { ...plain, descriptors: false }
    expect((await finder.find(dim, { ...boxes, detector: 'tiny' })).faces).toEqual([])
    const seen = await finder.find(dim, { ...boxes, detector: 'quick' })
    expect(seen.detector).toBe('quick@1')
    expect(seen.faces).toEqual((await finder.find(dim, { ...boxes, detector: 'ssd' })).faces)
    expect(seen.faces).toHaveLength(1)
  })
})

it('a picture is cut around the face in it, wherever that is', async () => {
  const left = { left: 0, top: 0, width: 640, height: 1_537 }
  const bytes = await sharp(sampleFacesPath(6)).extract(left).jpeg().toBuffer()
  const recipe = recipeSchema.parse({
    steps: [{ op: 'crop', width: 320, height: 320, gravity: 'face' }],
    output: lossless,
  })
  const made = await makeSharpEngine(makeFindFaces(finder)).run(recipe, sourceOf(bytes))
  const png = Buffer.from(await new Response(made.body).arrayBuffer())
  const { faces } = await finder.find(await toRaster(sharp(png).removeAlpha()), plain)
  expect(faces).toHaveLength(1)
  const { box } = faces[0] ?? expect.fail('no face')
  // The detector draws other boxes where a face fills the picture.
  expect(Math.abs(box.left + box.width / 2 - 0.5)).toBeLessThan(0.15)
  expect(Math.abs(box.top + box.height / 2 - 0.5)).toBeLessThan(0.15)
})

describe('parts of the engine', () => {
  it('are named, and what does not exist is refused with what does', async () => {
    expect(faceModelsSchema.parse(await finder.models()).detectors).toEqual([
      'ssd@1',
      'tiny@1',
      'quick@1',
    ])
    const asked = finder.find(await sampleFacesRaster(1), { ...plain, detector: 'yolov8' })
    await expect(asked).rejects.toThrow('There is: ssd@1, tiny@1, quick@1.')
    await expect(asked).rejects.toBeInstanceOf(InferenceError)
  })

  it('are chosen by the names that DeepFace uses, and never swapped for others', async () => {
    const dlib = makeFaceFinder(
      faceSettings({ DEEPFACE_DETECTOR_BACKEND: 'ssd', DEEPFACE_EMBEDDER_MODEL: 'Dlib' }),
    )
    expect(await dlib.models()).toMatchObject({ detector: 'ssd@1', embedder: 'face-api-128@1' })
    const other = makeFaceFinder(faceSettings({ DEEPFACE_EMBEDDER_MODEL: 'VGG-Face' }))
    await expect(other.models()).rejects.toThrow('There is: face-api-128@1.')
  })
})

it('a similarity of a half stands at the threshold, and falls with the distance', () => {
  const { curve } = ownEmbedder
  expect(faceSimilarity(curve.middle, curve)).toBe(0.5)
  expect(faceSimilarity(0.2, curve)).toBeGreaterThan(faceSimilarity(0.3, curve))
  expect(faceSimilarity(distanceOfSimilarity(0.8, curve), curve)).toBeCloseTo(0.8)
})
