import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { fileDetailSchema, uploadOutcomeSchema } from '#contracts/files'
import { makeDeps } from '../deps.ts'
import type { Env } from '../env.ts'
import { aUser, testDeps } from '../testing/harness.ts'
import { jpegLike } from '../testing/pictures.ts'
import { withHomeAway, withRealHome } from '../testing/real-home.ts'
import { checkR2Copies } from './check-r2.ts'
import { repairR2Copies } from './repair-r2.ts'

const real = inject('realHomeNode')
const dayMs = 86_400_000

/** With the home node at the end of the link, or away. */
function depsWith(bindings: Env) {
  const { homeOriginals } = makeDeps(bindings, { test: true }, () => {})
  return testDeps({ homeOriginals })
}

beforeAll(async () => {
  // What other tests left is not this file's.
  await env.DB.prepare(`update copies set verified_at = ? where place = 'r2'`)
    .bind(Date.now())
    .run()
})

/** A file in R2 whose copy was last read back so many days ago. */
async function aFile(bytes: Uint8Array | string, daysAgo = 31) {
  const user = await aUser()
  const sent = await user.upload(bytes, 'original.bin')
  const { file } = uploadOutcomeSchema.parse(await sent.json())
  const row = await env.DB.prepare('select original_id as id from files where id = ?')
    .bind(file.id)
    .first<{ id: string }>()
  const key = `o/${user.spaceId}/${row?.id}`
  expect(await env.BUCKET.head(key)).not.toBeNull()
  await env.DB.prepare(`update copies set verified_at = ? where original_id = ? and place = 'r2'`)
    .bind(Date.now() - daysAgo * dayMs, row?.id)
    .run()
  const stateInR2 = async () => {
    const detail = fileDetailSchema.parse(await (await user.fetch(`/api/files/${file.id}`)).json())
    const copy = detail.copies.find(({ place }) => place === 'r2')
    const isNew = Date.parse(copy?.verifiedAt ?? '1970-01-01') > Date.now() - dayMs
    return `${copy?.state}${isNew ? ', lately' : ''}`
  }
  return { user, file, key, stateInR2 }
}

describe('what lies in R2', () => {
  it('is read back again after 30 days, and not before', async () => {
    const [old, young] = [
      await aFile(jpegLike('read long ago')),
      await aFile(jpegLike('read not long ago'), 29),
    ]
    await checkR2Copies(testDeps())
    expect(await old.stateInR2()).toBe('verified, lately')
    expect(await young.stateInR2()).toBe('verified')
  })

  it('is bad once its bytes are others, or it is gone', async () => {
    const [changed, gone] = [await aFile(jpegLike('changes')), await aFile(jpegLike('goes'))]
    await env.BUCKET.put(changed.key, jpegLike('changed'))
    await env.BUCKET.delete(gone.key)
    await checkR2Copies(testDeps())
    expect([await changed.stateInR2(), await gone.stateInR2()]).toEqual(['bad', 'bad'])
  })

  it('is read within its budget a day, and what is larger when its turn comes', async () => {
    const file = await aFile(new Uint8Array(50_000).fill(7))
    const minuteOf = (minute: number) => {
      const deps = testDeps({ now: () => Math.floor(Date.now() / 6e6) * 6e6 + minute * 60_000 })
      // 10,000 bytes a minute: five minutes for this file.
      return { ...deps, config: { ...deps.config, r2ScrubBytesPerDay: 14_400_000 } }
    }
    const first = Math.floor(Date.now() / 6e6) * 100
    const turn = (5 - (first % 5)) % 5
    await checkR2Copies(minuteOf(turn + 1))
    expect(await file.stateInR2()).toBe('verified')
    await checkR2Copies(minuteOf(turn + 5))
    expect(await file.stateInR2()).toBe('verified, lately')
  })

  it('comes again from a disk at home, and only with the right bytes', async () => {
    const [original] = real.originals
    if (!original) throw new Error('the home node has no original')
    const home = await withRealHome()
    const deps = depsWith(home)
    const opened = await deps.homeOriginals.open(original.sha256)
    const bytes = new Uint8Array(await new Response(opened?.body).arrayBuffer())
    const [known, unknown] = [await aFile(bytes), await aFile(jpegLike('on no disk'))]
    const wrong = bytes.slice()
    wrong[bytes.length >> 1] = (wrong[bytes.length >> 1] ?? 0) ^ 1
    await env.BUCKET.put(known.key, wrong)
    await env.BUCKET.delete(unknown.key)
    await checkR2Copies(deps)
    expect([await known.stateInR2(), await unknown.stateInR2()]).toEqual(['bad', 'bad'])

    await repairR2Copies(depsWith(withHomeAway(home)))
    expect(await known.stateInR2()).toBe('bad')
    await repairR2Copies(deps)
    expect([await known.stateInR2(), await unknown.stateInR2()]).toEqual([
      'verified, lately',
      'bad',
    ])
    expect(await (await env.BUCKET.get(known.key))?.bytes()).toEqual(bytes)
    const download = await known.user.fetch(`/api/files/${known.file.id}/download`)
    expect(new Uint8Array(await download.arrayBuffer())).toEqual(bytes)
  })

  it('keeps what it has when other bytes come than were promised', async () => {
    const file = await aFile(jpegLike('stays as it is'))
    await env.BUCKET.put(file.key, 'other bytes')
    await checkR2Copies(testDeps())
    const liar = {
      open: async () => {
        const bytes = jpegLike('as long as promised?!')
        return { sizeBytes: 1, range: { start: 0, end: 0 }, body: new Blob([bytes]).stream() }
      },
      stat: async () => null,
    }
    await repairR2Copies(testDeps({ homeOriginals: liar }))
    expect(await file.stateInR2()).toBe('bad')
    expect(await (await env.BUCKET.get(file.key))?.text()).toBe('other bytes')
  })
})
