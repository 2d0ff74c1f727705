import type { FileTag } from '#contracts/file-tags'
import type { ObjectFound, TextFound } from '#contracts/found'
import { fitInside, openRaster, type Raster, toRaster } from '../images/decode.ts'
import { type Detection, toDetections } from './detections.ts'
import { type DetectorAnswer, type DetectorQuestion, viewSide } from './detector-thread.ts'
import { coloursOf } from './object-colours.ts'
import { makeTextReader, textEngine } from './read-text.ts'
import { makeWarmThread } from './warm-thread.ts'

/** CenterNet on COCO with its thresholds and views: another number when any of them changes. */
export const objectEngine = 'centernet-coco-1'

/** Enough to see the colours of things. */
const colourBox = { width: 320, height: 320 }
const detectorTimeoutMs = 30_000
/** Said of a whole file: a thing is named once, with the best of its probabilities. */
const tagsAtMost = 20

export interface FoundInPicture {
  objects: ObjectFound[]
  text: TextFound | null
}

export interface Finder {
  /** Names of the engines that look. */
  engines: readonly string[]
  /**
   * What `engines` (all, when not said) see and read in an upright sRGB raster, decoded once for
   * all of them. `atMs`: of a film, at which time. Rejects when an engine fails.
   */
  find(
    picture: Raster,
    look?: { engines?: readonly string[]; atMs?: number | null },
  ): Promise<FoundInPicture>
  stop(): Promise<void>
}

/** The engines that ship in packages: each in a thread of its own that starts with the first picture. */
export function makeFinder(): Finder {
  const detector = makeWarmThread<DetectorQuestion, DetectorAnswer>(
    new URL('./detector-thread.ts', import.meta.url),
    { timeoutMs: detectorTimeoutMs },
  )
  const reader = makeTextReader()

  async function objectsOf(picture: Raster, atMs: number | null): Promise<ObjectFound[]> {
    const view = openRaster(picture).resize(viewSide, viewSide, { fit: 'fill' }).removeAlpha()
    const { pixels } = await toRaster(view)
    const { rows } = await detector.ask({ pixels: new Uint8Array(pixels) })
    const detections = toDetections(rows, viewSide)
    if (detections.length === 0) return []
    const small = await toRaster(openRaster(picture).resize(fitInside(picture, colourBox)))
    return detections.map((detection) => toObject(detection, small, atMs))
  }

  return {
    engines: [objectEngine, textEngine],
    async find(picture, { engines = [objectEngine, textEngine], atMs = null } = {}) {
      const [objects, text] = await Promise.all([
        engines.includes(objectEngine) ? objectsOf(picture, atMs) : [],
        engines.includes(textEngine) ? reader.read(picture) : null,
      ])
      return { objects, text }
    },
    async stop() {
      await Promise.all([detector.stop(), reader.stop()])
    },
  }
}

function toObject(detection: Detection, small: Raster, atMs: number | null): ObjectFound {
  const colours = coloursOf(small, detection.box)
  return { ...detection, engine: objectEngine, colours, atMs }
}

/** What is seen in a file as its tags. */
export function objectTags(objects: ObjectFound[]): FileTag[] {
  const best = new Map<string, FileTag>()
  for (const { label, probability, engine } of objects) {
    const known = best.get(label)
    if (known === undefined || known.probability < probability) {
      best.set(label, { label, probability, engine })
    }
  }
  return [...best.values()].sort((a, b) => b.probability - a.probability).slice(0, tagsAtMost)
}
