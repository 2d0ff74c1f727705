import type { ChangingTag, TagCount } from '#contracts/tags'

const pictures = (count: number) =>
  `${count.toLocaleString('en')} ${count === 1 ? 'file' : 'files'}`

/** `12 files`, and who says so: `by hand`, `3 by hand`, or nothing where only engines do. */
export function countWords({ files, byHand }: Pick<TagCount, 'files' | 'byHand'>): string {
  const hand = byHand === 0 ? null : byHand === files ? 'by hand' : `${byHand} by hand`
  return [pictures(files), hand].filter(Boolean).join(' · ')
}

/** Where a tag's change has got to. */
export function changingWords({ tag, into, filesLeft }: ChangingTag): string {
  const what = into === null ? `“${tag}” goes away` : `“${tag}” becomes “${into}”`
  return `${what}: ${pictures(filesLeft)} to go.`
}

/** The search for files of a tag; a quote cannot be part of a quoted word. */
export function searchForTag(tag: string): string {
  const words = tag.replaceAll('"', ' ').trim()
  return words.includes(' ') ? `tag:"${words}"` : `tag:${words}`
}

/** `dog`, `dog and cat`, `dog, cat and 3 more`. */
export function namesOf(tags: string[]): string {
  const quoted = tags.map((tag) => `“${tag}”`)
  if (quoted.length <= 3) return quoted.join(', ').replace(/, ([^,]*)$/, ' and $1')
  return `${quoted.slice(0, 2).join(', ')} and ${quoted.length - 2} more`
}
