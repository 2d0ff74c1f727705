import type { Env } from '../env.ts'
import { filesThatShow, withWorkersAi } from './captions.ts'
import { aUser } from './harness.ts'

/** Workers AI looks at pictures, and fails once. */
export async function captionsDay(bindings: Env): Promise<void> {
  const vault = withWorkersAi({}, bindings)
  await filesThatShow(await aUser(), ['dog', 'beach'])
  vault.ai.faults.push({ status: 429 })
  await vault.minute()
}
