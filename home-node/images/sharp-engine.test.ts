import { describe } from 'vitest'
import { imageEngineContract } from '#contracts/image-engine.contract'
import { enginePictures } from './sample-pictures.ts'
import { makeSharpEngine } from './sharp-engine.ts'

describe('the sharp engine', async () => {
  imageEngineContract(makeSharpEngine, await enginePictures())
})
