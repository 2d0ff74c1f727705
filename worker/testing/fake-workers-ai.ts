import { z } from 'zod'
import type { WorkersAi } from '../inference/workers-ai.ts'

/** How the next calls go wrong: a status, a body that is no answer, or none within the time. */
export type Fault = { status: number } | { body: string } | 'never'

const questionSchema = z.union([
  z.strictObject({
    type: z.literal('choice'),
    instructions: z.string().min(1),
    criteria: z.record(z.string(), z.string()).refine((criteria) => {
      const count = Object.keys(criteria).length
      return count >= 2 && count <= 255
    }),
  }),
  z.strictObject({
    type: z.literal('noul'),
    instructions: z.string().min(1),
    criteria: z.strictObject({ true: z.string(), false: z.string() }).optional(),
  }),
])
const inputs = {
  '@cf/moondream/moondream3.1-9B-A2B': z.strictObject({
    task: z.enum(['query', 'caption', 'point', 'detect']),
    image: z.string().regex(/^data:image\/(png|jpeg|webp);base64,/),
    caption_length: z.enum(['short', 'normal', 'long']).optional(),
    max_tokens: z.int().optional(),
    stream: z.boolean().default(true),
  }),
  '@cf/cloudflare/clef-flash': z.strictObject({
    model: z.literal('clef-flash'),
    state: z.string(),
    questions: z
      .record(z.string().regex(/^[\w.-]{1,100}$/), questionSchema)
      .refine((questions) => Object.keys(questions).length <= 64),
    images: z.array(z.string().regex(/^data:image\/(png|jpeg|webp);base64,/)).max(4),
  }),
  '@cf/baai/bge-m3': z.strictObject({ text: z.array(z.string().min(1)).min(1).max(100) }),
}

/**
 * Workers AI as far as this project uses it, with its real names, shapes, limits and failures, and
 * answers of which one can say why: a caption repeats the letters in the picture's bytes, a label fits
 * when its name is among them, and texts are alike as far as they share words.
 */
export function fakeWorkersAi(): WorkersAi & { asked: string[]; faults: Fault[] } {
  const asked: string[] = []
  const faults: Fault[] = []
  return {
    asked,
    faults,
    async run(model, input, { signal }) {
      asked.push(model)
      const fault = faults.shift()
      if (fault === 'never') {
        return await new Promise((_, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason))
        })
      }
      if (fault && 'status' in fault) return failure(fault.status)
      if (fault) return new Response(fault.body)
      if (JSON.stringify(input).length > 500_000) return failure(413)
      return answer(model, input)
    },
  }
}

function failure(status: number): Response {
  const errors = [{ code: status === 429 ? 3040 : 5006, message: 'AiError: it did not work' }]
  return Response.json({ errors, success: false, result: {}, messages: [] }, { status })
}

function answer(model: string, input: Record<string, unknown>): Response {
  if (model === '@cf/moondream/moondream3.1-9B-A2B') {
    const parsed = inputs[model].safeParse(input)
    if (!parsed.success) return failure(400)
    const words = wordsIn(parsed.data.image).join(' ')
    const metrics = { input_tokens: 740, output_tokens: 9, prefill_time_ms: 20 }
    const result = { caption: ` A photograph of ${words}.`, finish_reason: 'stop', metrics }
    if (!parsed.data.stream) return Response.json(result)
    return new Response(`data: ${JSON.stringify(result)}\n\n`)
  }
  if (model === '@cf/cloudflare/clef-flash') {
    const parsed = inputs[model].safeParse(input)
    if (!parsed.success) return failure(422)
    const words = parsed.data.images.flatMap(wordsIn)
    const answers = Object.entries(parsed.data.questions).map(([id, question]) => {
      if (question.type === 'noul') {
        const yes = wordsOf(question.criteria?.true ?? '').some((word) => words.includes(word))
        return [id, { type: 'noul', noul: yes ? 0.9 : 0.1 }]
      }
      const fits = Object.entries(question.criteria).find(([, text]) => words.includes(text))
      const choice = fits?.[0] ?? 'none'
      const others = Object.keys(question.criteria).filter((option) => option !== choice)
      const rest = others.map((option) => [option, 0.2 / others.length])
      const probabilities = Object.fromEntries([...rest, [choice, 0.8]])
      return [id, { type: 'choice', choice, confidence: 0.8, probabilities }]
    })
    return Response.json({ model: 'clef-flash', answers: Object.fromEntries(answers) })
  }
  if (model === '@cf/baai/bge-m3') {
    const parsed = inputs[model].safeParse(input)
    if (!parsed.success) return failure(400)
    const data = parsed.data.text.map(vectorOf)
    return Response.json({ data, shape: [data.length, 1_024], pooling: 'cls' })
  }
  return failure(404)
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[a-z]{3,}/g) ?? []
}

/** Of a data URL. */
function wordsIn(image: string): string[] {
  return wordsOf(Buffer.from(image.split(',')[1] ?? '', 'base64').toString('latin1'))
}

const vocabulary = new Map<string, number>()

/** Each word in a direction of its own, and a little of one that all texts have. */
function vectorOf(text: string): number[] {
  const vector = new Array<number>(1_024).fill(0)
  vector[0] = 0.3
  for (const word of wordsOf(text)) {
    const at = vocabulary.get(word) ?? vocabulary.size + 1
    vocabulary.set(word, at)
    vector[at] = 1
  }
  return vector
}
