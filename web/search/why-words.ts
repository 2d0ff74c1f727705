import { signal } from '@preact/signals'
import type { FileId } from '#contracts/ids'
import type { SearchReason, WordSource } from '#contracts/search'

const sourceNames: Record<WordSource, string> = {
  ...{ name: 'name', tags: 'tag', objects: 'object', text: 'text in the picture' },
  ...{ description: 'description', place: 'place', camera: 'camera' },
  ...{ folder: 'folder or album', people: 'person' },
}

/**
 * Why a file was found, to be read: `tag: beach · object: dog, which counts as “animal”`. Empty where
 * only filters were asked for.
 */
export function whyWords(why: readonly SearchReason[]): string {
  return why
    .map((reason) => ({ ...reason, words: wordsOnce(reason, why) }))
    .filter(({ words }, at) => words.length > 0 || why[at]?.words.length === 0)
    .map(reasonWords)
    .join(' · ')
}

/** An engine's object is its tag too: it is said once, as the object with its colour. */
function wordsOnce({ source, words, means }: SearchReason, why: readonly SearchReason[]): string[] {
  if (source !== 'tags') return words
  const objects = why.filter((other) => other.source === 'objects' && other.means === means)
  const seen = objects.flatMap((other) => other.words)
  return words.filter((word) => !seen.some((one) => one === word || one.endsWith(` ${word}`)))
}

function reasonWords({ source, words, means }: SearchReason): string {
  if (source === 'semantic') return 'looks like what you asked for (semantic)'
  if (source === 'caption') return 'its caption means what you asked for'
  if (source === 'similar') return 'looks like the picture'
  const said = `${sourceNames[source]}: ${words.join(', ')}`
  if (means === null) return said
  return `${said}, which ${words.length > 1 ? 'count' : 'counts'} as “${means}”`
}

/** `“animal” also finds cat, dog and horse`: the tags by which a word was looked for too. */
export function widenedWords({ word, tags }: { word: string; tags: string[] }): string {
  return `“${word}” also finds ${new Intl.ListFormat('en-GB').format(tags)}`
}

/** Why the files of the search that is shown were found; a file that is open says it too. */
export const foundBy = signal<ReadonlyMap<FileId, string>>(new Map())
