import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { fileDetailSchema } from '#contracts/files'
import { searchPageSchema, searchQuerySchema } from '#contracts/search'
import { newId } from '../ids.ts'
import { joinInference } from '../inference/home-and-edge.ts'
import { captionVectorModel } from '../inference/workers-ai.ts'
import { searchFiles } from '../search/search-files.ts'
import { filesThatShow, withWorkersAi } from '../testing/captions.ts'
import { aUser, request, type TestUser, testDeps } from '../testing/harness.ts'
import { actorFor, madeInference, madeVectorOf } from '../testing/made-model.ts'
import { filesWithVectors } from '../testing/vectors.ts'

const count = async (sql: string, ...bound: unknown[]) =>
  (await env.DB.prepare(sql)
    .bind(...bound)
    .first<number>('n')) ?? 0
const captions = (user: TestUser) =>
  count(
    'select count(*) as n from file_captions join files on id = file_id where space_id = ?',
    user.spaceId,
  )

// Other tests' files are none of this one's, and neither is what they spent.
beforeEach(async () => {
  await env.DB.batch([
    env.DB.prepare("update indexed_files set captioned_for = 'another'"),
    env.DB.prepare('delete from files where id in (select file_id from indexed_files)'),
    env.DB.prepare('delete from edge_calls'),
  ])
})

describe('where no home node is connected', () => {
  it('a picture gets caption, labels and a vector, and is found by them', async () => {
    const user = await aUser()
    const [dog] = await filesThatShow(user, ['dog beach frisbee', 'wedding cake'])
    const vault = withWorkersAi()
    expect(await vault.minute()).toHaveLength(2)
    expect(await vault.minute()).toHaveLength(0)

    const read = await user.fetch(`/api/files/${dog}`)
    const { found, tags } = fileDetailSchema.parse(await read.json())
    expect(found.caption?.engine).toBe('moondream3.1-1')
    expect(found.caption?.text).toContain('dog beach frisbee')
    expect(tags).toContainEqual({ label: 'dog', probability: 0.8, engine: 'clef-flash-1' })

    const byWord = await searchAs(user, vault, 'frisbee')
    expect(byWord.items.map(({ file }) => file.id)).toEqual([dog])
    expect(byWord.items[0]?.why.map(({ source }) => source)).toContain('objects')
    // None of these words together stands anywhere; the vector of the caption is near.
    const byMeaning = await searchAs(user, vault, 'beach frisbee unheard')
    expect(byMeaning.semantic).toEqual({ state: 'used', model: captionVectorModel })
    expect(byMeaning.items[0]?.file.id).toBe(dog)
    expect(byMeaning.items[0]?.why.map(({ source }) => source)).toContain('caption')
    expect((await searchAs(user, vault, 'blorf quenzhim')).items).toEqual([])
  })

  it('vectors of captions are never compared with those of pictures', async () => {
    const user = await aUser()
    const model = 'looks@1'
    const [seen] = await filesWithVectors(user, model, [[madeVectorOf('a dog')]])
    await filesThatShow(user, ['dog beach'])
    const vault = withWorkersAi()
    await vault.minute()
    const home = madeInference(model)
    const inference = joinInference(home, vault.deps.inference)
    const deps = { ...vault.deps, inference }
    const query = (q: object) =>
      searchFiles(deps, actorFor(user), searchQuerySchema.parse(q), 'vault.test')
    const sources = (await query({ q: 'dog' })).items.flatMap(({ why }) => why)
    expect(new Set(sources.map(({ source }) => source))).toEqual(
      new Set(['semantic', 'caption', 'tags', 'objects']),
    )
    // A picture is like others by what it looks like, never by what is said of it.
    const like = await query({ like: seen })
    expect(like.semantic.model).toBe(model)
    expect(like.items).toEqual([])
  })

  it('nothing is asked when it is turned off, or Workers AI is not bound', async () => {
    await filesThatShow(await aUser(), ['dog'])
    const vault = withWorkersAi({ EDGE_FINDINGS: 'off' })
    expect([await vault.minute(), vault.ai.asked]).toEqual([[], []])
    const deps = testDeps()
    await expect(
      deps.inference.caption({ bytes: new Uint8Array(1), mimeType: 'image/webp' }),
    ).rejects.toMatchObject({ code: 'capability_missing' })
  })

  it('nothing is asked while a home node is connected', async () => {
    await filesThatShow(await aUser(), ['dog'])
    const vault = withWorkersAi()
    const home = await connectHome()
    expect(await vault.minute()).toEqual([])
    home.close()
  })

  it('a library that is imported costs no more calls than a day may have', async () => {
    const user = await aUser()
    await filesThatShow(
      user,
      Array.from({ length: 8 }, (_, at) => `picture ${at}`),
    )
    const vault = withWorkersAi({ EDGE_CALLS_PER_DAY: '6' })
    for (let minute = 0; minute < 4; minute++) await vault.minute()
    expect([await captions(user), vault.ai.asked.length]).toEqual([2, 6])
    // A search that is new would be one call more.
    const page = await searchAs(user, vault, 'a dog at the beach')
    expect(page.semantic.state).toBe('failed')
    expect(vault.ai.asked).toHaveLength(6)
    await vault.deps.db.$client.prepare('update edge_calls set day = day - 1').run()
    await vault.minute()
    expect(await captions(user)).toBe(4)
  })

  it('a call that fails is made again later, and a picture that is refused is not', async () => {
    const user = await aUser()
    await filesThatShow(user, ['dog'])
    const vault = withWorkersAi()
    vault.ai.faults.push({ status: 429 })
    const [job] = await vault.minute()
    const state = () => count('select state as n from jobs where id = ?', job)
    expect(await state()).toBe('queued')
    expect(await captions(user)).toBe(0)
    await env.DB.prepare('update jobs set next_at = 0 where id = ?').bind(job).run()
    vault.ai.faults.push({ status: 422 })
    if (job) await vault.run(job)
    expect(await state()).toBe('failed')
    expect(await captions(user)).toBe(0)
  })

  it('a preview that is too large for a call goes as the small one', async () => {
    const user = await aUser()
    await filesThatShow(user, ['dog'], { largeBytes: 400_000 })
    await withWorkersAi().minute()
    expect(await captions(user)).toBe(1)
  })
})

async function searchAs(user: TestUser, vault: ReturnType<typeof withWorkersAi>, q: string) {
  const path = `/api/search?q=${encodeURIComponent(q)}`
  const answer = await request(path, { headers: { Cookie: user.cookie } }, vault.bindings)
  return searchPageSchema.parse(await answer.json())
}

/** The socket of a home node at the object that keeps it. */
async function connectHome(): Promise<WebSocket> {
  const { homeLink } = testDeps()
  const headers = { Upgrade: 'websocket', 'X-Home-Node-Id': newId('homeNode', 1) }
  const { webSocket } = await homeLink.fetch('https://link/', { headers })
  if (webSocket === null) throw new Error('no socket')
  webSocket.accept()
  return webSocket
}
