import { z } from 'zod'
import type { WorkersAi } from '../inference/workers-ai.ts'

/** How the next call goes wrong: an error as Workers AI has them, another body, or no answer. */
export type PictureFault =
  | { status: number; code: number; message: string }
  | { body: string }
  | 'never'

const diffusionSchema = z.strictObject({
  prompt: z.string().min(1),
  width: z.int().min(256).max(2_048),
  height: z.int().min(256).max(2_048),
  seed: z.int(),
  negative_prompt: z.string().optional(),
  num_steps: z.int().min(1).max(20).optional(),
  image_b64: z.base64().optional(),
  strength: z.number().min(0).max(1).optional(),
  mask: z.array(z.int().min(0).max(255)).optional(),
})
const schnellSchema = z.strictObject({ prompt: z.string().min(1), steps: z.int().min(1).max(8) })
const multipartSchema = z.strictObject({
  multipart: z.strictObject({
    body: z.instanceof(ReadableStream<Uint8Array>),
    contentType: z.string().startsWith('multipart/form-data; boundary='),
  }),
})

/** The image models of Workers AI with their real names, shapes and failures; `picture` is what each makes. */
export function fakeWorkersAiPictures(
  picture: Uint8Array,
): WorkersAi & { asked: Record<string, unknown>[]; faults: PictureFault[] } {
  const asked: Record<string, unknown>[] = []
  const faults: PictureFault[] = []
  const base64 = Buffer.from(picture).toString('base64')
  return {
    asked,
    faults,
    async run(model, input, { signal }) {
      const fault = faults.shift()
      if (fault === 'never') {
        return await new Promise((_, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason))
        })
      }
      if (fault && 'status' in fault) {
        const errors = [{ code: fault.code, message: fault.message }]
        const body = { errors, success: false, result: {}, messages: [] }
        return Response.json(body, { status: fault.status })
      }
      if (fault) return Response.json(JSON.parse(fault.body))
      if (model === '@cf/black-forest-labs/flux-2-klein-4b') {
        const { multipart } = multipartSchema.parse(input)
        const headers = { 'Content-Type': multipart.contentType }
        const form = await new Response(multipart.body, { headers }).formData()
        asked.push(Object.fromEntries(form))
        return Response.json({ image: base64 })
      }
      if (model === '@cf/black-forest-labs/flux-1-schnell') {
        asked.push(schnellSchema.parse(input))
        return Response.json({ success: true, result: { image: base64 }, errors: [] })
      }
      asked.push(diffusionSchema.parse(input))
      return new Response(new Uint8Array(picture), { headers: { 'Content-Type': 'image/png' } })
    },
  }
}
