import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { parseEnv } from 'node:util'
import { z } from 'zod'
import { problemSchema } from '#contracts/problem'
import { readLanAddress } from '../lan/lan-address.ts'
import { readConnection } from '../link/connection.ts'
import { type CommandContext, CommandError } from './command.ts'

const callMs = 120_000
/** A whole audit may take its time. */
const streamMs = 30 * 60_000

/** The vault's administration, asked as whoever runs it. */
export interface Operator {
  /** Origin of the vault. */
  url: string
  /** A link that the vault made, at the address by which other devices reach it, when there is one. */
  forOthers(url: string): string
  /** Answers the parsed body. Throws `CommandError` with the vault's own sentence when it refuses. */
  call<Shape extends z.ZodType>(
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    shape: Shape,
    body?: unknown,
  ): Promise<z.infer<Shape>>
  /** The same of a route outside the administration; bytes are sent as they are. */
  ask<Shape extends z.ZodType>(
    path: string,
    shape: Shape,
    bytes?: Uint8Array<ArrayBuffer>,
    type?: string,
  ): Promise<z.infer<Shape>>
  /**
   * Answers a body of any length as it comes. Throws `CommandError` as `call` does.
   */
  bytes(path: string): Promise<ReadableStream<Uint8Array>>
  /**
   * Answers a body of any length, line by line. Throws `CommandError` as `call` does, also when the
   * vault breaks off in the middle.
   */
  lines(path: string): Promise<AsyncIterable<string>>
}

/** Finds the running vault and the operator's token. Throws `CommandError` when one is missing. */
export async function findOperator({ stateDir, env }: CommandContext): Promise<Operator> {
  const url = await findWorkerUrl(stateDir, env)
  const token = await findToken(stateDir, env)
  const others = await readLanAddress(dirname(stateDir))
  async function send(
    method: string,
    path: string,
    timeoutMs: number,
    body?: string | Uint8Array<ArrayBuffer>,
    type = typeof body === 'object' ? 'application/octet-stream' : 'application/json',
  ) {
    const response = await fetch(`${url}/api${path}`, {
      method,
      headers: { Authorization: `Bearer opr_${token}`, 'Content-Type': type },
      ...(body !== undefined && { body }),
      // The vault sends nobody elsewhere: whatever does is not it, and must not see the token.
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    }).catch((cause: unknown) => {
      throw new CommandError(`The vault does not answer at ${url}: is CloudVault running?`, {
        cause,
      })
    })
    if (response.status === 401) {
      throw new CommandError(
        'The vault does not know this operator token: is it that of another vault?',
      )
    }
    if (response.ok) return response
    const problem = problemSchema.safeParse(await readJson(response))
    throw new CommandError(problem.data?.detail ?? strangerAt(url))
  }
  async function parsed<Shape extends z.ZodType>(shape: Shape, response: Response) {
    // What has nothing to say is read as null.
    const answer = shape.safeParse(await readJson(response))
    if (!answer.success) throw new CommandError(strangerAt(url))
    return answer.data
  }
  async function bytes(path: string) {
    const { body } = await send('GET', `/admin${path}`, streamMs)
    if (body === null) throw new CommandError(strangerAt(url))
    return body
  }
  return {
    url,
    forOthers(link) {
      const { pathname, search, hash } = new URL(link)
      return others === null ? link : `${others}${pathname}${search}${hash}`
    },
    async call(method, path, shape, body) {
      const json = body === undefined ? undefined : JSON.stringify(body)
      return await parsed(shape, await send(method, `/admin${path}`, callMs, json))
    },
    async ask(path, shape, bytes, type) {
      const method = bytes === undefined ? 'GET' : 'POST'
      return await parsed(shape, await send(method, path, callMs, bytes, type))
    },
    bytes,
    async lines(path) {
      return linesOf(await bytes(path))
    },
  }
}

const strangerAt = (url: string) => `What answers at ${url} is no CloudVault.`

async function* linesOf(body: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  let rest = ''
  try {
    for await (const chunk of body) {
      const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n')
      rest = lines.pop() ?? ''
      yield* lines
    }
  } catch (cause) {
    brokeOff(cause)
  }
  if (rest !== '') yield rest
}

function brokeOff(cause: unknown): never {
  throw new CommandError('The vault broke off in the middle. Try again.', { cause })
}

async function readJson(response: Response): Promise<unknown> {
  const text = await response.text().catch(brokeOff)
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

async function findWorkerUrl(stateDir: string, env: CommandContext['env']): Promise<string> {
  const named = z.url().safeParse(env.CLOUDVAULT_WORKER_URL)
  if (named.success) return new URL(named.data).origin
  const connection = await readConnection(stateDir)
  if (connection) return new URL(connection.workerUrl).origin
  throw new CommandError(`No vault was started from ${dirname(stateDir)}: run npm start first.`)
}

async function findToken(stateDir: string, env: CommandContext['env']): Promise<string> {
  if (env.CLOUDVAULT_OPERATOR_TOKEN) return env.CLOUDVAULT_OPERATOR_TOKEN
  const path = join(dirname(stateDir), 'secrets.env')
  const text = await readFile(path, 'utf8').catch(() => '')
  const token = parseEnv(text).OPERATOR_TOKEN
  if (token) return token
  throw new CommandError(
    `There is no operator token in ${path}; CLOUDVAULT_OPERATOR_TOKEN may name it.`,
  )
}
