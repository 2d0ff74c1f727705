import { readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import sharp from 'sharp'
import { uploadOutcomeSchema } from '#contracts/files'
import { indexingProgressSchema } from '#contracts/indexing'
import { searchPageSchema } from '#contracts/search'
import type { Measure } from '../launch/measure-report.ts'
import { type SignedIn, startVault } from '../launch/vault.ts'
import { type LabelledPhoto, labelledPhotos, photosFolder } from './labelled-photos.ts'

/** What the detector has a word for, and the folders of photographs that show it. */
const known: Record<string, string[]> = {
  airplane: ['airplanes'],
  bird: ['emu', 'flamingo', 'flamingo_head', 'ibis', 'pigeon', 'rooster'],
  boat: ['ferry', 'ketch', 'schooner'],
  car: ['car_side'],
  'cell phone': ['cellphone'],
  chair: ['chair', 'wheelchair', 'windsor_chair'],
  cup: ['cup'],
  dog: ['dalmatian'],
  elephant: ['elephant'],
  laptop: ['laptop'],
  motorcycle: ['Motorbikes'],
  pizza: ['pizza'],
  scissors: ['scissors'],
  'stop sign': ['stop_sign'],
  umbrella: ['umbrella'],
}
/** By another name, or a word for the kind. */
const related: Record<string, string[]> = {
  animal: [
    ...['Leopards', 'ant', 'bass', 'beaver', 'butterfly', 'cougar_body', 'cougar_face', 'crab'],
    ...['crayfish', 'crocodile', 'crocodile_head', 'dalmatian', 'dolphin', 'dragonfly', 'elephant'],
    ...['emu', 'flamingo', 'flamingo_head', 'gerenuk', 'hawksbill', 'hedgehog', 'ibis', 'kangaroo'],
    ...['llama', 'lobster', 'mayfly', 'octopus', 'okapi', 'panda', 'pigeon', 'platypus', 'rhino'],
    ...['rooster', 'scorpion', 'sea_horse', 'starfish', 'tick', 'wild_cat'],
  ],
  vehicle: ['airplanes', 'car_side', 'ferry', 'helicopter', 'ketch', 'Motorbikes', 'schooner'],
  aeroplane: ['airplanes'],
  motorbike: ['Motorbikes'],
}

const written = ['harbour', 'lighthouse', 'bakery', 'museum', 'orchard', 'station', 'ticket']
const writtenToo = ['library', 'theatre', 'garden', 'menu', 'exit', 'welcome', 'platform', 'closed']
const names = ['grandmother', 'graduation', 'carnival', 'wedding', 'kitchen', 'marathon', 'attic']
const places = [
  ...[{ town: 'Lisbon', latitude: 38.72, longitude: -9.14 }],
  ...[{ town: 'Oslo', latitude: 59.91, longitude: 10.75 }],
  ...[{ town: 'Kyoto', latitude: 35.01, longitude: 135.77 }],
  ...[{ town: 'Nairobi', latitude: -1.29, longitude: 36.82 }],
  ...[{ town: 'Toronto', latitude: 43.7, longitude: -79.42 }],
]
const nonsenseQueries = 200

/**
 * How well words alone find real photographs in a vault of its own: what a detector sees, by its name
 * and by other names, words that stand in pictures, names and places; and how often nonsense finds
 * something. Takes minutes, since every photograph is uploaded and looked at: `quality 5` takes of
 * those that show nothing known only every fifth.
 */
export async function measureQuality(measure: Measure): Promise<void> {
  const all = await labelledPhotos()
  if (all === null) return measure.missingPeer('photographs', `photographs in ${photosFolder}`)
  const every = Number(measure.args[0] ?? 1)
  const isKnown = ({ shows }: LabelledPhoto) => Object.values(known).flat().includes(shows)
  const photos = all.filter((photo, index) => isKnown(photo) || index % every === 0)
  const vault = await startVault()
  try {
    const ada = await vault.setupAdmin()
    const shows = await uploadAll(ada, photos)
    const words = await uploadWords(ada, photos)
    const towns = await uploadPlaces(ada, photos)
    await untilIndexed(ada)
    await measureKnown(measure, ada, shows)
    await measureFound(measure, ada, 'words that stand in pictures', words)
    await measureFound(measure, ada, 'words of names', await nameSome(ada, [...shows.keys()]))
    await measureFound(measure, ada, 'places', towns)
    await measureNonsense(measure, ada)
  } finally {
    await vault.stop()
  }
}

async function upload(ada: SignedIn, name: string, bytes: Uint8Array): Promise<string> {
  const headers = { 'Content-Type': 'application/octet-stream' }
  const init = { method: 'POST', headers, body: new Uint8Array(bytes) }
  const answer = await ada.fetch(`/api/files/upload?name=${name}`, init)
  return uploadOutcomeSchema.parse(await answer.json()).file.id
}

/** Under names that say nothing. What each shows, by its id. */
async function uploadAll(ada: SignedIn, photos: LabelledPhoto[]): Promise<Map<string, string>> {
  const shows = new Map<string, string>()
  for (const [index, photo] of photos.entries()) {
    const id = await upload(ada, `${10_000 + index}.jpg`, await readFile(photo.path))
    shows.set(id, photo.shows)
  }
  return shows
}

/** A word on a sign in a photograph, each its own. The id by the word. */
async function uploadWords(ada: SignedIn, photos: LabelledPhoto[]): Promise<Map<string, string>> {
  const ids = new Map<string, string>()
  for (const [index, word] of [...written, ...writtenToo].entries()) {
    const photo = photos[(index * 37) % photos.length]
    if (photo === undefined) continue
    const bytes = await sharp(await readFile(photo.path))
      .resize(1_200, 900, { fit: 'cover' })
      .composite([{ input: await aSign(word.toUpperCase(), index) }])
      .jpeg()
      .toBuffer()
    ids.set(word, await upload(ada, `${20_000 + index}.jpg`, bytes))
  }
  return ids
}

const signColours = [
  ['#ffffff', '#223344'],
  ['#111111', '#f4f0e4'],
  ['#113355', '#f5c518'],
] as const

/** Letters of 36 to 60 px with room around them, as PNG. */
async function aSign(word: string, index: number): Promise<Buffer> {
  const fontfile = fileURLToPath(import.meta.resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'))
  const [front, background] = signColours[index % signColours.length] ?? signColours[0]
  const font = `DejaVu Sans ${36 + 6 * (index % 5)}`
  const text = `<span foreground="${front}">${word}</span>`
  const letters = await sharp({ text: { text, fontfile, font, dpi: 72, rgba: true } })
    .png()
    .toBuffer()
  const room = { top: 30, bottom: 30, left: 40, right: 40 }
  return await sharp(letters)
    .flatten({ background })
    .extend({ ...room, background })
    .png()
    .toBuffer()
}

async function untilIndexed(ada: SignedIn): Promise<void> {
  for (;;) {
    const answer = await ada.fetch('/api/admin/indexing')
    const { total, waiting, running } = indexingProgressSchema.parse(await answer.json())
    const files = await ada.fetch('/api/files?limit=1')
    if (files.ok && total > 0 && waiting + running === 0 && !(await isIngesting(ada))) return
    await sleep(2_000)
  }
}

async function isIngesting(ada: SignedIn): Promise<boolean> {
  const newest = await ada.fetch('/api/files?limit=200')
  return (await newest.text()).includes('"preview":"pending"')
}

async function search(ada: SignedIn, q: string): Promise<string[]> {
  const answer = await ada.fetch(`/api/search?limit=200&q=${encodeURIComponent(q)}`)
  return searchPageSchema.parse(await answer.json()).items.map(({ file }) => file.id)
}

async function measureKnown(measure: Measure, ada: SignedIn, shows: Map<string, string>) {
  const queries = [...Object.entries(known), ...Object.entries(related)]
  const precisions: number[] = []
  let answered = 0
  const averages: number[] = []
  for (const [query, folders] of queries) {
    const found = (await search(ada, query)).map((id) => folders.includes(shows.get(id) ?? ''))
    const wanted = [...shows.values()].filter((folder) => folders.includes(folder)).length
    const first = found.slice(0, 10)
    const precision = first.filter(Boolean).length / Math.max(1, first.length)
    if (first.length > 0) precisions.push(precision)
    if (first.length > 0) answered += 1
    averages.push(averagePrecision(found, wanted))
    process.stdout.write(`${query}: ${precision.toFixed(2)} of the first ${first.length}\n`)
  }
  const mean = meanOf(precisions)
  measure.figure({
    ...{ name: 'P@10 of queries that name what the detector knows, where it saw any', ours: mean },
    ...{ goal: 'at least 0.7', ok: mean >= 0.7, unit: 'of 1' },
  })
  measure.figure({
    ...{ name: `of these ${queries.length} queries, answered`, ours: answered / queries.length },
    ...{ goal: 'to be seen', ok: true, unit: 'of 1' },
  })
  measure.figure({
    ...{ name: 'mAP of all of them', ours: meanOf(averages) },
    ...{ goal: 'to be seen', ok: true, unit: 'of 1' },
  })
}

/** Of the ranks where something wanted stands, the mean precision up to there. */
function averagePrecision(found: boolean[], wanted: number): number {
  let right = 0
  let sum = 0
  for (const [index, isRight] of found.entries()) {
    if (!isRight) continue
    right += 1
    sum += right / (index + 1)
  }
  return sum / wanted
}

function meanOf(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

async function measureFound(
  measure: Measure,
  ada: SignedIn,
  name: string,
  ids: Map<string, string>,
): Promise<void> {
  let found = 0
  for (const [word, id] of ids) if ((await search(ada, word)).includes(id)) found += 1
  measure.figure({
    ...{ name: `${name} (${ids.size}), found`, ours: found / ids.size },
    ...{ goal: 'at least 0.9', ok: found / ids.size >= 0.9, unit: 'of 1' },
  })
}

async function patch(ada: SignedIn, id: string, change: object): Promise<void> {
  const headers = { 'Content-Type': 'application/json' }
  await ada.fetch(`/api/files/${id}`, { method: 'PATCH', headers, body: JSON.stringify(change) })
}

async function nameSome(ada: SignedIn, all: string[]): Promise<Map<string, string>> {
  const ids = new Map(names.map((word, index) => [word, all[index * 11] ?? '']))
  for (const [word, id] of ids) await patch(ada, id, { name: `${word} 2019.jpg` })
  return ids
}

/** Pictures that say where they were taken. The id by the town that is nearest. */
async function uploadPlaces(ada: SignedIn, photos: LabelledPhoto[]): Promise<Map<string, string>> {
  const ids = new Map<string, string>()
  for (const [index, { town, latitude, longitude }] of places.entries()) {
    const photo = photos[5 + index * 13]
    if (photo === undefined) continue
    const [north, east] = [latitude >= 0 ? 'N' : 'S', longitude >= 0 ? 'E' : 'W']
    const gps = {
      ...{ GPSLatitudeRef: north, GPSLatitude: degrees(latitude) },
      ...{ GPSLongitudeRef: east, GPSLongitude: degrees(longitude) },
    }
    const bytes = await sharp(await readFile(photo.path))
      .withExif({ IFD3: gps })
      .jpeg()
      .toBuffer()
    ids.set(town, await upload(ada, `${30_000 + index}.jpg`, bytes))
  }
  return ids
}

function degrees(value: number): string {
  return `${Math.round(Math.abs(value) * 10_000)}/10000 0/1 0/1`
}

/** Words of syllables that no language has put together, one to three in a query. */
async function measureNonsense(measure: Measure, ada: SignedIn): Promise<void> {
  const syllables = ['blor', 'vuk', 'zhim', 'quen', 'drap', 'xil', 'mofe', 'gry', 'wub', 'snarl']
  let answered = 0
  for (let number = 0; number < nonsenseQueries; number++) {
    const word = (seed: number) =>
      [1, 7, 3].map((step) => syllables[(seed * step + step) % syllables.length]).join('')
    const words = Array.from({ length: 1 + (number % 3) }, (_, index) => word(number + 17 * index))
    if ((await search(ada, words.join(' '))).length > 0) answered += 1
  }
  measure.figure({
    ...{
      name: `of ${nonsenseQueries} nonsense queries, answered`,
      ours: answered / nonsenseQueries,
    },
    ...{ goal: 'at most 0.05', ok: answered / nonsenseQueries <= 0.05, unit: 'of 1' },
  })
}
