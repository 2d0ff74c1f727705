import type { Measure } from '../launch/measure-report.ts'
import { measureVectors } from './search-vectors.ts'

const parts: Record<string, (measure: Measure) => Promise<void>> = {
  vectors: measureVectors,
}

/** `npm run bench -- search`: all of it, or the parts that are named. */
export async function run(measure: Measure): Promise<void> {
  const [name, ...args] = measure.args
  const part = name === undefined ? undefined : parts[name]
  if (part) return await part({ ...measure, args })
  if (name !== undefined) throw new Error(`search has the parts ${Object.keys(parts).join(', ')}.`)
  for (const each of Object.values(parts)) await each(measure)
}
