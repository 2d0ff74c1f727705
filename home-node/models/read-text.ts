import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Sharp } from 'sharp'
import { createWorker, OEM, type Page, PSM, type Word } from 'tesseract.js'
import type { TextFound } from '#contracts/found'
import { fitInside, openRaster, type Raster, toRaster } from '../images/decode.ts'
import type { GreyPixels, LetterLine } from './letter-lines.ts'
import type { LetterLinesAnswer } from './letter-lines-thread.ts'
import { makeWarmThread } from './warm-thread.ts'

/** Tesseract's own engine with its English model, which read Latin letters of other languages too. */
export const textEngine = 'tesseract-eng-2'

const timeoutMs = 30_000
const idleMs = 60_000
const maxCharacters = 20_000
/** Letters of print are best read at about this many pixels a side of the whole. */
const pageSide = 1_600
const sparseSide = 1_000

/** One threshold for the whole picture tells what is dark. */
const byOtsu = { thresholding_method: '0' }

/** How a page is looked at, and what counts as a word there; a word of a page has neighbours. */
const page = { mode: PSM.AUTO, side: pageSide, smallestConfidence: 70, shortestWord: 2, ...byOtsu }
const sparse = {
  mode: PSM.SPARSE_TEXT,
  side: sparseSide,
  smallestConfidence: 80,
  shortestWord: 3,
  ...byOtsu,
}
/** Where nothing is read so, what is dark is decided for each part of the picture by itself. */
const local = { ...sparse, thresholding_method: '2' }
/** A part of a picture in which letters seem to stand in a row. */
const line = { ...sparse, mode: PSM.SINGLE_LINE }
type Manner = typeof page | typeof sparse | typeof local | typeof line
const linesAtMost = 6
/** Letters of a line are about half as high as it is with the room around them. */
const lineHeight = 86
/** A page with fewer words than this may be a photograph with a few words in it. */
const fewWords = 4

/** What it finds odd in a picture is no news for the log. */
const quiet = { user_defined_dpi: '150', debug_file: '/dev/null' }

type Tesseract = Awaited<ReturnType<typeof createWorker>>

export interface TextReader {
  /** The text in an upright picture of sRGB; null where none is read with confidence. */
  read(picture: Raster): Promise<TextFound | null>
  stop(): Promise<void>
}

/**
 * Reads the words in pictures, one picture at a time, in a thread that starts with the first and
 * ends when it is idle. Nothing is fetched: program and model lie in npm packages. `read` rejects
 * when the thread fails, or takes too long, which is then ended.
 */
