import { createAdaptorServer } from '@hono/node-server'
import { Hono } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { ZodError } from 'zod'
import { anAccount, type StoredAccount } from './cloudflare-account.ts'
import { answer, refuse } from './cloudflare-answer.ts'
import { bucketRoutes, databaseRoutes, queueRoutes, vectorRoutes } from './cloudflare-resources.ts'
import { workerRoutes } from './cloudflare-workers.ts'

/** An answer that is given instead of the real one. */
interface Fault {
  call: RegExp
  times: number
  status: ContentfulStatusCode
  code: number
  message: string
  headers?: Record<string, string>
}

export interface CloudflareServer {
  /** What stands for `https://api.cloudflare.com/client/v4`. */
  baseUrl: string
  account: StoredAccount
  /** The token that is known; `lacks` holds parts of addresses that it may not ask. */
  token: string
  lacks: Set<string>
  /** Calls that change something, `POST /d1/database`, without the account; and those nobody answers. */
  writes: string[]
  unknown: string[]
  fail(fault: Omit<Fault, 'times'> & { times?: number }): void
  close(): Promise<void>
}

/**
 * Speaks the calls of Cloudflare's REST API that a deployment uses, those of wrangler included, and
 * keeps what it was told. Bodies are held to their shapes; databases are real SQLite.
 */
export async function startCloudflareServer(): Promise<CloudflareServer> {
  const account = anAccount('0123456789abcdef0123456789abcdef')
  const token = 'a-token-for-tests'
  const lacks = new Set<string>()
  const writes: string[] = []
  const unknown: string[] = []
  const faults: Fault[] = []

  const own = new Hono()
    .route('/d1/database', databaseRoutes(account))
    .route('/r2', bucketRoutes(account))
    .route('/queues', queueRoutes(account))
    .route('/vectorize/v2/indexes', vectorRoutes(account))
    .route('/workers', workerRoutes(account))

  const app = new Hono()
    .basePath('/client/v4')
    .use(async (c, next) => {
      const path = c.req.path.replace(/^\/client\/v4(\/accounts\/[^/]+)?/, '')
      const call = `${c.req.method} ${path}`
      if (c.req.header('Authorization') !== `Bearer ${token}`) {
        return refuse(c, 401, 1_000, 'Invalid API Token')
      }
      if ([...lacks].some((part) => path.startsWith(part))) {
        return refuse(c, 403, 10_000, 'Authentication error')
      }
      const fault = faults.find((each) => each.times > 0 && each.call.test(call))
      if (fault) {
        fault.times -= 1
        for (const [name, value] of Object.entries(fault.headers ?? {})) c.header(name, value)
        return refuse(c, fault.status, fault.code, fault.message)
      }
      const readsOnly = c.req.method === 'GET' || path.endsWith('/domains/changeset')
      if (!readsOnly && !(await isReadingQuery(c.req.raw, path))) writes.push(call)
      await next()
    })
    .get('/accounts', (c) => answer(c, [{ id: account.id, name: 'Somebody’s account' }]))
    .get('/user/tokens/verify', (c) => answer(c, { status: 'active' }))
    .use('/accounts/:account/*', async (c, next) => {
      if (c.req.param('account') === account.id) return await next()
      return refuse(c, 404, 7_003, 'Could not route to that account, perhaps it is invalid.')
    })
    .route('/accounts/:account', own)
    .notFound((c) => {
      unknown.push(`${c.req.method} ${c.req.path}`)
      return refuse(c, 404, 7_000, 'No route for that URI')
    })
    .onError((error, c) => {
      const message = error instanceof ZodError ? JSON.stringify(error.issues) : error.message
      return refuse(c, 400, 10_001, message)
    })

  const server = createAdaptorServer({ fetch: app.fetch })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  return {
    baseUrl: `http://127.0.0.1:${address.port}/client/v4`,
    account,
    token,
    lacks,
    writes,
    unknown,
    fail: (fault) => faults.push({ times: 1, ...fault }),
    close: () => new Promise((closed) => server.close(() => closed())),
  }
}

async function isReadingQuery(request: Request, path: string): Promise<boolean> {
  if (!path.endsWith('/query')) return false
  return /"sql":"select /i.test(await request.clone().text())
}
