import type { FileWork } from '#contracts/files'
import type { FileFound, ObjectFound } from '#contracts/found'
import { formatExact } from '../ui/format.ts'
import { durationWords } from './details-words.ts'

/** What becomes of the looking, and why it is as it is, as a sentence; null when it is done. */
export function lookingWords(
  found: Pick<FileFound, 'lookedAt'>,
  work: Pick<FileWork, 'state' | 'note'> | undefined,
): string | null {
  const again = found.lookedAt === null ? '' : ' again'
  switch (work?.state) {
    case 'running':
      return `It is being looked at${again} now.`
    case 'queued':
      return `It is waiting to be looked at${again}.`
    case 'waiting_home':
      return `It will be looked at${again} when the home node is back.`
    case 'failed':
      return `It could not be looked at${again}${work.note ? `: ${work.note}` : '.'}`
    default:
      return found.lookedAt === null ? 'Nothing has looked at it yet.' : null
  }
}

/** `Looked at by centernet@1 and tesseract@7, 31 May 2024, 14:03`; null before anything did. */
export function lookedWords({ looked, lookedAt }: FileFound): string | null {
  if (lookedAt === null || looked.length === 0) return null
  return `Looked at by ${new Intl.ListFormat('en-GB').format(looked)}, ${formatExact(lookedAt)}`
}

/** `red and white car, 87 %, at 0:12`: an object for those who do not see its swatches. */
export function objectWords({ label, colours, probability, atMs }: ObjectFound): string {
  const named = [new Intl.ListFormat('en-GB').format(colours), label].filter(Boolean).join(' ')
  const at = atMs === null ? '' : `, at ${durationWords(atMs)}`
  return `${named}, ${Math.round(probability * 100)} %${at}`
}
