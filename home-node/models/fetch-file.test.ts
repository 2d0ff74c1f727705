import { createHash, randomBytes } from 'node:crypto'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { sha256Schema } from '#contracts/ids'
import { aFolder } from '../testing.ts'
import { type FetchFileOptions, fetchFile } from './fetch-file.ts'
import type { ModelFile } from './model-declaration.ts'
import { aHub, type Hub } from './testing-hub.ts'

const bytes = randomBytes(300_000)
const file: ModelFile = {
  path: 'onnx/model.onnx',
  sizeBytes: bytes.length,
  sha256: sha256Schema.parse(createHash('sha256').update(bytes).digest('hex')),
}

async function aTarget() {
  const folder = await aFolder()
  const progress: number[] = []
  const target = join(folder, 'onnx', 'model.onnx')
  const fetchFrom = (hub: Hub, change: Partial<FetchFileOptions> = {}) =>
    fetchFile({
      ...{ url: `${hub.url}/model.onnx`, target, file, firstRetryMs: 1, stallMs: 20_000 },
      signal: new AbortController().signal,
      onProgress: (received) => progress.push(received),
      ...change,
    })
  const names = () => readdir(join(folder, 'onnx'))
  return { target, progress, fetchFrom, names }
}

describe('a file of a model', () => {
  it('is fetched whole, with progress, and leaves nothing else behind', async () => {
    const hub = await aHub(bytes)
    const { target, progress, fetchFrom, names } = await aTarget()
    await fetchFrom(hub)
    expect(await readFile(target)).toEqual(bytes)
    expect(await names()).toEqual(['model.onnx'])
    expect(progress.at(-1)).toBe(bytes.length)
    expect(hub.ranges).toEqual([null])
  })

  it('goes on where it broke off, many times, asking for what is missing of the same bytes', async () => {
    const hub = await aHub(bytes, { cutAfter: 40_000 })
    const { target, fetchFrom } = await aTarget()
    await fetchFrom(hub)
    expect(await readFile(target)).toEqual(bytes)
    // More often than it would try in vain.
    expect(hub.ranges.length).toBeGreaterThan(6)
    expect(hub.ranges.slice(1).every((range) => /^bytes=[1-9]\d*-$/.test(range ?? ''))).toBe(true)
    expect(new Set(hub.conditions.slice(1))).toEqual(new Set(['"one"']))
    expect(hub.sentBytes).toBeLessThan(bytes.length * 1.5)
  })

  it('starts anew when the hub ignores Range', async () => {
    const hub = await aHub(bytes, { cutAfter: 100_000, cuts: 2, ignoresRange: true })
    const { target, fetchFrom } = await aTarget()
    await fetchFrom(hub)
    expect(await readFile(target)).toEqual(bytes)
  })

  it('starts anew when the hub has other bytes by now', async () => {
    const older = randomBytes(bytes.length)
    const hub = await aHub(older, { cutAfter: 100_000, cuts: 1, tag: '"older"' })
    const { target, fetchFrom } = await aTarget()
    await expect(fetchFrom(hub, { tries: 1 })).rejects.toThrow('broke')
    const changed = await aHub(bytes)
    await fetchFrom(changed)
    expect(changed.conditions).toEqual(['"older"'])
    expect(await readFile(target)).toEqual(bytes)
  })

  it('is thrown away when its bytes are others, also after a second try', async () => {
    const hub = await aHub(randomBytes(bytes.length))
    const { fetchFrom, names } = await aTarget()
    await expect(fetchFrom(hub)).rejects.toThrow('other bytes than the model has')
    expect(await names()).toEqual([])
    expect(hub.ranges).toEqual([null, null])
  })

  it('is put right when a part from before is not of it', async () => {
    const hub = await aHub(bytes)
    const { target, fetchFrom, names } = await aTarget()
    await fetchFrom(await aHub(bytes, { cutAfter: 50_000, cuts: 1 }), { tries: 1 }).catch(() => {})
    await writeFile(`${target}.part`, randomBytes(60_000))
    await fetchFrom(hub)
    expect(await readFile(target)).toEqual(bytes)
    expect(await names()).toEqual(['model.onnx'])
  })

  it.each([
    ['more than it said', { extra: 10 }, 'more than the model has'],
    ['less than it said', { cutAfter: 0 }, 'broke'],
    ['nothing at all', { stalls: true }, 'stopped sending'],
    ['another part than was asked for', { cutAfter: 90_000, wrongStart: true }, 'another part'],
    ['404', { status: 404 }, 'does not have this model'],
    ['403', { status: 403 }, 'refuses'],
    ['503', { status: 503 }, 'busy'],
  ])('fails with a sentence when the hub sends %s', async (_, behaviour, sentence) => {
    const hub = await aHub(bytes, behaviour)
    const { fetchFrom } = await aTarget()
    const stallMs = 'stalls' in behaviour ? 100 : 20_000
    await expect(fetchFrom(hub, { tries: 2, stallMs })).rejects.toThrow(sentence)
  })

  it('asks again what is busy, and not what is refused', async () => {
    const busy = await aHub(bytes, { status: 503 })
    const refusing = await aHub(bytes, { status: 404 })
    const { fetchFrom } = await aTarget()
    await fetchFrom(busy, { tries: 3 }).catch(() => {})
    await fetchFrom(refusing, { tries: 3 }).catch(() => {})
    expect([busy.ranges.length, refusing.ranges.length]).toEqual([3, 1])
  })

  it('keeps what it has when it is stopped', async () => {
    const hub = await aHub(bytes, { cutAfter: 40_000, hangs: true })
    const { fetchFrom, progress, names } = await aTarget()
    const stopping = new AbortController()
    const fetching = fetchFrom(hub, {
      signal: stopping.signal,
      onProgress: (received) => {
        progress.push(received)
        if (received >= 40_000) stopping.abort(new Error('stopped'))
      },
    })
    await expect(fetching).rejects.toThrow('stopped')
    expect((await names()).sort()).toEqual(['model.onnx.part', 'model.onnx.part.etag'])
  })

  it('without a known hash may have any size up to its bound', async () => {
    const { target, fetchFrom } = await aTarget()
    const bounded = { path: 'tokenizer.json', sizeBytes: 1_000, maxBytes: 300_000, sha256: null }
    await fetchFrom(await aHub(bytes, { cutAfter: 70_000 }), { file: bounded })
    expect(await readFile(target)).toEqual(bytes)
    const other = await aTarget()
    await expect(
      other.fetchFrom(await aHub(bytes), { file: { ...bounded, maxBytes: 299_999 } }),
    ).rejects.toThrow('more than the model has')
  })
})
