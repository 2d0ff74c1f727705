import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { faceModelsSchema, faceQuestionSchema, facesSeenSchema } from '#contracts/faces'
import { vectorFromText } from '#contracts/vector-text'
import { bestSimilarity, warpFace } from './face-align.ts'
import { inputOf } from './face-embedder-thread.ts'
import { type FaceFinder, makeFaceFinder } from './face-finder.ts'
import { sampleFaces, sampleFacesRaster } from './face-samples.ts'
import { declareMadeEmbedder } from './made/face-folder.ts'

const plain = faceQuestionSchema.parse({ detector: 'tiny' })

describe('an embedder of an ONNX file that somebody declared', () => {
  let folder: string
  let finder: FaceFinder
  const said: string[] = []

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cloudvault-embedders-'))
    await declareMadeEmbedder(folder, 'made-24@3')
    await declareMadeEmbedder(folder, 'gone@1', { file: 'gone.onnx' })
    await declareMadeEmbedder(folder, 'wrong@1', { dimensions: 25 })
    const log = { say: (sentence: string) => void said.push(sentence), error: () => {} }
    finder = makeFaceFinder({ detector: null, embedder: 'made-24', folder }, log)
  })

  afterAll(async () => {
    await finder.stop()
    await rm(folder, { recursive: true, force: true })
  })

  it('is told with what it is, and one without its file is left out with why', async () => {
    const { embedders, embedder } = faceModelsSchema.parse(await finder.models())
    expect(embedders.map(({ name }) => name)).toEqual(['face-api-128@1', 'made-24@3', 'wrong@1'])
    expect(embedder).toBe('made-24@3')
    expect(said).toEqual([expect.stringContaining('gone-1/embedder.json cannot be used')])
  })

  it('describes each face, and every descriptor stands beside its name', async () => {
    const picture = await sampleFacesRaster(1)
    const seen = facesSeenSchema.parse(await finder.find(picture, plain))
    expect(seen.embedder).toBe('made-24@3')
    const vectors = seen.faces.map(({ descriptor }) => vectorFromText(descriptor ?? ''))
    expect(vectors).toHaveLength(sampleFaces[1])
    for (const vector of vectors) {
      expect(vector).toHaveLength(24)
      expect(Math.hypot(...(vector ?? []))).toBeCloseTo(1)
    }
    const own = await finder.find(picture, { ...plain, embedder: 'face-api-128' })
    expect(own.embedder).toBe('face-api-128@1')
    expect(vectorFromText(own.faces[0]?.descriptor ?? '')).toHaveLength(128)
  })

  it('is refused where it says something else than its file, and an unknown one with those there are', async () => {
    const picture = await sampleFacesRaster(1)
    const wrong = finder.find(picture, { ...plain, embedder: 'wrong' })
    await expect(wrong).rejects.toThrow('another length than was declared')
    const unknown = finder.find(picture, { ...plain, embedder: 'arcface' })
    await expect(unknown).rejects.toThrow('There is: face-api-128@1, made-24@3, wrong@1.')
  })
})

it('a face is turned upright to its five points, wherever and however large it is', () => {
  const to = [
    [3, 3],
    [9, 3],
    [6, 6],
    [4, 9],
    [8, 9],
  ] as const
  // Turned by a right angle, twice as large, and elsewhere.
  const from = to.map(([x, y]) => [40 - 2 * y, 10 + 2 * x] as const)
  const similarity = bestSimilarity(from, to) ?? expect.fail('no similarity')
  const picture = { pixels: new Uint8Array(60 * 60 * 3), width: 60, height: 60 }
  for (const [x, y] of from) {
    for (const [dx, dy] of [
      [0, 0],
      [1, 0],
      [0, 1],
      [-1, 0],
      [0, -1],
      [1, 1],
      [-1, -1],
      [1, -1],
      [-1, 1],
    ] as const) {
      picture.pixels[((y + dy) * 60 + x + dx) * 3] = 200
    }
  }
  const upright = warpFace(picture, similarity, 12, 12)
  for (const [x, y] of to) expect(upright[(y * 12 + x) * 3]).toBeCloseTo(200)
  expect(upright[0]).toBe(0)
  expect(
    bestSimilarity(
      [
        [1, 1],
        [1, 1],
      ],
      [
        [0, 0],
        [1, 1],
      ],
    ),
  ).toBeNull()
})

it('a network gets its own order of channels and axes', () => {
  const input = {
    ...{ name: 'face', width: 2, height: 1, points: [] },
    mean: [10, 20, 30] as [number, number, number],
    std: [2, 2, 2] as [number, number, number],
  }
  const pixels = Float32Array.of(12, 24, 36, 10, 20, 30)
  expect([...inputOf({ ...input, layout: 'nchw', channels: 'rgb' }, pixels).values]).toEqual([
    1, 0, 2, 0, 3, 0,
  ])
  const last = inputOf({ ...input, layout: 'nhwc', channels: 'bgr' }, pixels)
  expect([...last.values]).toEqual([13, 2, -9, 10, 0, -10])
  expect(last.shape).toEqual([1, 1, 2, 3])
})
