import { readFile } from 'node:fs/promises'
import sharp from 'sharp'
import { openRaster, toRaster } from '../images/decode.ts'
import type { Measure } from '../launch/measure-report.ts'
import { type DetectorAnswer, type DetectorQuestion, viewSide } from '../models/detector-thread.ts'
import { makeFinder, objectEngine } from '../models/find-in-picture.ts'
import { textEngine } from '../models/read-text.ts'
import { makeWarmThread } from '../models/warm-thread.ts'
import { labelledPhotos, photosFolder } from './labelled-photos.ts'

const pictures = 32

/**
 * How many pictures a second the home node looks at, against its detector alone on pictures that are
 * decoded and scaled already. Encoded as the previews are that it looks at.
 */
export async function measureIndexing(measure: Measure): Promise<void> {
  const photos = await labelledPhotos()
  if (photos === null) return measure.missingPeer('photographs', `photographs in ${photosFolder}`)
  const step = Math.floor(photos.length / pictures)
  const previews = await Promise.all(
    photos
      .filter((_, index) => index % step === 0)
      .slice(0, pictures)
      .map(
        async ({ path }) =>
          await sharp(await readFile(path))
            .webp()
            .toBuffer(),
      ),
  )
  const bare = await rateOfDetector(previews)
  const finder = makeFinder()
  const look = async (engines: string[]) =>
    await rateOf(previews, async (preview) => {
      const picture = await toRaster(sharp(preview).toColourspace('srgb').removeAlpha())
      await finder.find(picture, { engines })
    })
  await look([objectEngine, textEngine])
  const objects = await look([objectEngine])
  measure.figure({
    ...{ name: 'pictures looked at for things, decoding and colours too', ours: objects },
    ...{ peer: { name: 'the detector alone', value: bare }, ratio: objects / bare },
    ...{ goal: 'at least 0.7 of it', ok: objects / bare >= 0.7, unit: '/s' },
  })
  const all = await look([objectEngine, textEngine])
  measure.figure({
    ...{ name: 'pictures looked at for things and read', ours: all },
    ...{ peer: { name: 'the detector alone', value: bare }, ratio: all / bare },
    ...{ goal: 'at least 0.5 of it', ok: all / bare >= 0.5, unit: '/s' },
  })
  await finder.stop()
}

async function rateOfDetector(previews: Buffer[]): Promise<number> {
  const detector = makeWarmThread<DetectorQuestion, DetectorAnswer>(
    new URL('../models/detector-thread.ts', import.meta.url),
    { timeoutMs: 60_000 },
  )
  const views = await Promise.all(
    previews.map(async (preview) => {
      const picture = await toRaster(sharp(preview).removeAlpha())
      const view = openRaster(picture).resize(viewSide, viewSide, { fit: 'fill' }).removeAlpha()
      return new Uint8Array((await toRaster(view)).pixels)
    }),
  )
  const first = views[0]
  if (first) await detector.ask({ pixels: first })
  const rate = await rateOf(views, (pixels) => detector.ask({ pixels }))
  await detector.stop()
  return rate
}

/** Two at a time, as the home node does. Pictures a second. */
async function rateOf<T>(items: T[], work: (item: T) => Promise<unknown>): Promise<number> {
  const waiting = [...items]
  const startedMs = performance.now()
  const lane = async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await work(item)
  }
  await Promise.all([lane(), lane()])
  return (items.length * 1_000) / (performance.now() - startedMs)
}
