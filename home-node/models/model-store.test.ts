import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { aFolder, aLog, until } from '../testing.ts'
import { type MadeModelOptions, makeModel } from './made/make-model.ts'
import { openModels } from './model-store.ts'
import { aHub, type HubBehaviour } from './testing-hub.ts'

/** A hub with a tiny made model, and a folder in which this model is declared. */
async function aStore(options: { behaviour?: HubBehaviour; made?: MadeModelOptions } = {}) {
  const repository = await aFolder()
  const model = await makeModel(repository, options.made)
  const hub = await aHub({ folder: repository }, options.behaviour)
  const folder = await aFolder()
  const home = join(folder, model.id)
  await mkdir(home)
  await writeFile(join(home, 'model.json'), JSON.stringify(model))
  const log = aLog()
  let changes = 0
  const open = async () => {
    const stopping = new AbortController()
    const store = await openModels({
      ...{ folder, hub: hub.url, log, signal: stopping.signal, tries: 2, firstRetryMs: 1 },
    })
    store.onChange(() => {
      changes += 1
    })
    onTestFinished(async () => {
      stopping.abort()
      await store.settled()
    })
    const view = async (id = model.id) => (await store.list()).find((each) => each.id === id)
    return { store, view, stop: () => stopping.abort() }
  }
  return { ...{ repository, model, hub, folder, home, log, open }, changes: () => changes }
}

