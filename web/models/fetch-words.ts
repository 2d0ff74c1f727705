import type { ModelView } from '#contracts/models'
import { formatBytes } from '../ui/format.ts'

/** What the button does that fetches a model, with how much is still to come. */
export function fetchWords(
  state: ModelView['state'],
  { sizeBytes, receivedBytes }: Pick<ModelView, 'sizeBytes' | 'receivedBytes'>,
): string {
  if (state === 'broken') return 'Download again'
  if (receivedBytes > 0) return `Go on, ${formatBytes(Math.max(0, sizeBytes - receivedBytes))}`
  return state === 'failed' ? 'Try again' : `Download ${formatBytes(sizeBytes)}`
}