export function makeTextReader(): TextReader {
  let worker: Promise<Tesseract> | null = null
  const finder = makeWarmThread<GreyPixels, LetterLinesAnswer>(
    new URL('./letter-lines-thread.ts', import.meta.url),
    { timeoutMs },
  )
  let last: Promise<unknown> = Promise.resolve()
  let idle: NodeJS.Timeout | undefined

  async function end(): Promise<void> {
    const ending = worker
    worker = null
    await (await ending?.catch(() => null))?.terminate()
  }

  async function readPng(png: Buffer, manner: Manner): Promise<Word[][]> {
    worker ??= startTesseract()
    const tesseract = await worker
    const { mode, thresholding_method } = manner
    await tesseract.setParameters({ tessedit_pageseg_mode: mode, thresholding_method, ...quiet })
    const { data } = await tesseract.recognize(png, {}, { text: false, blocks: true })
    return linesOf(data, manner)
  }

  async function look(picture: Raster, manner: Manner): Promise<Word[][]> {
    const { side } = manner
    const whole = openRaster(picture)
      .resize(side, side, { fit: 'inside', withoutEnlargement: true })
      .greyscale()
    return await readPng(await whole.png({ compressionLevel: 1 }).toBuffer(), manner)
  }

  async function lookAtLines(picture: Raster): Promise<Word[][]> {
    const size = fitInside(picture, { width: line.side, height: line.side })
    const { pixels, ...grey } = await toRaster(openRaster(picture).resize(size).greyscale())
    const { lines } = await finder.ask({ ...grey, pixels: new Uint8Array(pixels) })
    const read: Word[][] = []
    for (const found of lines.slice(0, linesAtMost)) {
      const cut = cutOut(picture, found, picture.width / grey.width)
      read.push(...(await readPng(await cut.png({ compressionLevel: 1 }).toBuffer(), line)))
    }
    return read
  }

  async function lookSeveralTimes(picture: Raster): Promise<Word[][]> {
    const lines = await look(picture, page)
    for (const further of [lookAtLines, (it: Raster) => look(it, sparse)]) {
      if (lines.flat().length < fewWords) lines.push(...(await further(picture)))
    }
    return lines.length > 0 ? lines : await look(picture, local)
  }

  async function turn(picture: Raster): Promise<TextFound | null> {
    clearTimeout(idle)
    let timer: NodeJS.Timeout | undefined
    const tooLong = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error('reading text took too long')), timeoutMs)
    })
    try {
      const reading = lookSeveralTimes(picture)
      reading.catch(() => undefined)
      return toText(await Promise.race([reading, tooLong]))
    } catch (error) {
      void end()
      throw error
    } finally {
      clearTimeout(timer)
      idle = setTimeout(() => void end(), idleMs)
      idle.unref()
    }
  }

  return {
    read(picture) {
      const read = last.then(() => turn(picture))
      last = read.catch(() => undefined)
      return read
    },
    async stop() {
      clearTimeout(idle)
      await Promise.all([end(), finder.stop()])
    },
  }
}

async function startTesseract(): Promise<Tesseract> {
  const require = createRequire(import.meta.url)
  const data = dirname(require.resolve('@tesseract.js-data/eng'))
  return await createWorker('eng', OEM.LSTM_ONLY, {
    langPath: join(data, '4.0.0_best_int'),
    cacheMethod: 'none',
    workerPath: fileURLToPath(new URL('./tesseract-thread.ts', import.meta.url)),
    gzip: true,
    // Else it is thrown in a callback, where nobody can catch it; the call rejects all the same.
    errorHandler: () => undefined,
  })
}

/** A line with room around it, its letters dark, at the size at which letters are read. */
function cutOut(picture: Raster, { isLight, ...found }: LetterLine, scale: number): Sharp {
  const room = found.height * 0.4
  const left = Math.max(0, Math.floor((found.left - room) * scale))
  const top = Math.max(0, Math.floor((found.top - room) * scale))
  const right = Math.min(picture.width, Math.ceil((found.left + found.width + room) * scale))
  const bottom = Math.min(picture.height, Math.ceil((found.top + found.height + room) * scale))
  const cut = openRaster(picture)
    .extract({ left, top, width: right - left, height: bottom - top })
    .resize({ height: lineHeight })
    .greyscale()
  return isLight ? cut.negate({ alpha: false }) : cut
}

/** Lines of words that were read with confidence. */
function linesOf({ blocks }: Page, { smallestConfidence, shortestWord }: Manner): Word[][] {
  const lines = (blocks ?? []).flatMap((block) => block.paragraphs.flatMap(({ lines }) => lines))
  const isWord = ({ text, confidence }: Word) => {
    const letters = text.match(/[\p{L}\p{N}]/gu)?.length ?? 0
    const isMostlyLetters = letters >= shortestWord && letters / text.length >= 0.6
    return isMostlyLetters && confidence >= smallestConfidence
  }
  return lines.map(({ words }) => words.filter(isWord)).filter((words) => words.length > 0)
}

function toText(lines: Word[][]): TextFound | null {
  const spoken = lines.map((words) => words.map(({ text }) => text).join(' '))
  const text = [...new Set(spoken)].join('\n').slice(0, maxCharacters)
  if (text === '') return null
  const confidences = lines.flat().map(({ confidence }) => confidence)
  const mean = confidences.reduce((sum, one) => sum + one, 0) / confidences.length
  return { text, confidence: Math.round(mean) / 100, engine: textEngine }
}
