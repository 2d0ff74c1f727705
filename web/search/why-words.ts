import { signal } from '@preact/signals'
import type { FileId } from '#contracts/ids'
import type { SearchReason, SearchSource } from '#contracts/search'

const sourceNames: Record<SearchSource, string> = {
  ...{ name: 'name', tags: 'tag', description: 'description' },
  ...{ place: 'place', camera: 'camera', folder: 'folder', people: 'person' },
  ...{ objects: 'object', text: 'text in the picture' },
  ...{ semantic: 'looks like it', similar: 'looks like the picture' },
}

/** Where words were found, to be read: `tag: beach · place: Nice`. Empty where there was no word. */
export function whyWords(why: readonly SearchReason[]): string {
  return why
    .map(({ source, words }) => [sourceNames[source], words.join(', ')].filter(Boolean).join(': '))
    .join(' · ')
}

/** Why the files of the search that is shown were found; a file that is open says it too. */
export const foundBy = signal<ReadonlyMap<FileId, string>>(new Map())
