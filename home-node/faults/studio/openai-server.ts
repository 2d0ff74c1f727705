import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { drawPrompt } from './draw-prompt.ts'
import { type StudioFault, toldByWords } from './told-fault.ts'

const sizeSchema = z
  .string()
  .regex(/^\d{2,4}x\d{2,4}$/)
  .transform((text) => text.split('x').map(Number))
const pictureSchema = z.object({
  model: z.string(),
  prompt: z.string().min(1),
  size: sizeSchema,
  seed: z.coerce.number().int().optional(),
  strength: z.coerce.number().optional(),
  output_format: z.enum(['png', 'jpeg', 'webp']).default('png'),
})
const chatSchema = z.object({
  model: z.string(),
  messages: z.array(z.object({ role: z.string(), content: z.string() })).min(1),
})

const problems: Partial<Record<StudioFault, { status: number; code: string; message: string }>> = {
  rate: { status: 429, code: 'rate_limit_exceeded', message: 'Rate limit reached for images.' },
  credit: { status: 429, code: 'insufficient_quota', message: 'You exceeded your current quota.' },
  down: { status: 503, code: 'server_error', message: 'The engine is overloaded.' },
  safety: {
    status: 400,
    code: 'moderation_blocked',
    message: 'Your request was rejected as a result of our safety system.',
  },
  'bad-prompt': { status: 400, code: 'invalid_value', message: 'The prompt cannot be used.' },
  'bad-key': {
    status: 401,
    code: 'invalid_api_key',
    message: 'Incorrect API key provided: sk-tests-only. You can find your key in your account.',
  },
}

export interface OpenAiServer {
  /** What `OPENAI_BASE_URL` is set to. */
  url: string
  /** How long every answer takes from now on. */
  delayMs: number
  /** The prompts that were asked for, in order, and whether the caller left before the answer. */
  asked: { path: string; prompt: string; size: string | null; seed: number | null; left: boolean }[]
  close(): Promise<void>
}

/**
 * A server that speaks the images and chat protocol of OpenAI on loopback, for tests: pictures are
 * drawn (the same words and seed: the same picture), and words in brackets in the prompt make it go
 * wrong (`toldByWords`). A vault is pointed at it before its start, by lines in `secrets.env` of its
 * state folder:
 *
 *     OPENAI_API_KEY=sk-tests-only
 *     OPENAI_BASE_URL=http://127.0.0.1:PORT/v1
 *     OPENAI_IMAGE_MODEL=drawn
 *     OPENAI_CHAT_MODEL=writer
 *
 * By hand: `node home-node/faults/serve-studio.ts`, which prints its address.
 */
