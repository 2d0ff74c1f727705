import type { Measure } from '../launch/measure-report.ts'
import { run as measureEngine } from './transform.ts'
import { measureServed } from './transforms-served.ts'

const parts = ['served', 'engine'] as const

/**
 * `npm run bench -- transforms`: changed pictures over a whole vault beside ipx, bare sharp and a bare
 * Worker, and the home node's engine by itself (also `-- transform`). Words choose: served, engine.
 */
export async function run(measure: Measure): Promise<void> {
  const unknown = measure.args.find((word) => !parts.some((part) => part === word))
  if (unknown !== undefined) throw new Error(`"${unknown}" is none of: ${parts.join(', ')}`)
  const wants = (part: (typeof parts)[number]) =>
    measure.args.length === 0 || measure.args.includes(part)
  if (wants('served')) await measureServed(measure)
  if (wants('engine')) await measureEngine(measure)
}
