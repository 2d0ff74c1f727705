import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { z } from 'zod'
import { drawPrompt } from './draw-prompt.ts'
import { toldByWords } from './told-fault.ts'

const inputSchema = z.object({
  prompt: z.string().min(1),
  seed: z.int(),
  num_images: z.literal(1),
  output_format: z.enum(['png', 'jpeg']),
  image_size: z.object({ width: z.int(), height: z.int() }),
  image_url: z.string().startsWith('data:image/').optional(),
  strength: z.number().min(0.01).max(1).optional(),
})

interface FalRequest {
  model: string
  input: z.infer<typeof inputSchema>
  /** How often its status was asked for. */
  looks: number
  isCancelled: boolean
}

export interface FalServer {
  /** What `FAL_BASE_URL` is set to. */
  url: string
  close(): Promise<void>
}

/**
 * A server that speaks fal's queue on loopback, for tests: a request waits for one look at its status,
 * runs for two, and is done at the fourth. Words in brackets make it go wrong (`toldByWords`); with
 * `[never]` it waits for ever, with `[wait:1]` it runs for ever.
 */
export async function startFalServer(): Promise<FalServer> {
  const requests = new Map<string, FalRequest>()
  let origin = ''
  const server = createServer((request, response) => {
    void answer(requests, origin, request, response).catch(() =>
      say(response, 400, { detail: 'no' }),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  origin = `http://127.0.0.1:${address.port}`
  return {
    url: origin,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function answer(
  requests: Map<string, FalRequest>,
  origin: string,
  request: IncomingMessage,
  response: ServerResponse,
) {
  const { pathname } = new URL(request.url ?? '/', origin)
  const [, fileId] = /^\/files\/([\w-]+)\.\w+$/.exec(pathname) ?? []
  if (fileId !== undefined) return await sendPicture(requests.get(fileId), response)
  if (!/^Key ./.test(request.headers.authorization ?? '')) {
    return say(response, 401, { detail: 'Authentication is required to access this application.' })
  }
  const [, app, id, what] = /^\/([\w-]+\/[\w-]+)\/requests\/([\w-]+)(\/\w+)?$/.exec(pathname) ?? []
  const known = id === undefined ? undefined : requests.get(id)
  if (id !== undefined) {
    if (!known?.model.startsWith(app ?? '')) return say(response, 404, { detail: 'Not found' })
    if (what === '/cancel' && request.method === 'PUT') return cancel(known, response)
    return what === '/status' ? status(known, id, response) : result(known, id, origin, response)
  }
  if (request.method === 'POST') return await submit(requests, pathname.slice(1), request, response)
  return say(response, 404, { detail: 'Not found' })
}

async function submit(
  requests: Map<string, FalRequest>,
  model: string,
  request: IncomingMessage,
  response: ServerResponse,
) {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(Buffer.from(chunk))
  const input = inputSchema.safeParse(JSON.parse(Buffer.concat(chunks).toString()))
  if (!input.success) {
    return say(response, 422, {
      detail: [{ loc: ['body'], msg: 'bad input', type: 'value_error' }],
    })
  }
  const { fault } = toldByWords(input.data.prompt)
  if (fault === 'rate') {
    response.setHeader('Retry-After', '3')
    return say(response, 429, { detail: 'Too many requests.' })
  }
  if (fault === 'credit') {
    return say(response, 403, { detail: 'User is locked. Reason: Exhausted balance.' })
  }
  if (fault === 'bad-key') return say(response, 401, { detail: 'Invalid key key-abc:0123456' })
  if (fault === 'down') return say(response, 503, { detail: 'Runner is not available.' })
  if (fault === 'cut') return response.destroy()
  if (fault === 'malformed') return response.end('<html>')
  const id = crypto.randomUUID()
  requests.set(id, { model, input: input.data, looks: 0, isCancelled: false })
  const at = `https://elsewhere.invalid/${model}/requests/${id}`
  const urls = { response_url: at, status_url: `${at}/status`, cancel_url: `${at}/cancel` }
  return say(response, 200, { status: 'IN_QUEUE', request_id: id, ...urls, queue_position: 0 })
}

function status(request: FalRequest, id: string, response: ServerResponse) {
  const { fault, waitMs } = toldByWords(request.input.prompt)
  const looks = ++request.looks
  if (looks === 1 || fault === 'never') {
    return say(response, 202, { status: 'IN_QUEUE', request_id: id, queue_position: 0 })
  }
  if (looks < 4 || waitMs > 0) {
    const logs = [{ message: `${looks * 25}%| diffusing`, level: 'INFO', source: 'run' }]
    return say(response, 202, { status: 'IN_PROGRESS', request_id: id, logs })
  }
  return say(response, 200, { status: 'COMPLETED', request_id: id, logs: [], metrics: {} })
}

function result(request: FalRequest, id: string, origin: string, response: ServerResponse) {
  const { prompt, seed, image_size: size } = request.input
  const { fault } = toldByWords(prompt)
  if (request.isCancelled) return say(response, 400, { detail: 'Request was cancelled.' })
  if (fault === 'safety') {
    const problem = { loc: ['body', 'prompt'], type: 'content_policy_violation' }
    const msg = 'The content could not be processed because it was flagged.'
    return say(response, 422, { detail: [{ ...problem, msg }] })
  }
  const url = `${origin}/files/${id}.png`
  const images = [{ url, ...size, content_type: 'image/png' }]
  return say(response, 200, { images, seed, has_nsfw_concepts: [false], prompt, timings: {} })
}

function cancel(request: FalRequest, response: ServerResponse) {
  request.isCancelled = true
  return say(response, 202, { status: 'CANCELLATION_REQUESTED' })
}

async function sendPicture(request: FalRequest | undefined, response: ServerResponse) {
  if (!request) return response.writeHead(404).end()
  const { prompt: text, seed, image_size: size, image_url: url, strength } = request.input
  if (toldByWords(text).fault === 'no-picture') return response.end('GIF89a')
  const reference = url && Buffer.from(url.slice(url.indexOf(',') + 1), 'base64')
  const drawing = { text, seed, ...size, strength, reference: reference || undefined }
  return response.setHeader('Content-Type', 'image/png').end(await drawPrompt(drawing))
}

function say(response: ServerResponse, code: number, body: object) {
  response.writeHead(code, { 'Content-Type': 'application/json' }).end(JSON.stringify(body))
}