export async function startOpenAiServer(port = 0): Promise<OpenAiServer> {
  const state: OpenAiServer = { url: '', delayMs: 0, asked: [], close }
  const server = createServer((request, response) => {
    void answer(state, request, response).catch((error: unknown) => {
      const message = error instanceof Error ? error.message : 'unknown'
      if (!response.headersSent) refuse(response, { status: 400, code: 'invalid_request', message })
    })
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  state.url = `http://127.0.0.1:${address.port}/v1`
  async function close() {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
  return state
}

async function answer(state: OpenAiServer, request: IncomingMessage, response: ServerResponse) {
  const path = new URL(request.url ?? '/', 'http://here').pathname
  if (!/^Bearer sk-./.test(request.headers.authorization ?? '')) {
    return refuse(response, { status: 401, code: 'invalid_api_key', message: 'No API key.' })
  }
  if (path === '/v1/chat/completions') return await chat(state, request, response)
  const isEdit = path === '/v1/images/edits'
  if (!isEdit && path !== '/v1/images/generations') {
    return refuse(response, { status: 404, code: 'unknown_url', message: 'Unknown URL.' })
  }
  const { fields, pictures } = isEdit ? await readForm(request) : await readJson(request)
  const asked = pictureSchema.parse(fields)
  const [width = 0, height = 0] = asked.size
  const seed = asked.seed ?? 0
  const goesOn = await hold(state, response, {
    ...{ path, prompt: asked.prompt, size: `${width}x${height}`, seed: asked.seed ?? null },
  })
  if (!goesOn) return
  const drawing = { text: asked.prompt, seed, width, height, strength: asked.strength }
  const drawn = await drawPrompt({ ...drawing, reference: pictures[0] }, asked.output_format)
  const isNone = toldByWords(asked.prompt).fault === 'no-picture'
  const picture = isNone ? Buffer.from('GIF89a is not what was asked for') : drawn
  const body = { created: 1_800_000_000, data: [{ b64_json: picture.toString('base64') }] }
  send(response, JSON.stringify(body), toldByWords(asked.prompt).fault)
}

async function chat(state: OpenAiServer, request: IncomingMessage, response: ServerResponse) {
  const { fields } = await readJson(request)
  const { messages } = chatSchema.parse(fields)
  const text = messages.at(-1)?.content ?? ''
  const path = '/v1/chat/completions'
  if (!(await hold(state, response, { path, prompt: text, size: null, seed: null }))) return
  const lights = ['at dawn', 'in the rain', 'by candle light', 'in deep snow', 'at noon', 'in fog']
  const prompts = lights.map((light) => `${text}, ${light}`)
  const content = JSON.stringify({ prompts })
  const message = { role: 'assistant', content, refusal: null }
  const usage = { prompt_tokens: 120, completion_tokens: 90, total_tokens: 210 }
  const choices = [{ index: 0, message, finish_reason: 'stop' }]
  const body = { id: 'chatcmpl-1', object: 'chat.completion', choices, usage }
  send(response, JSON.stringify(body), toldByWords(text).fault)
}

/** Waits as long as it was told to; answers the fault if there is one. Resolves to whether to go on. */
async function hold(
  state: OpenAiServer,
  response: ServerResponse,
  request: Omit<OpenAiServer['asked'][number], 'left'>,
): Promise<boolean> {
  const entry = { ...request, left: false }
  state.asked.push(entry)
  const gone = new AbortController()
  response.once('close', () => {
    entry.left = !response.writableFinished
    gone.abort()
  })
  const { fault, waitMs } = toldByWords(request.prompt)
  const wait = fault === 'never' ? 2_147_483_647 : Math.max(waitMs, state.delayMs)
  if (wait > 0) await sleep(wait, undefined, { signal: gone.signal }).catch(() => undefined)
  if (gone.signal.aborted) return false
  if (fault === 'cut') response.destroy()
  const problem = fault === null ? undefined : problems[fault]
  if (problem) refuse(response, problem)
  return fault !== 'cut' && problem === undefined
}

function send(response: ServerResponse, body: string, fault: StudioFault | null) {
  response.setHeader('Content-Type', 'application/json')
  if (fault === 'malformed') return response.end('<html>Bad gateway</html>')
  if (fault !== 'half') return response.end(body)
  response.setHeader('Content-Length', Buffer.byteLength(body))
  response.write(body.slice(0, body.length / 2))
  setTimeout(() => response.destroy(), 20)
}

function refuse(
  response: ServerResponse,
  { status, code, message }: { status: number; code: string; message: string },
) {
  if (code === 'rate_limit_exceeded') response.setHeader('Retry-After', '7')
  response.writeHead(status, { 'Content-Type': 'application/json' })
  const error = { message, type: 'invalid_request_error', param: null, code }
  response.end(JSON.stringify({ error }))
}

async function readJson(request: IncomingMessage) {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(Buffer.from(chunk))
  const fields: unknown = JSON.parse(Buffer.concat(chunks).toString())
  return { fields, pictures: [] as Buffer[] }
}

async function readForm(request: IncomingMessage) {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(Buffer.from(chunk))
  const type = request.headers['content-type'] ?? ''
  const form = await new Response(Buffer.concat(chunks), {
    headers: { 'Content-Type': type },
  }).formData()
  const fields: Record<string, string> = {}
  const pictures: Buffer[] = []
  for (const [name, value] of form) {
    if (typeof value === 'string') fields[name] = value
    else if (name === 'image' || name === 'image[]') {
      pictures.push(Buffer.from(await value.arrayBuffer()))
    }
  }
  return { fields, pictures }
}
