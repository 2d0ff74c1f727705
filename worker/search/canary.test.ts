import { env } from 'cloudflare:workers'
import { eq } from 'drizzle-orm'
import { beforeAll, expect, it } from 'vitest'
import type { FileId } from '#contracts/ids'
import { searchQuerySchema } from '#contracts/search'
import { makeDb } from '../db/client.ts'
import { runBatch } from '../db/run-batch.ts'
import { files, fileTags } from '../db/schema/files.ts'
import { aUser, type TestUser, testDeps } from '../testing/harness.ts'
import { actorFor, madeInference, madeVectorOf } from '../testing/made-model.ts'
import { filesWithVectors } from '../testing/vectors.ts'
import { searchFiles } from './search-files.ts'

const model = 'canary@1'
const filesEach = 12
let owners: { user: TestUser; own: Set<FileId>; like: FileId }[]

/** Ten spaces whose files have the same names, tags, descriptions and looks. */
beforeAll(async () => {
  const db = makeDb(env.DB)
  owners = []
  for (let number = 0; number < 10; number++) {
    const user = await aUser()
    const looks = Array.from({ length: filesEach }, () => [madeVectorOf('dog at the beach')])
    const ids = await filesWithVectors(user, model, looks)
    await runBatch(
      db,
      ids.flatMap((id, index) => [
        db
          .update(files)
          .set({ name: `canary dog ${index}.jpg`, description: 'yellow bird', placeName: 'Nice' })
          .where(eq(files.id, id)),
        db.insert(fileTags).values({ fileId: id, label: 'dog', probability: 1, engine: 'made' }),
      ]),
    )
    const [like] = ids
    if (!like) throw new Error('no files')
    owners.push({ user, own: new Set(ids), like })
  }
}, 60_000)

it('words, relations, filters, looks and likeness find in ten equal spaces only what is one’s own (A64, A68)', async () => {
  const deps = testDeps({ inference: madeInference(model) })
  const queries = [
    ...['canary', 'dog', 'animal', 'yellow bird', 'cana', 'tag:dog', 'place:nice', 'type:photo'],
    ...['-snow', 'canary nothing', '"canary dog"', 'beach', 'dog at the beach', '* OR canary'],
  ]
  let seen = 0
  for (const { user, own, like } of owners) {
    const actor = actorFor(user)
    const asked = [...queries.map((q) => ({ q })), { like }, { like, q: 'dog' }]
    for (const query of asked) {
      const page = await searchFiles(deps, actor, searchQuerySchema.parse(query), 'vault.test')
      const foreign = page.items.filter(({ file }) => !own.has(file.id))
      expect(foreign, JSON.stringify(query)).toEqual([])
      seen += page.items.length
    }
  }
  await deps.settled()
  // Each query but one with a picture finds all that its space has.
  expect(seen).toBeGreaterThan(10 * queries.length * (filesEach - 2))
}, 120_000)

it('no place that is asked for opens another space', async () => {
  const deps = testDeps({ inference: madeInference(model) })
  const [one, other] = owners
  if (!one || !other) throw new Error('no spaces')
  for (const place of [{ space: other.user.spaceId }, { like: other.like }]) {
    const query = searchQuerySchema.parse({ q: 'dog', ...place })
    const asked = searchFiles(deps, actorFor(one.user), query, 'vault.test')
    await expect(asked).rejects.toMatchObject({ code: 'not_found' })
  }
})
