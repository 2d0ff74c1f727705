import type { FileTag } from '#contracts/file-tags'
import type { TextFound } from '#contracts/found'
import type { ReadMetadata } from '#contracts/metadata'

/** What can be told from a file's own words and numbers, without looking at it. */
export const metadataEngine = 'metadata-1'

/** The first words that systems give to the names of screenshots, in some languages. */
const screenshotName =
  /^(screen ?shot|screen ?capture|bildschirmfoto|capture d[’']écran|captura de (pantalla|ecrã)|schermata|schermafbeelding|skärmbild|skjermbilde|zrzut ekranu|снимок экрана|スクリーンショット|截屏|屏幕截图)/iu

/** At least so much wider than high, or higher than wide, and so many pixels long. */
const panoramaRatio = 2.4
const panoramaPixels = 3_000

/** Light by which one sees little more than lamps (EV at ISO 100); a lit room in the evening has 5. */
const nightEvMax = 2

/**
 * `screenshot` by its name, where no camera made it; `panorama` by its shape, where one did; `night` by
 * the clock and by how much light the camera needed. Probabilities say how often such a guess holds,
 * by judgement: they were not measured.
 */
export function tagsFromMetadata(
  { name, width, height }: { name: string; width: number | null; height: number | null },
  read: ReadMetadata & { camera: string | null },
): FileTag[] {
  const tag = (label: string, probability: number) => ({
    ...{ label, probability, engine: metadataEngine },
  })
  const isFromCamera = read.camera !== null
  const isPanorama =
    isFromCamera &&
    Math.max(width ?? 0, height ?? 0) >= panoramaPixels &&
    Math.max(width ?? 0, height ?? 0) >= panoramaRatio * Math.min(width ?? 0, height ?? 0)
  return [
    ...(!isFromCamera && screenshotName.test(name.normalize('NFC'))
      ? [tag('screenshot', 0.9)]
      : []),
    ...(isPanorama ? [tag('panorama', 0.8)] : []),
    ...(isNight(read) ? [tag('night', 0.7)] : []),
  ]
}

function isNight({ takenAt, exposureSeconds, fNumber, iso, flash }: ReadMetadata): boolean {
  if (takenAt === null || exposureSeconds === null || fNumber === null || iso === null) return false
  const hour = Number(takenAt.slice(11, 13))
  const ev = Math.log2(fNumber ** 2 / exposureSeconds) - Math.log2(iso / 100)
  return (hour >= 20 || hour < 6) && flash !== true && ev <= nightEvMax
}

/** Letters and digits from which on a picture with text in it is a document. */
const documentLetters = 300
const documentConfidence = 0.6

/** `document`, by the engine that read so much of it; as sure as that was of its reading. */
export function tagsFromText(text: TextFound | null): FileTag[] {
  if (text === null || text.confidence < documentConfidence) return []
  const letters = text.text.match(/[\p{L}\p{N}]/gu)?.length ?? 0
  if (letters < documentLetters) return []
  return [{ label: 'document', probability: text.confidence, engine: text.engine }]
}
