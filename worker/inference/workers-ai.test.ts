import { describe, expect, it } from 'vitest'
import { InferenceError } from '#contracts/inference'
import { type Fault, fakeWorkersAi } from '../testing/fake-workers-ai.ts'
import { captionVectorModel, makeWorkersAiInference } from './workers-ai.ts'

const picture = { bytes: new TextEncoder().encode('RIFF dog beach'), mimeType: 'image/webp' }
const wanted = {
  labels: [
    { name: 'dog', group: 'objects' as const },
    { name: "jack-o'-lantern", group: 'objects' as const },
    { name: 'beach', group: 'scenes' as const },
    { name: 'wedding', group: 'events' as const },
  ],
  questions: [
    { name: 'at the sea', yes: 'a beach', no: null },
    { name: 'recipe', yes: 'a handwritten recipe', no: 'a printed one' },
  ],
}

function aModel(faults: Fault[] = []) {
  const ai = fakeWorkersAi()
  ai.faults.push(...faults)
  let calls = 0
  const inference = makeWorkersAiInference(ai, async (more) => {
    calls += more
  })
  return { ai, inference, calls: () => calls }
}

describe('Workers AI', () => {
  it('says what is in a picture, which labels fit, and where a text points', async () => {
    const { inference, calls } = aModel()
    expect(await inference.caption(picture)).toEqual({
      ...{ text: 'A photograph of riff dog beach.', engine: 'moondream3.1-1' },
    })
    expect(await inference.tagByLabels(picture, wanted)).toEqual([
      { label: 'at the sea', probability: 0.9, engine: 'clef-flash-1' },
      { label: 'dog', probability: 0.8, engine: 'clef-flash-1' },
      { label: 'beach', probability: 0.8, engine: 'clef-flash-1' },
    ])
    const { model, vectors } = await inference.embedText(['a dog', 'a cat'], captionVectorModel)
    expect([model, vectors.map(({ length }) => length)]).toEqual(['bge-m3@1', [1_024, 1_024]])
    expect(Math.hypot(...(vectors[0] ?? []))).toBeCloseTo(1)
    expect(calls()).toBe(3)
  })

  it('asks for at most 64 answers, of at most 255 options each', async () => {
    const { inference } = aModel()
    const labels = Array.from({ length: 700 }, (_, at) => {
      return { name: `label ${at}`, group: 'objects' as const }
    })
    const questions = Array.from({ length: 80 }, (_, at) => {
      return { name: `question ${at}`, yes: 'a beach', no: null }
    })
    const tags = await inference.tagByLabels(picture, { labels, questions })
    expect(tags).toHaveLength(61)
  })

  it.each<[string, Fault, InferenceError['code']]>([
    ['too much is asked at once', { status: 429 }, 'offline'],
    ['it fails', { status: 502 }, 'offline'],
    ['the account is not allowed to', { status: 403 }, 'offline'],
    ['the picture is refused', { status: 422 }, 'undecodable'],
    ['the picture is too large', { status: 413 }, 'undecodable'],
    ['the answer is no JSON', { body: '<html>' }, 'offline'],
    ['the answer is empty', { body: '{"caption":"  "}' }, 'offline'],
    ['the answer is streamed', { body: 'data: {"response":"A"}\n\n' }, 'offline'],
  ])('when %s, nothing is made up', async (_, fault, code) => {
    const { inference } = aModel([fault])
    await expect(inference.caption(picture)).rejects.toMatchObject({ code })
  })

  it('answers to other questions and vectors of another length are none', async () => {
    const answers = aModel([{ body: '{"answers":{"objects.0":{"type":"noul","noul":1}}}' }])
    await expect(answers.inference.tagByLabels(picture, wanted)).rejects.toMatchObject({
      ...{ code: 'offline' },
    })
    const vectors = aModel([{ body: '{"data":[[1,2,3]]}' }])
    await expect(vectors.inference.embedText(['a dog'])).rejects.toMatchObject({ code: 'offline' })
  })

  it('a result that is wrapped as the REST API does is read too', async () => {
    const result = { caption: 'A dog.', finish_reason: 'stop' }
    const { inference } = aModel([{ body: JSON.stringify({ success: true, errors: [], result }) }])
    expect((await inference.caption(picture)).text).toBe('A dog.')
  })

  it('is not waited for without end', async () => {
    const ai = fakeWorkersAi()
    ai.faults.push('never')
    const inference = makeWorkersAiInference(ai, async () => undefined, 10)
    await expect(inference.caption(picture)).rejects.toMatchObject({ code: 'offline' })
  })

  it('is not asked once the day has had enough', async () => {
    const ai = fakeWorkersAi()
    const inference = makeWorkersAiInference(ai, async () => {
      throw new InferenceError('budget_spent', 'enough')
    })
    await expect(inference.caption(picture)).rejects.toMatchObject({ code: 'budget_spent' })
    expect(ai.asked).toEqual([])
  })
})
