import { mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { type ModelView, modelIdSchema } from '#contracts/models'
import { writeDurably } from '../durable-file.ts'
import { type Log, messageOf } from '../log.ts'
import { checkFiles, targetOf } from './check-files.ts'
import { FetchModelError, fetchFile, receivedBytesOf } from './fetch-file.ts'
import { sizeOf } from './file-facts.ts'
import { filesOf, type ModelDeclaration, type ModelFile } from './model-declaration.ts'
import { readDeclarations } from './read-declarations.ts'

export interface ModelStoreOptions {
  /** Holds a folder for each model. */
  folder: string
  /** Origin of the hub from which models are fetched. */
  hub: string
  log: Log
  /** Ends what is being fetched; what is here stays. */
  signal: AbortSignal
  tries?: number
  firstRetryMs?: number
}

/** A model cannot be used so; `message` is a sentence for people. */
export class ModelStoreError extends Error {
  readonly code: 'not_found' | 'conflict'
  constructor(code: ModelStoreError['code'], message: string) {
    super(message)
    this.name = 'ModelStoreError'
    this.code = code
  }
}

export interface ReadyModel {
  declaration: ModelDeclaration
  folder: string
}

/**
 * The models that can be fetched and those that are there. States are those of `#contracts/models`.
 * `fetch`, `cancel`, `verify` and `choose` answer at once and throw `ModelStoreError`.
 */
export interface ModelStore {
  list(): Promise<ModelView[]>
  /** Begins to fetch what is missing; what is broken is fetched anew. */
  fetch(id: string): Promise<void>
  cancel(id: string): void
  /** Takes the hashes of all its files again, in the background. */
  verify(id: string): void
  choose(id: string): Promise<void>
  /** Models whose files are there and right, the chosen one first. */
  ready(): ReadyModel[]
  /** The chosen one, when it is ready. */
  chosen(): ReadyModel | null
  /** Tells from now on when another model is there, or is chosen, or is gone. */
  onChange(listener: () => void): void
  /** Resolves when nothing is being fetched or checked. */
  settled(): Promise<void>
}

interface Entry extends ReadyModel {
  state: ModelView['state']
  note: string | null
  receivedBytes: number
  /** Fetching or checking. */
  work: { stop: AbortController; done: Promise<void> } | null
}

const chosenSchema = z.object({ id: modelIdSchema })

/** Opens the folder; files that somebody copied there are checked in the background. */
export async function openModels(options: ModelStoreOptions): Promise<ModelStore> {
  const { folder, hub, log, signal, tries, firstRetryMs } = options
  // The mirror does not stop for want of models; what cannot be written says so when it is fetched.
  await mkdir(folder, { recursive: true }).catch((error: unknown) => {
    log.say(`models: the folder ${folder} cannot be made: ${messageOf(error)}`)
  })
  const entries: Entry[] = (await readDeclarations(folder, log)).map((declaration) => ({
    ...{ declaration, folder: join(folder, declaration.id) },
    ...{ state: 'missing', note: null, receivedBytes: 0, work: null },
  }))
  const listeners: (() => void)[] = []
  const changed = () => {
    for (const listener of listeners) listener()
  }
  let chosenId = await readChosen(folder)
  const chosenEntry = () => entries.find(isChosen) ?? entries[0]
  const isChosen = ({ declaration }: Entry) => declaration.id === chosenId

  function entryOf(id: string): Entry {
    const entry = entries.find(({ declaration }) => declaration.id === id)
    if (entry) return entry
    throw new ModelStoreError('not_found', 'There is no such model.')
  }

  function set(entry: Entry, state: Entry['state'], note: string | null = null): void {
    const wasReady = entry.state === 'ready'
    entry.state = state
    entry.note = note
    if (wasReady !== (state === 'ready')) changed()
  }

  async function countReceived(entry: Entry): Promise<void> {
    let sum = 0
    for (const file of filesOf(entry.declaration)) {
      sum += await receivedBytesOf(targetOf(entry.folder, file))
    }
    entry.receivedBytes = sum
  }

  /** Looks at the files; those that may have been copied in are checked in the background. */
  async function look(entry: Entry): Promise<void> {
    const found = await checkFiles(entry.declaration, entry.folder, 'quick')
    if (entry.work) return
    await countReceived(entry)
    if (found.state === 'unchecked')
      begin(entry, 'Checking its files.', () => check(entry, 'usual'))
    else if (found.state === 'broken') set(entry, 'broken', found.note)
    else if (found.state === 'ready') set(entry, 'ready')
    else if (entry.state !== 'failed') set(entry, 'missing')
  }

  async function check(entry: Entry, how: 'usual' | 'thorough'): Promise<void> {
    const found = await checkFiles(entry.declaration, entry.folder, how)
    await countReceived(entry)
    if (found.state === 'broken') set(entry, 'broken', found.note)
    else set(entry, found.state === 'ready' ? 'ready' : 'missing')
    // Whoever has one model wants to use it, whichever it is.
    if (entry.state === 'ready' && chosenEntry()?.state !== 'ready') await choose(entry)
  }

  /** One piece of work a model at a time. `note`: what people are told meanwhile. */
  function begin(entry: Entry, note: string | null, work: (stop: AbortSignal) => Promise<void>) {
    const stop = new AbortController()
    const stopped = AbortSignal.any([stop.signal, signal])
    const isUsable = entry.state === 'ready'
    if (!isUsable) set(entry, 'fetching', note)
    const done = work(stopped)
      .catch((error: unknown) => {
        if (stopped.aborted) return set(entry, 'missing')
        log.error('models.failed', { model: entry.declaration.id, message: messageOf(error) })
        const isForPeople = error instanceof FetchModelError
        set(entry, 'failed', isForPeople ? error.message : 'Its files cannot be read or written.')
      })
      .finally(() => {
        entry.work = null
      })
    entry.work = { stop, done }
  }

  async function fetchAll(entry: Entry, stopped: AbortSignal): Promise<void> {
    const { declaration } = entry
    const found = await checkFiles(declaration, entry.folder, 'usual')
    if (found.state === 'broken') await removeBroken(entry.folder, found.broken)
    await countReceived(entry)
    for (const file of filesOf(declaration)) {
      stopped.throwIfAborted()
      const target = targetOf(entry.folder, file)
      if ((await sizeOf(target)) !== null) continue
      let counted = await receivedBytesOf(target)
      await fetchFile({
        url: `${hub}/${declaration.repository}/resolve/${declaration.revision}/${file.path}`,
        ...{ target, file, signal: stopped },
        ...(tries !== undefined && { tries }),
        ...(firstRetryMs !== undefined && { firstRetryMs }),
        onProgress(received) {
          entry.receivedBytes += received - counted
          counted = received
        },
      })
    }
    await check(entry, 'usual')
  }

  async function choose(entry: Entry): Promise<void> {
    const { id } = entry.declaration
    await writeDurably(join(folder, 'chosen.json'), JSON.stringify({ id }), 0o644)
    chosenId = id
    changed()
  }

  for (const entry of entries) await look(entry)

  return {
    async list() {
      for (const entry of entries) if (entry.work === null) await look(entry)
      const chosen = chosenEntry()
      return entries.map((entry) => viewOf(entry, entry === chosen))
    },
    async fetch(id) {
      const entry = entryOf(id)
      // Somebody may have taken files away.
      if (!entry.work) await look(entry)
      if (entry.work || entry.state === 'ready') return
      begin(entry, null, (stopped) => fetchAll(entry, stopped))
    },
    cancel(id) {
      entryOf(id).work?.stop.abort()
    },
    verify(id) {
      const entry = entryOf(id)
      if (!entry.work) begin(entry, 'Checking its files.', () => check(entry, 'thorough'))
    },
    async choose(id) {
      const entry = entryOf(id)
      if (entry.state !== 'ready') {
        throw new ModelStoreError('conflict', 'Fetch this model first: it is not there yet.')
      }
      await choose(entry)
    },
    ready() {
      const chosen = chosenEntry()
      return entries
        .filter(({ state }) => state === 'ready')
        .sort((a, b) => Number(b === chosen) - Number(a === chosen))
    },
    chosen() {
      const chosen = chosenEntry()
      return chosen?.state === 'ready' ? chosen : null
    },
    onChange: (listener) => void listeners.push(listener),
    async settled() {
      for (const { work } of entries) await work?.done
    },
  }
}

function viewOf(entry: Entry, isChosen: boolean): ModelView {
  const { declaration, state, note, receivedBytes, work } = entry
  const { id, name, about, licence, dimensions } = declaration
  const declaredBytes = filesOf(declaration).reduce((sum, file) => sum + file.sizeBytes, 0)
  // The size of a file without a hash is only about right.
  const sizeBytes = state === 'ready' ? receivedBytes : Math.max(declaredBytes, receivedBytes)
  const described = { id, name, about, licence, dimensions }
  const isBusy = work !== null
  return { ...described, sizeBytes, receivedBytes, state, note, isBusy, isChosen }
}

/** A file without a hash may come anew with another one: what was recorded of it goes too. */
async function removeBroken(folder: string, broken: ModelFile[]): Promise<void> {
  for (const file of broken) {
    await rm(targetOf(folder, file), { force: true })
    if (file.sha256 === null) await rm(join(folder, 'verified.json'), { force: true })
  }
}

async function readChosen(folder: string): Promise<string | null> {
  const text = await readFile(join(folder, 'chosen.json'), 'utf8').catch(() => '{}')
  try {
    return chosenSchema.parse(JSON.parse(text)).id
  } catch {
    return null
  }
}
