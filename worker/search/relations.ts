import { relationLines } from './relation-lines.ts'

/** The things of relation-lines.ts by their numbers. */
interface Relations {
  /** What a word may be looking for. */
  asked: Map<string, number[]>
  /** What a tag means. */
  meant: Map<string, number>
  /** The tags that mean a thing. */
  tags: string[][]
  above: number[][]
  below: number[][]
}

let relations: Relations | undefined

/** Read once an isolate, in about 5 ms, by the first search that needs it. */
function readRelations(): Relations {
  const read: Relations = { asked: new Map(), meant: new Map(), tags: [], above: [], below: [] }
  for (const [number, line] of relationLines.split('\n').entries()) {
    const [names = '', above = ''] = line.split('|')
    const tags: string[] = []
    for (const written of names.split(' ')) {
      const name = written.replace('~', '').replaceAll('_', ' ')
      read.asked.set(name, [...(read.asked.get(name) ?? []), number])
      if (written.startsWith('~')) continue
      tags.push(name)
      read.meant.set(name, number)
    }
    read.tags.push(tags)
    read.above.push(above === '' ? [] : above.split(' ').map(Number))
    read.below.push([])
  }
  for (const [number, above] of read.above.entries()) {
    for (const each of above) read.below[each]?.push(number)
  }
  relations = read
  return read
}

const irregular: Record<string, string> = {
  ...{ men: 'man', women: 'woman', children: 'child', mice: 'mouse', geese: 'goose' },
  ...{ wolves: 'wolf', knives: 'knife', leaves: 'leaf', calves: 'calf', loaves: 'loaf' },
  ...{ feet: 'foot', teeth: 'tooth', oxen: 'ox', shelves: 'shelf', scarves: 'scarf' },
}

/** A name as it stands in the table: `dogs` is there as `dog`. */
function formsOf(name: string): string[] {
  const start = name.slice(0, name.lastIndexOf(' ') + 1)
  const last = name.slice(start.length)
  const forms = [last, irregular[last] ?? '']
  if (last.endsWith('ies')) forms.push(`${last.slice(0, -3)}y`)
  if (last.endsWith('es')) forms.push(last.slice(0, -2))
  if (last.endsWith('s') && !last.endsWith('ss')) forms.push(last.slice(0, -1))
  return forms.filter((form) => form.length > 1).map((form) => start + form)
}

/** Whether these words together are the name of one thing: `musical instrument`. */
export function isName(name: string): boolean {
  const { asked } = relations ?? readRelations()
  return formsOf(name).some((form) => asked.has(form))
}

/** Every tag that is another name for what `name` says, or for a kind of it; none for a word it does not know. */
export function tagsMeaning(name: string): Set<string> {
  const { tags } = relations ?? readRelations()
  return new Set([...thingsBelow(name)].flatMap((number) => tags[number] ?? []))
}

function thingsBelow(name: string): Set<number> {
  const { asked, below } = relations ?? readRelations()
  const form = formsOf(name).find((each) => asked.has(each))
  const found = new Set(form === undefined ? [] : asked.get(form))
  // What is added while it is walked is walked too.
  for (const number of found) for (const each of below[number] ?? []) found.add(each)
  return found
}

/**
 * Whether a tag that holds a word means something else: a hot dog is no dog, while a police dog, which
 * is not known, may well be one.
 */
export function meansOther(tag: string, name: string): boolean {
  const { meant, asked } = relations ?? readRelations()
  const form = formsOf(tag).find((each) => meant.has(each))
  const number = form === undefined ? undefined : meant.get(form)
  if (number === undefined || !formsOf(name).some((each) => asked.has(each))) return false
  return !thingsBelow(name).has(number)
}
