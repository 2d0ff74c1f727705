import type { Measure } from '../launch/measure-report.ts'
import { measureIndexing } from './search-index.ts'
import { measureModels } from './search-models.ts'
import { measureQuality } from './search-quality.ts'
import { measureRequests } from './search-requests.ts'
import { measureVectors } from './search-vectors.ts'
import { measureWords } from './search-words.ts'

const parts: Record<string, (measure: Measure) => Promise<void>> = {
  async vectors(measure) {
    await measureVectors(measure)
    await measureRequests(measure)
  },
  models: measureModels,
  words: (measure) => measureWords(measure),
  index: measureIndexing,
  quality: measureQuality,
}

/** `npm run bench -- search [PART]`: how fast and how well things are found, all of it or one part. */
export async function run(measure: Measure): Promise<void> {
  const [name, ...args] = measure.args
  if (name === undefined) {
    for (const part of Object.values(parts)) await part(measure)
    return
  }
  const part = parts[name]
  if (!part) throw new Error(`"${name}" is none of its parts: ${Object.keys(parts).join(', ')}.`)
  await part({ ...measure, args })
}