describe('models', () => {
  it('are listed with the catalogue first, which is chosen and missing', async () => {
    const { open } = await aStore()
    const { store } = await open()
    expect((await store.list()).map(({ id, state, isChosen }) => [id, state, isChosen])).toEqual([
      ['clip-vit-b32', 'missing', true],
      ['made-tiny', 'missing', false],
    ])
    expect(store.ready()).toEqual([])
    expect(store.chosen()).toBeNull()
  })

  it('are fetched only when somebody asks, verified, chosen when there is no other, and kept', async () => {
    const { open, hub, model, changes } = await aStore()
    const { store, view } = await open()
    expect(hub.paths).toEqual([])
    await store.fetch(model.id)
    expect(await view()).toMatchObject({ state: 'fetching' })
    await store.settled()
    expect(await view()).toMatchObject({ state: 'ready', isChosen: true, note: null })
    expect(hub.paths[0]).toBe(`/made/made-tiny/resolve/${model.revision}/tokenizer.json`)
    expect(store.chosen()?.declaration.id).toBe(model.id)
    expect(changes()).toBeGreaterThan(0)
    const again = await open()
    expect(await again.view()).toMatchObject({ state: 'ready', isChosen: true })
    expect(hub.paths).toHaveLength(3)
  })

  it('tell how much is here', async () => {
    const { open, model } = await aStore({ behaviour: { cutAfter: 100_000, hangs: true } })
    const { store, view } = await open()
    await store.fetch(model.id)
    await until(async () => ((await view())?.receivedBytes ?? 0) > 100_000)
    const { receivedBytes = 0, sizeBytes = 0 } = (await view()) ?? {}
    expect(receivedBytes).toBeLessThan(sizeBytes)
    expect(sizeBytes).toBe(
      model.vision.file.sizeBytes + model.text.file.sizeBytes + model.tokenizer.file.sizeBytes,
    )
  })

  it('keep what is here when fetching is cancelled, and go on from there', async () => {
    const { open, hub, model } = await aStore({ behaviour: { cutAfter: 100_000, hangs: true } })
    const { store, view } = await open()
    await store.fetch(model.id)
    await until(async () => ((await view())?.receivedBytes ?? 0) > 100_000)
    store.cancel(model.id)
    await store.settled()
    expect(await view()).toMatchObject({ state: 'missing', note: null })
    expect((await view())?.receivedBytes).toBeGreaterThan(100_000)
    hub.behave({})
    await store.fetch(model.id)
    await store.settled()
    expect(await view()).toMatchObject({ state: 'ready' })
    expect(hub.ranges.at(-2)).toBe('bytes=100000-')
  })

  it('say why they failed, and may be fetched again', async () => {
    const { open, hub, model } = await aStore({ behaviour: { status: 503 } })
    const { store, view } = await open()
    await store.fetch(model.id)
    await store.settled()
    expect(await view()).toMatchObject({ state: 'failed', note: 'The hub is busy (status 503).' })
    hub.behave({})
    await store.fetch(model.id)
    await store.settled()
    expect(await view()).toMatchObject({ state: 'ready' })
  })

  it('that were copied into the folder are verified and used', async () => {
    const { open, repository, hub, model, home } = await aStore()
    const { store, view } = await open()
    await cp(repository, home, { recursive: true })
    await view()
    await store.settled()
    expect(await view()).toMatchObject({ state: 'ready', isChosen: true })
    expect(hub.paths).toEqual([])
    expect(store.ready().map(({ declaration }) => declaration.id)).toEqual([model.id])
  })

  it('of which a file was changed are broken, and are mended by fetching that file', async () => {
    const { open, hub, model, home } = await aStore()
    const { store, view } = await open()
    await store.fetch(model.id)
    await store.settled()
    const path = join(home, model.text.file.path)
    const bytes = await readFile(path)
    bytes[1_000] = (bytes[1_000] ?? 0) ^ 1
    await writeFile(path, bytes)
    store.verify(model.id)
    expect(await view()).toMatchObject({ state: 'ready', isBusy: true })
    await store.settled()
    expect(await view()).toMatchObject({
      state: 'broken',
      isBusy: false,
      note: 'Not as published: onnx/text_model.onnx. Fetch the model again.',
    })
    expect(store.chosen()).toBeNull()
    await store.fetch(model.id)
    await store.settled()
    expect(await view()).toMatchObject({ state: 'ready' })
    expect(hub.paths.slice(3)).toEqual([
      `/made/made-tiny/resolve/${model.revision}/onnx/text_model.onnx`,
    ])
  })

  it('without a pinned tokenizer record its hash, and take no other afterwards', async () => {
    const { open, model, home } = await aStore()
    const { path, sizeBytes } = model.tokenizer.file
    const tokenizer = {
      ...model.tokenizer,
      file: { path, sizeBytes: sizeBytes - 100, maxBytes: 20_000, sha256: null },
    }
    await writeFile(join(home, 'model.json'), JSON.stringify({ ...model, tokenizer }))
    const { store, view } = await open()
    await store.fetch(model.id)
    await store.settled()
    expect(await view()).toMatchObject({ state: 'ready' })
    expect(await readFile(join(home, 'verified.json'), 'utf8')).toContain(
      model.tokenizer.file.sha256,
    )
    const text = await readFile(join(home, path), 'utf8')
    await writeFile(join(home, path), `${text} `)
    store.verify(model.id)
    await store.settled()
    expect(await view()).toMatchObject({ state: 'broken' })
    store.verify(model.id)
    await store.settled()
    expect(await view()).toMatchObject({ state: 'broken' })
  })

  it.each([
    ['is none', '{}'],
    ['gives other tokens', null],
  ])('do not take a tokenizer without a hash that %s', async (_, text) => {
    const { open, model, home, repository } = await aStore()
    const { path, sizeBytes } = model.tokenizer.file
    const known = text === null ? { 'a dog': [1, 2, 3] } : model.tokenizer.known
    const file = { path, sizeBytes, maxBytes: 20_000, sha256: null }
    await writeFile(
      join(home, 'model.json'),
      JSON.stringify({ ...model, tokenizer: { file, known } }),
    )
    if (text !== null) await writeFile(join(repository, path), text)
    const { store, view } = await open()
    await store.fetch(model.id)
    await store.settled()
    expect(await view()).toMatchObject({ state: 'broken' })
  })

  it('are chosen only when they are there', async () => {
    const { open, model } = await aStore()
    const { store, view } = await open()
    await expect(store.choose('clip-vit-b32')).rejects.toThrow('Fetch this model first')
    await expect(store.fetch('no-such-model')).rejects.toThrow('There is no such model.')
    await store.fetch(model.id)
    await store.settled()
    await store.choose(model.id)
    expect(await view()).toMatchObject({ isChosen: true })
  })

  it('stop being fetched when the home node stops', async () => {
    const { open, model } = await aStore({ behaviour: { stalls: true } })
    const { store, view, stop } = await open()
    await store.fetch(model.id)
    await until(async () => (await view())?.state === 'fetching')
    stop()
    await store.settled()
    expect(await view()).toMatchObject({ state: 'missing' })
  })

  it.each([
    ['not JSON', '{'],
    ['a way out of the folder', '"path":"../../x"'],
    ['another id', '"id":"another"'],
  ])('whose declaration is %s are left out, and why is said', async (_, spoil) => {
    const { open, home, log } = await aStore()
    const text = await readFile(join(home, 'model.json'), 'utf8')
    const [, field = ''] = /"(\w+)":/.exec(spoil) ?? []
    const spoiled = spoil === '{' ? spoil : text.replace(new RegExp(`"${field}":"[^"]*"`), spoil)
    await writeFile(join(home, 'model.json'), spoiled)
    const { store } = await open()
    expect((await store.list()).map(({ id }) => id)).toEqual(['clip-vit-b32'])
    expect(log.sentences[0]).toContain('made-tiny/model.json cannot be used')
  })

  it('leave nothing in the folder but their files and what was verified', async () => {
    const { open, model, home } = await aStore()
    const { store } = await open()
    await store.fetch(model.id)
    await store.settled()
    expect((await readdir(home, { recursive: true })).sort()).toEqual([
      ...['model.json', 'onnx', 'onnx/text_model.onnx', 'onnx/vision_model.onnx'],
      ...['tokenizer.json', 'verified.json'],
    ])
  })
})
