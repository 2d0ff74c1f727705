import { describe, expect, inject, it } from 'vitest'
import { fakeWorkersAiPictures, type PictureFault } from '../../testing/fake-workers-ai-pictures.ts'
import { testDeps } from '../../testing/harness.ts'
import { makeFalGenerator } from './fal.ts'
import type { GenerationError, GenerationFailure, PictureRequest, Run } from './generator.ts'
import { makeOpenAiGenerator } from './openai.ts'
import { makeOpenAiWriter } from './openai-writer.ts'
import { makeStudioEngines } from './registry.ts'
import { makeWorkersAiGenerator } from './workers-ai.ts'

const { openAiUrl, falUrl } = inject('studioServers')
const key = 'sk-tests-only-0123456789'

function aRequest(text: string, change: Partial<PictureRequest> = {}): PictureRequest {
  return {
    ...{ model: 'fal-ai/flux/dev', stage: 'full', text, negative: null, width: 320, height: 256 },
    ...{ seed: 7, steps: null, references: [], strength: null, mask: null },
    ...change,
  }
}

function aRun() {
  const abort = new AbortController()
  const told = { progress: [] as number[], tickets: [] as string[] }
  const run: Run = {
    signal: abort.signal,
    onProgress: (progress) => told.progress.push(progress),
    onTicket: async (ticket) => void told.tickets.push(ticket),
  }
  return { run, told, abort }
}

async function failureOf(work: Promise<unknown>): Promise<GenerationError> {
  return await work.then(
    () => Promise.reject(new Error('it was made')),
    (error: GenerationError) => error,
  )
}

async function aPicture() {
  const bytes = await (await fetch(`${inject('pictures').url}/made/flat.png`)).bytes()
  return { bytes, mimeType: 'image/png' as const }
}

const fal = (change: { timeoutMs?: number } = {}) =>
  makeFalGenerator(
    {
      ...{ apiKey: key, baseUrl: falUrl, models: ['fal-ai/flux/dev'], prices: {}, pollMs: 5 },
      ...change,
    },
    testDeps().outbound,
  )

describe('fal', () => {
  it('makes a picture, tells how far it is, and is known by a ticket', async () => {
    const { run, told } = aRun()
    const made = await fal().generate(aRequest('a fox'), run)
    expect(made).toMatchObject({ mimeType: 'image/png', width: 320, height: 256, seed: 7 })
    expect(told.progress).toEqual([0.5, 0.75])
    expect(told.tickets).toHaveLength(1)
    const again = aRun()
    const resumed = await fal().resume?.(told.tickets[0] ?? '', 'fal-ai/flux/dev', again.run)
    expect(resumed?.bytes).toEqual(made.bytes)
    expect(again.told.tickets).toEqual([])
  })

  it('takes an example at the endpoint that does', async () => {
    const { run, told } = aRun()
    const references = [await aPicture()]
    await fal().generate(aRequest('a fox', { references, strength: 0.4 }), run)
    expect(told.tickets[0]).toContain('flux/dev/image-to-image')
  })

  it.each<[string, GenerationFailure, boolean]>([
    ['safety', 'refused', false],
    ['rate', 'rate-limited', false],
    ['credit', 'out-of-credit', false],
    ['down', 'unavailable', false],
    ['bad-key', 'unavailable', false],
    ['cut', 'cut', true],
    ['malformed', 'malformed', true],
    ['no-picture', 'malformed', true],
  ])('that goes wrong by [%s] is %s', async (fault, code, mayBeBilled) => {
    const error = await failureOf(fal().generate(aRequest(`a fox [${fault}]`), aRun().run))
    expect(error).toMatchObject({ code, mayBeBilled })
    expect(error.message).not.toMatch(/key-abc|sk-tests/)
  })

  it('is cancelled at fal, for nothing while it waits there, and perhaps for its price later', async () => {
    for (const [words, mayBeBilled] of [
      ['[never]', false],
      ['[wait:1]', true],
    ] as const) {
      const { run, abort, told } = aRun()
      const made = failureOf(fal().generate(aRequest(`a fox ${words}`), run))
      const isOn = () => (mayBeBilled ? told.progress.length > 0 : told.tickets.length > 0)
      await expect.poll(isOn).toBe(true)
      abort.abort()
      expect(await made).toMatchObject({ code: 'cancelled', mayBeBilled })
    }
  })

  it('is not waited for without end', async () => {
    const made = fal({ timeoutMs: 30 }).generate(aRequest('a fox [never]'), aRun().run)
    expect(await failureOf(made)).toMatchObject({ code: 'too-slow' })
  })
})

