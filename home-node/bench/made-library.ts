import { createHash } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import { makeSeeded } from '../faults/seeded.ts'

const tags = (
  'person,car,chair,dog,tree,sky,cat,building,bottle,cup,table,bicycle,boat,bird,horse,book,bus,cake,' +
  'clock,couch,laptop,flower,beach,mountain,snow,sunset,train,truck,umbrella,bench,pizza,backpack,' +
  'kite,sheep,cow,elephant,zebra,giraffe,airplane,motorcycle,traffic light,potted plant,hot dog,tv,' +
  'teddy bear,skateboard,surfboard,tennis racket,wine glass,fork,spoon,bowl,banana,apple,orange,' +
  'carrot,bed,toilet,sink,oven,vase,scissors,guitar,piano,bridge,castle,church,river,lake,forest'
).split(',')
const colours = 'black,white,grey,red,yellow,green,blue,brown'.split(',')
const places =
  'Oslo,Lisbon,Porto,Berlin,Paris,Nice,Lyon,Rome,Kyoto,Tokyo,Lima,Quito,Cairo,Riga'.split(',')
const cameras = ['X-T4', 'EOS R6', 'Pixel 8', 'iPhone 15', 'ILCE-7M4']
const said = 'birthday,holiday,garden,grandmother,school,football,dinner,walk,trip,party'.split(',')
const triggersSchema = z.array(z.object({ name: z.string(), sql: z.string() }))

/**
 * A library of rows alone, without bytes or previews: names as cameras give them, things by how often
 * they are seen, some places, descriptions and texts. Triggers rest meanwhile; what they keep is written
 * here at once. The same for the same number.
 */
export function fillLibrary(
  database: DatabaseSync,
  { files, spaceId, userId }: { files: number; spaceId: string; userId: string },
): void {
  const seeded = makeSeeded(files)
  const triggers = triggersSchema.parse(
    database.prepare("select name, sql from sqlite_schema where type = 'trigger'").all(),
  )
  // Few things are seen often and most seldom, as Zipf says of words.
  const pick = (words: string[]) =>
    words[Math.floor(words.length ** seeded.next()) - 1] ?? words[0] ?? ''
  const some = (words: string[]) => words[seeded.between(0, words.length - 1)] ?? ''
  const ulid = (number: number) => String(number).padStart(26, '0')
  const insertOriginal = database.prepare(
    `insert into originals (id, space_id, sha256, size_bytes, mime_type, created_at)
      values (?, ?, ?, 1000000, 'image/jpeg', ?)`,
  )
  const insertFile = database.prepare(
    `insert into files (id, space_id, original_id, name, name_folded, size_bytes, kind, shown_at,
        camera, place_name, description, preview, created_by, created_at)
      values (?, ?, ?, ?, ?, 1000000, 'image', ?, ?, ?, ?, 'none', ?, ?)`,
  )
  const insertTag = database.prepare(
    "insert or ignore into file_tags (file_id, label, probability, engine) values (?, ?, 0.9, 'coco')",
  )
  const insertDocument = database.prepare(
    'insert into search_documents (id, file_id, shown_at) values (?, ?, ?)',
  )
  const insertWords = database.prepare(
    `insert into search_words
        (rowid, space, name, tags, objects, text, description, place, camera, folder, people)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, '', '')`,
  )
  database.exec('begin')
  for (const { name } of triggers) database.exec(`drop trigger "${name}"`)
  for (let number = 1; number <= files; number++) {
    const at = 1_400_000_000_000 + number * 3_000_000
    const [fileId, originalId] = [`fil_${ulid(number)}`, `org_${ulid(number)}`]
    const name = `IMG_${number % 10_000}.jpg`
    const labels = [...new Set(Array.from({ length: seeded.between(1, 5) }, () => pick(tags)))]
    const objects = labels.map((label) => `${some(colours)} ${label}`).join('; ')
    const place = seeded.next() < 0.5 ? some(places) : ''
    const about = seeded.next() < 0.2 ? `${some(said)} ${number % 1_000}` : ''
    const text = seeded.next() < 0.1 ? `invoice ${number} ${some(said)}` : ''
    const camera = some(cameras)
    const sha256 = createHash('sha256').update(originalId).digest('hex')
    insertOriginal.run(originalId, spaceId, sha256, at)
    insertFile.run(
      ...[fileId, spaceId, originalId, name, name.toLowerCase(), at],
      ...[camera, place || null, about || null, userId, at],
    )
    for (const label of labels) insertTag.run(fileId, label)
    insertDocument.run(number, fileId, at)
    const space = spaceId.slice(spaceId.indexOf('_') + 1)
    insertWords.run(number, space, name, labels.join(','), objects, text, about, place, camera)
  }
  database.exec(`insert into tag_counts (space_id, label, files)
    select '${spaceId}', label, count(*) from file_tags group by label`)
  for (const { sql } of triggers) database.exec(sql)
  database.exec('commit')
}
