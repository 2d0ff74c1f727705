import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { parseEnv } from 'node:util'
import { z } from 'zod'
import { problemSchema } from '#contracts/problem'
import { readLanAddress } from '../lan/lan-address.ts'
import { readConnection } from '../link/connection.ts'
import { type CommandContext, CommandError } from './command.ts'

/** The vault's administration, asked as whoever runs it. */
export interface Operator {
  /** A link that the vault made, at the address by which other devices reach it, when there is one. */
  forOthers(url: string): string
  /** Answers the parsed body. Throws `CommandError` with the vault's own sentence when it refuses. */
  call<Shape extends z.ZodType>(
    method: 'GET' | 'POST' | 'PUT',
    path: string,
    shape: Shape,
    body?: unknown,
  ): Promise<z.infer<Shape>>
}

/** Finds the running vault and the operator's token. Throws `CommandError` when one is missing. */
export async function findOperator({ stateDir, env }: CommandContext): Promise<Operator> {
  const url = await findWorkerUrl(stateDir, env)
  const token = await findToken(stateDir, env)
  const others = await readLanAddress(dirname(stateDir))
  return {
    forOthers(link) {
      const { pathname, search, hash } = new URL(link)
      return others === null ? link : `${others}${pathname}${search}${hash}`
    },
    async call(method, path, shape, body) {
      const response = await ask(`${url}/api/admin${path}`, {
        method,
        headers: { Authorization: `Bearer opr_${token}`, 'Content-Type': 'application/json' },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        // The vault sends nobody elsewhere: whatever does is not it, and must not see the token.
        redirect: 'error',
        signal: AbortSignal.timeout(120_000),
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
      const problem = problemSchema.safeParse(response.json)
      if (problem.success) throw new CommandError(problem.data.detail)
      const answer = shape.safeParse(response.json)
      if (!answer.success) throw new CommandError(`What answers at ${url} is no CloudVault.`)
      return answer.data
    },
  }
}

async function ask(url: string, init: RequestInit): Promise<{ status: number; json: unknown }> {
  const response = await fetch(url, init)
  const text = await response.text()
  try {
    return { status: response.status, json: JSON.parse(text) }
  } catch {
    return { status: response.status, json: null }
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