describe('Workers AI', () => {
  async function anAi(faults: PictureFault[] = []) {
    const { bytes } = await aPicture()
    const ai = fakeWorkersAiPictures(bytes)
    ai.faults.push(...faults)
    return { ai, generator: makeWorkersAiGenerator(ai, {}, 200) }
  }
  const klein = '@cf/black-forest-labs/flux-2-klein-4b'

  it('is asked as each of its models takes it, and its answers are read as each gives them', async () => {
    const { ai, generator } = await anAi()
    const reference = await aPicture()
    const references = [reference, reference]
    const made = await generator.generate(aRequest('a', { model: klein, references }), aRun().run)
    expect(made).toMatchObject({ width: 300, height: 200, mimeType: 'image/png' })
    expect(ai.asked[0]).toMatchObject({ prompt: 'a', width: '320', height: '256', seed: '7' })
    expect(Object.keys(ai.asked[0] ?? {})).toContain('input_image_1')
    for (const { name } of generator.models.slice(1)) {
      const model = name.replace('workers-ai/', '')
      await generator.generate(aRequest('b', { model, steps: 4 }), aRun().run)
    }
    const mask = reference
    const painted = { model: '@cf/lykon/dreamshaper-8-lcm', references: [reference], mask }
    await generator.generate(aRequest('c', { ...painted, strength: 0.5 }), aRun().run)
    expect(ai.asked.at(-1)).toMatchObject({ strength: 0.5, seed: 7 })
  })

  it('costs what its list says: 26 neurons for 512² of FLUX.2 klein', async () => {
    const { generator } = await anAi()
    const asked = { model: klein, stage: 'full', width: 512, height: 512, steps: null } as const
    expect(generator.priceMicros({ ...asked, referenceCount: 0 })).toBe(287)
    expect(generator.models[0]?.costMicros).toEqual({ preview: 287, full: 1_147 })
  })

  it.each<[PictureFault, GenerationFailure]>([
    [
      { status: 400, code: 3030, message: 'AiError: Input prompt contains NSFW content' },
      'refused',
    ],
    [
      { status: 429, code: 3036, message: 'You have used up your daily free allocation' },
      'out-of-credit',
    ],
    [{ status: 429, code: 3040, message: 'Capacity temporarily exceeded' }, 'rate-limited'],
    [{ status: 500, code: 1000, message: 'Internal error' }, 'unavailable'],
    [{ status: 400, code: 5004, message: 'Invalid input' }, 'bad-prompt'],
    [{ body: '{"image":"aGVsbG8="}' }, 'malformed'],
    [{ body: '{"nothing":1}' }, 'malformed'],
    ['never', 'too-slow'],
  ])('says %o as %s', async (fault, code) => {
    const { generator } = await anAi([fault])
    const made = generator.generate(aRequest('a', { model: klein }), aRun().run)
    expect(await failureOf(made)).toMatchObject({ code })
  })
})

describe('a server that speaks the protocol of OpenAI', () => {
  const settings = { apiKey: key, baseUrl: openAiUrl, imageModels: ['drawn'], prices: {} }

  it('is given examples and a mask as a form, and is not waited for without end', async () => {
    const generator = makeOpenAiGenerator({ ...settings, timeoutMs: 100 })
    const slow = generator.generate(aRequest('a [never]', { model: 'drawn' }), aRun().run)
    expect(await failureOf(slow)).toMatchObject({ code: 'too-slow', mayBeBilled: true })
    const picture = await aPicture()
    const painted = { model: 'drawn', references: [picture], mask: picture, strength: 0.5 }
    const made = await makeOpenAiGenerator(settings).generate(aRequest('b', painted), aRun().run)
    expect(made).toMatchObject({ width: 320, height: 256 })
  })

  it('says prompts in other words, or why it does not', async () => {
    const writer = makeOpenAiWriter({ ...settings, chatModel: 'writer' })
    const { signal } = new AbortController()
    const prompts = await writer.vary('a fox', 3, signal)
    expect(prompts).toHaveLength(3)
    expect(new Set(prompts).size).toBe(3)
    expect(await failureOf(writer.vary('[malformed]', 3, signal))).toMatchObject({
      code: 'malformed',
    })
    expect(await failureOf(writer.vary('[rate]', 3, signal))).toMatchObject({
      retryAfterSeconds: 7,
    })
  })
})

it('where nothing is configured there is no model', () => {
  const { config, outbound } = testDeps()
  const studio = { ...config.studio, openAi: null, fal: null, workersAi: null }
  const engines = makeStudioEngines({ config: { ...config, studio }, ai: null, outbound })
  expect([engines.generators, engines.writer, engines.find(null)]).toEqual([[], null, undefined])
})
