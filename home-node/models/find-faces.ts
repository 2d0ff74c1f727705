import { faceQuestionSchema } from '#contracts/faces'
import { ImageEngineError } from '#contracts/image-engine'
import type { FindFaces } from '../transforms/focus.ts'
import type { FaceFinder } from './face-finder.ts'

const boxesAlone = faceQuestionSchema.parse({ descriptors: false })

/** Finds what a picture is cut around; always by the exact detector, as a recipe has one result. */
export function makeFindFaces(faces: FaceFinder): FindFaces {
  return async (picture) => {
    const question = { ...boxesAlone, detector: 'ssd@1' }
    const seen = await faces.find(picture, question).catch((error: unknown) => {
      throw new ImageEngineError('offline', 'Faces cannot be looked for now.', error)
    })
    return seen.faces.map(({ box }) => ({
      left: box.left * picture.width,
      top: box.top * picture.height,
      width: box.width * picture.width,
      height: box.height * picture.height,
    }))
  }
}
