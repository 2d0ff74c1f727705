import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Sharp } from 'sharp'
import { createWorker, OEM, type Page, PSM, type Word } from 'tesseract.js'
import type { TextFound } from '#contracts/found'

/** Tesseract's own engine with its English model, which read Latin letters of other languages too. */
export const textEngine = 'tesseract-eng-1'

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
type Manner = typeof page | typeof sparse | typeof local
/** A page with fewer words than this may be a photograph with a few words in it. */
const fewWords = 4

/** What it finds odd in a picture is no news for the log. */
const quiet = { user_defined_dpi: '150', debug_file: '/dev/null' }

type Tesseract = Awaited<ReturnType<typeof createWorker>>

export interface TextReader {
  /** The text in an upright picture of sRGB; null where none is read with confidence. */
  read(picture: Sharp): Promise<TextFound | null>
  stop(): Promise<void>
}

/**
 * Reads the words in pictures, one picture at a time, in a thread that starts with the first and
 * ends when it is idle. Nothing is fetched: program and model lie in npm packages. `read` rejects
 * when the thread fails, or takes too long, which is then ended.
 */
export function makeTextReader(): TextReader {
  let worker: Promise<Tesseract> | null = null
  let last: Promise<unknown> = Promise.resolve()
  let idle: NodeJS.Timeout | undefined

  async function end(): Promise<void> {
    const ending = worker
    worker = null
    await (await ending?.catch(() => null))?.terminate()
  }

  async function look(picture: Sharp, manner: Manner): Promise<Word[][]> {
    worker ??= startTesseract()
    const tesseract = await worker
    const { mode, side } = manner
    const { thresholding_method } = manner
    await tesseract.setParameters({ tessedit_pageseg_mode: mode, thresholding_method, ...quiet })
    const png = await picture
      .clone()
      .resize(side, side, { fit: 'inside', withoutEnlargement: true })
      .greyscale()
      .png({ compressionLevel: 1 })
      .toBuffer()
    const { data } = await tesseract.recognize(png, {}, { text: false, blocks: true })
    return linesOf(data, manner)
  }

  async function lookThrice(picture: Sharp): Promise<Word[][]> {
    const lines = await look(picture, page)
    if (lines.flat().length >= fewWords) return lines
    const more = [...lines, ...(await look(picture, sparse))]
    return more.length > 0 ? more : await look(picture, local)
  }

  async function turn(picture: Sharp): Promise<TextFound | null> {
    clearTimeout(idle)
    let timer: NodeJS.Timeout | undefined
    const tooLong = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error('reading text took too long')), timeoutMs)
    })
    try {
      const reading = lookThrice(picture)
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
      await end()
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
