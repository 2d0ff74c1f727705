import { describe, expect, it } from 'vitest'
import { inferenceContract } from '#contracts/inference.contract'
import { ingestPicture } from '../images/ingest.ts'
import { fourCorners, inferencePictures } from '../images/sample-pictures.ts'
import { makeHomeInference } from './home-inference.ts'

describe('inference at home', async () => {
  inferenceContract(makeHomeInference, await inferencePictures())

  it('names the even colour of a picture, with its share', async () => {
    const { picture } = await inferencePictures()
    const { result } = await ingestPicture(picture, { mimeType: 'image/jpeg' })
    expect(result.tags).toEqual([{ label: 'blue', probability: 1, engine: 'colours-1' }])
  })

  it('gives each of four quarters a quarter', async () => {
    const { result } = await ingestPicture(await fourCorners(), { mimeType: 'image/png' })
    expect(result.tags.map(({ label }) => label).sort()).toEqual(['blue', 'green', 'red', 'yellow'])
    for (const { probability } of result.tags) expect(probability).toBeCloseTo(0.25, 1)
  })
})
